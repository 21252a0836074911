import LabKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two pipes between grader and submission.
struct Channel: Sendable {
  let input: Int32
  let output: Int32

  /// The next call, or nil where the grader has closed the pipe or sent what is not a call.
  func receive() -> Call? {
    guard let head = read(count: 8) else { return nil }
    var reader = ByteReader(head)
    guard let length = try? reader.word(), length <= UInt64(Frame.largest), let body = read(count: Int(length)) else {
      return nil
    }
    return try? Call(frame: body[...])
  }

  func send(_ answer: Answer) {
    #if canImport(Glibc)
      LastWords.isAnswering = true
      defer { LastWords.isAnswering = false }
    #endif
    var rest = answer.frame()[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { _exit(3) }
      rest = rest.dropFirst(written)
    }
  }

  private func read(count: Int) -> [UInt8]? {
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while filled < count {
        #if canImport(Glibc)
          let got = Glibc.read(input, buffer.baseAddress.map { $0 + filled }, count - filled)
        #else
          let got = Darwin.read(input, buffer.baseAddress.map { $0 + filled }, count - filled)
        #endif
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { break }
        filled += got
      }
      initialized = filled
    }
    return filled == count ? bytes : nil
  }
}
