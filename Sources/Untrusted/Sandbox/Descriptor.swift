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

  /// What a read came to.
  enum Reading { case bytes([UInt8]), end, later }

  func read(atMost count: Int = 65536) -> Reading {
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat { result = Glibc.read(number, buffer.baseAddress, count) } while result < 0 && errno == EINTR
      filled = max(result, 0)
    }
    if result > 0 { return .bytes(bytes) }
    return result == 0 || (errno != EAGAIN && errno != EWOULDBLOCK) ? .end : .later
  }

  /// Writes what fits and tells how much; nil where the other side is gone.
  func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    var result = 0
    bytes.withUnsafeBytes { buffer in
      repeat { result = Glibc.write(number, buffer.baseAddress, buffer.count) } while result < 0 && errno == EINTR
    }
    if result >= 0 { return result }
    return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : nil
  }
}
