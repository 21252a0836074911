import Foundation

/// An interpreter that reads the reports independently. `GRADUS_PYTHON` names one that has `junitparser`; without it
/// that is the `python3` of the path.
enum Python {
  static let isThere = succeeds("import csv")
  static let hasJUnitParser = succeeds("import junitparser")

  /// What the script of the resources prints about the file.
  static func read<Answer: Decodable>(_ path: String, with script: String, as type: Answer.Type) throws -> Answer {
    let (status, output) = try run([Resource.path(script), path])
    guard status == 0 else { throw Failure(description: "\(script) ended with \(status)") }
    return try JSONDecoder().decode(type, from: output)
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private static func succeeds(_ code: String) -> Bool { (try? run(["-c", code], quietly: true).status) == 0 }

  private static func run(_ arguments: [String], quietly: Bool = false) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["GRADUS_PYTHON"] ?? "python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    if quietly { process.standardError = FileHandle.nullDevice }
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
