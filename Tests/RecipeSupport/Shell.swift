import Foundation

/// A script run by bash, in an environment of its own.
struct Shell {
  let arguments: [String]
  let environment: [String: String]
  let folder: String

  /// The exit code, and all that was said, in its order.
  func run(_ script: String) throws -> (code: Int32, said: String) {
    let file = NSTemporaryDirectory() + "gradus-step-\(UUID().uuidString)"
    try script.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = arguments + [file]
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    // What other tests start meanwhile would keep the writing end open, and be waited for.
    for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
      _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }
}
