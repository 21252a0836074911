import Foundation
import TestSupport

/// A browser without a window, where one is installed: `apt-get install chromium`, or `Scripts/setup.sh test`.
struct Chromium {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  struct Outcome {
    var dom: String
    /// What the page's console said.
    var console: [String]
  }

  /// Opens a page and says what became of it.
  static func open(_ file: String) throws -> Outcome {
    let profile = try TemporaryFolder()
    let process = Process()
    // A browser that hangs must not hold up all tests.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments =
      [
        "--kill-after=5", "120", path ?? "chromium", "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage",
      ]
      + ["--enable-logging=stderr", "--log-level=0", "--user-data-dir=\(profile.path)", "--no-first-run"]
      + ["--window-size=1200,900", "--virtual-time-budget=5000", "--dump-dom", "file://\(file)"]
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = Said()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { said.error = error.fileHandleForReading.readDataToEndOfFile() }
    let dom = output.fileHandleForReading.readDataToEndOfFile()
    group.wait()
    process.waitUntilExit()
    let lines = String(decoding: said.error, as: UTF8.self).split(separator: "\n").map(String.init)
    return Outcome(dom: String(decoding: dom, as: UTF8.self), console: lines.filter { $0.contains("CONSOLE") })
  }

  private final class Said: @unchecked Sendable { var error = Data() }
}
