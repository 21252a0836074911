import Checks
import Foundation
import Glibc
import Sandbox
import Storage

/// Compiles and links submissions, each step confined by itself.
///
/// Neither step can write anywhere: what it makes is what it says, bounded in size, checked, and put by us where no
/// sandbox can write. What a submission's own file brings about is its verdict: what the compiler says of it, its time,
/// its memory, and a crash that comes again. Everything else that goes wrong is a fault of ours, and thrown.
package struct Builder: Sendable {
  let sdk: SDK
  let toolchain: Toolchain
  let confinement: Confinement
  let cell: Cell
  /// What compiling one file may take. The clock is far beyond CPU time, so that only a machine that stands still is
  /// stopped by it.
  var limits = Limits(
    cpuSeconds: 30, wallSeconds: 600, memoryBytes: 6 << 30, processes: 64, fileBytes: 256 << 20, outputBytes: 4 << 20,
    resultBytes: 64 << 20)
  private let kitCheck = KitCheck()

  init(sdk: SDK, toolchain: Toolchain, confinement: Confinement, cell: Cell) {
    (self.sdk, self.toolchain, self.confinement, self.cell) = (sdk, toolchain, confinement, cell)
  }

  /// Builds `source` into the workspace's build/worker; the outcome is a value, whatever the source does.
  func build(_ source: [UInt8], in workspace: borrowing Workspace) throws -> Scorecard.Build {
    try workspace.requireRoom()
    let (sources, build) = (try workspace.readable("source"), try workspace.readable("build"))
    let places = Places(
      confinement, sdk: sdk.folder, source: sources, object: "\(build)/submission.o", toolchain: toolchain)
    try Files.put(source, at: "\(sources)/\(sdk.lab).swift")
    var (made, seconds) = try compile(places)
    if case .result(let object) = made {
      try Files.put(object, at: "\(build)/submission.o")
      let linked = try link(places)
      made = linked.0
      seconds += linked.seconds
    }
    switch made {
    case .result(let program):
      try Files.put(program, at: "\(build)/worker", mode: 0o755)
      return Scorecard.Build(.built, seconds: seconds)
    case .verdict(let outcome, let message): return Scorecard.Build(outcome, message: message, seconds: seconds)
    }
  }

  /// What a step makes, or what is to be said to the student.
  private enum Made {
    case result([UInt8])
    case verdict(Scorecard.Build.Outcome, String)
  }

  private func compile(_ places: Places) throws -> (Made, seconds: Double) {
    let (outcome, seconds) = try twice { again in
      let commands = try Commands(kit: sdk.folder, places: places, ownCache: again)
      return try places.compilerJob(commands.compiler, in: cell, limits: limits).run(in: confinement)
    }
    let file = "\(sdk.lab).swift"
    let said = outcome.said
    switch outcome.status {
    case .exited(0):
      do {
        try ObjectFile.check(outcome.standardOutput)
      } catch {
        try confirmKit(always: true)
        return (.verdict(.compileError, "\(file): error: what it compiles to is refused: \(error)"), seconds)
      }
      return (.result(outcome.standardOutput), seconds)
    case .timedOut:
      return (
        .verdict(
          .timedOut, "compiling took more than \(limits.cpuSeconds) s; simplify the longest expressions"), seconds
      )
    case .tooMuchOutput:
      let isWords = outcome.standardError.count >= limits.outputBytes
      let what = isWords ? "the compiler printed more than 4 MiB of messages" : "it compiles to more than 64 MiB"
      return (.verdict(.compileError, what), seconds)
    case .signalled(SIGKILL):
      return (
        .verdict(
          .outOfMemory, "the compiler was killed twice: most likely this file takes more memory than there is"),
        seconds
      )
    case .exited:
      try confirmKit(always: !Diagnostics.isAbout(file, said))
      return (.verdict(.compileError, Diagnostics.forStudent(said, file: file)), seconds)
    case .signalled:
      try confirmKit(always: true)
      let text = Diagnostics.forStudent(said, file: file).prefix(2000)
      return (
        .verdict(.compileError, "the compiler crashed or ran out of memory on this file\n\(text)"), seconds
      )
    }
  }

  private func link(_ places: Places) throws -> (Made, seconds: Double) {
    let (outcome, seconds) = try twice { _ in
      let commands = try Commands(kit: sdk.folder, places: places)
      return try places.linkerJob(commands.linker, in: cell, limits: limits).run(in: confinement)
    }
    switch outcome.status {
    case .exited(0) where ObjectFile.isProgram(outcome.standardOutput):
      return (.result(outcome.standardOutput), seconds)
    case .tooMuchOutput where outcome.standardOutput.count >= limits.resultBytes:
      return (.verdict(.compileError, "\(sdk.lab).swift: error: the program would be larger than 64 MiB"), seconds)
    case .exited(1):
      // The kit's own program is linked by the same command: where it can be, the rest lies in the submission's file.
      try confirmKit(always: true)
      return (.verdict(.compileError, LinkDiagnostics.forStudent(outcome.said, file: "\(sdk.lab).swift")), seconds)
    case .signalled(let number) where number != SIGKILL && number != SIGBUS:
      try confirmKit(always: true)
      return (.verdict(.compileError, "\(sdk.lab).swift: error: the linker crashed on this program, twice"), seconds)
    default: throw GradingFault.building(lab: sdk.lab, "the linker: \(outcome.status)\n\(outcome.said.suffix(2000))")
    }
  }

  /// Runs a step, and a second time where it ended in a way that may not be the submission's doing: killed, crashed, or
  /// without a place for the headers of something rare. What is the machine's doing is thrown.
  private func twice(_ step: (_ again: Bool) throws -> Outcome) throws -> (Outcome, Double) {
    var outcome = try step(false)
    var seconds = outcome.seconds
    let isAgain =
      switch outcome.status {
      case .signalled: true
      case .exited: Diagnostics.lacksModuleCache(outcome.said)
      case .timedOut, .tooMuchOutput: false
      }
    if isAgain {
      let first = outcome.status
      outcome = try step(true)
      seconds += outcome.seconds
      if case .signalled = first, case .signalled = outcome.status, first != outcome.status {
        throw GradingFault.building(lab: sdk.lab, "it ended in two ways: \(first), then \(outcome.status)")
      }
    }
    let fault: String? =
      switch outcome.status {
      case .timedOut where outcome.cpuSeconds < Double(limits.cpuSeconds) - 0.5:
        "no end within \(Int(limits.wallSeconds)) s on the clock, with little CPU time: is the machine overloaded?"
      case .signalled(SIGKILL) where outcome.peakBytes < 1 << 30:
        "killed from outside, twice, with little memory: is the machine short of it?"
      case .signalled(SIGBUS): "a bus error, twice: is a disk full, or damaged?"
      default: nil
      }
    if let fault { throw GradingFault.building(lab: sdk.lab, fault) }
    return (outcome, seconds)
  }

  /// Builds the kit's own program, and throws where that fails: then no submission's failing says anything.
  private func confirmKit(always: Bool) throws {
    try kitCheck.confirm(again: always) {
      let workspace = try Workspace()
      let (sources, build) = (try workspace.readable("source"), try workspace.readable("build"))
      let places = Places(
        confinement, sdk: sdk.folder, source: sources, object: "\(build)/submission.o", toolchain: toolchain)
      try Files.put(Array(SDK.control(sdk.lab).utf8), at: "\(sources)/\(sdk.lab).swift")
      let commands = try Commands(kit: sdk.folder, places: places, control: true)
      let compiled = try places.compilerJob(commands.compiler, in: cell, limits: limits).run(in: confinement)
      guard compiled.status == .exited(0) else { throw fault("compiled", compiled) }
      try Files.put(compiled.standardOutput, at: "\(build)/submission.o")
      let linked = try places.linkerJob(commands.linker, in: cell, limits: limits).run(in: confinement)
      guard linked.status == .exited(0) else { throw fault("linked", linked) }
    }
  }

  private func fault(_ verb: String, _ outcome: Outcome) -> GradingFault {
    .building(
      lab: sdk.lab, "not even the kit's own program is \(verb) now (\(outcome.status)): \(outcome.said.suffix(2000))")
  }
}

extension Outcome {
  fileprivate var said: String { String(decoding: standardError, as: UTF8.self) }
}
