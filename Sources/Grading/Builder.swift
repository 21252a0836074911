import Checks
import Foundation
import Glibc
import Sandbox

/// Compiles submissions, confined.
package struct Builder: Sendable {
  let sdk: SDK
  let toolchain: Toolchain
  let confinement: Confinement
  /// Seconds of CPU and of the clock, and bytes of memory, that compiling one file may take.
  var limits = Limits(
    cpuSeconds: 30, wallSeconds: 90, memoryBytes: 6 << 30, processes: 64, fileBytes: 128 << 20, outputBytes: 4 << 20)

  /// Builds `source` into `folder`/worker; the outcome is a value, whatever the source does.
  func build(_ source: [UInt8], in workspace: borrowing Workspace) throws -> Scorecard.Build {
    let sources = try workspace.writable("source")
    chmod(sources, 0o755)
    let build = try workspace.writable("build")
    try Files.write(source, to: "\(sources)/\(sdk.lab).swift")
    let places = Places(confinement, sdk: sdk.folder, source: sources, build: build, toolchain: toolchain)
    var outcome = try compile(places, sources, ownCache: false)
    if outcome.said.contains("could not build C module") { outcome = try compile(places, sources, ownCache: true) }
    // Killed, and not by us: the machine may have run out of memory by someone else's doing.
    if outcome.status == .signalled(SIGKILL) { outcome = try compile(places, sources, ownCache: false) }
    let said = outcome.said
    let seconds = outcome.seconds
    switch outcome.status {
    case .exited(0) where access("\(build)/worker", X_OK) == 0: return Scorecard.Build(.built, seconds: seconds)
    case .timedOut:
      return Scorecard.Build(
        .timedOut, message: "compiling took more than \(limits.cpuSeconds) s; simplify the longest expressions",
        seconds: seconds)
    case .signalled(SIGKILL):
      return Scorecard.Build(
        .outOfMemory, message: "the compiler was killed twice: most likely this file takes more memory than there is",
        seconds: seconds)
    case .exited(let code) where code != 134:
      return Scorecard.Build(
        .compileError, message: Diagnostics.forStudent(said, file: "\(sdk.lab).swift"), seconds: seconds)
    case .tooMuchOutput:
      return Scorecard.Build(
        .compileError, message: "the compiler printed more than 4 MiB of messages", seconds: seconds)
    default:
      let text = Diagnostics.forStudent(said, file: "\(sdk.lab).swift")
      return Scorecard.Build(
        .compileError, message: "the compiler crashed or ran out of memory on this file\n\(text.prefix(2000))",
        seconds: seconds)
    }
  }

  private func compile(_ places: Places, _ sources: String, ownCache: Bool) throws -> Outcome {
    try Files.write(try sdk.script(places, ownCache: ownCache), to: "\(sources)/build.sh")
    return try places.job(["/bin/sh", "build.sh"], limits: limits).run(in: confinement)
  }
}

extension Outcome {
  fileprivate var said: String { String(decoding: standardError + standardOutput, as: UTF8.self) }
}
