package import Foundation

/// The `gradus` that was built beside the tests, run as a user runs it.
package struct CommandLineTool: Sendable {
  package struct Outcome: Sendable {
    package var code: Int32
    package var output: String
    package var error: String
  }

  private let environment: [String: String]
  private let program: String?
  private let folder: String?

  /// `environment` is added to the tests' own; `program` is another than `gradus`; `folder` is where it is started.
  package init(environment: [String: String] = [:], program: String? = nil, folder: String? = nil) {
    (self.environment, self.program, self.folder) = (environment, program, folder)
  }

  private var path: String { program ?? (Self.products.map { "\($0)/gradus" } ?? "gradus") }

  /// The folder of what was built with the tests.
  package static var products: String? {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let arguments = CommandLine.arguments.filter { $0.contains(".xctest") }
    let bundle = arguments.first ?? tests
    var folder = URL(fileURLWithPath: bundle)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("gradus").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return folder.path }
    }
    return nil
  }

  /// Starts the command and leaves it running.
  package func start(_ arguments: [String], output: Pipe? = nil, error: Pipe? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = error ?? FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs the command to its end.
  package func run(_ arguments: [String]) throws -> Outcome {
    let (output, error) = (Pipe(), Pipe())
    // What other tests start meanwhile would keep the writing ends open, and be waited for.
    for pipe in [output, error] {
      for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
      }
    }
    let process = try start(arguments, output: output, error: error)
    let said = Said()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { said.error = error.fileHandleForReading.readDataToEndOfFile() }
    let standard = output.fileHandleForReading.readDataToEndOfFile()
    group.wait()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: standard, as: UTF8.self),
      error: String(decoding: said.error, as: UTF8.self))
  }

  private final class Said: @unchecked Sendable { var error = Data() }
}
