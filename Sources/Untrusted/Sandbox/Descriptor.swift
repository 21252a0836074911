import CSystem
import Glibc

/// An open file that closes itself, never inherited unless a child is given it by number.
final class Descriptor: @unchecked Sendable {
  private(set) var number: Int32

  init(_ number: Int32) { self.number = number }
  deinit { close() }

  func close() {
    guard number >= 0 else { return }
    _ = Glibc.close(number)
    number = -1
  }

  /// Both ends of a pipe, moved above the numbers that children use.
  static func pipe(for subject: String) throws(SandboxError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard system_pipe(&ends) == 0 else { throw .system(call: "pipe", subject: subject, code: errno) }
    return (Descriptor(raised(ends[0])), Descriptor(raised(ends[1])))
  }

  static func devNull() throws(SandboxError) -> Descriptor {
    let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw .system(call: "open", subject: "/dev/null", code: errno) }
    return Descriptor(raised(number))
  }

  private static func raised(_ number: Int32) -> Int32 {
    guard number < 16 else { return number }
    let higher = fcntl(number, F_DUPFD_CLOEXEC, 16)
    guard higher >= 0 else { return number }
    _ = Glibc.close(number)
    return higher
  }

  func makeNonBlocking() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

  /// What a read came to. That it could not be made tells nothing of what there is to be read.
  enum Reading { case bytes([UInt8]), end, later, fault(Int32) }

  func read(atMost count: Int = 65536) -> Reading {
    var (result, code) = (0, Int32(0))
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat {
        result = Glibc.read(number, buffer.baseAddress, count)
        code = errno
      } while result < 0 && code == EINTR
      filled = max(result, 0)
    }
    switch (result, code) {
    case (1..., _): return .bytes(bytes)
    case (0, _): return .end
    case (_, EAGAIN), (_, EWOULDBLOCK): return .later
    default: return .fault(code)
    }
  }

  /// Writes what fits and tells how much; nil where the other side is gone.
  func write(_ bytes: ArraySlice<UInt8>) throws(SandboxError) -> Int? {
    var (result, code) = (0, Int32(0))
    bytes.withUnsafeBytes { buffer in
      repeat {
        result = Glibc.write(number, buffer.baseAddress, buffer.count)
        code = errno
      } while result < 0 && code == EINTR
    }
    switch (result, code) {
    case (0..., _): return result
    case (_, EAGAIN), (_, EWOULDBLOCK): return 0
    case (_, EPIPE): return nil
    default: throw .system(call: "write", subject: "a confined program's input", code: code)
    }
  }
}
