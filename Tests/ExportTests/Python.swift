import Foundation

/// An interpreter that reads what is exported independently.
enum Python {
  static func read<Answer: Decodable>(_ script: String, _ arguments: [String], as type: Answer.Type = Answer.self)
    throws
    -> Answer
  {
    let folder = Bundle.module.bundleURL.appending(path: "Resources").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["GRADUS_PYTHON"] ?? "python3"
    process.arguments = [python, "\(folder)/\(script)"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(type, from: output)
  }
}
