import Checks
import Foundation
import Sandbox
import Storage

/// Finds the lines of a student's file at which its program crashed, in the program's own line tables.
///
/// The program says where it was, and holds the tables: both are a stranger's bytes. So a tool reads them as confined as
/// the compiler is, and gets no argument but numbers that lie within the program. What is forged names at worst another
/// line of the same file, and what goes wrong costs the line, never the mark.
struct CrashLines {
  let toolchain: Toolchain
  let confinement: Confinement
  let cell: Cell
  /// The student's file, such as `CNN.swift`, and what it holds.
  let file: String
  let source: [UInt8]
  var limits = Limits(cpuSeconds: 10, wallSeconds: 120, processes: 8, fileBytes: 1 << 20, outputBytes: 1 << 20)

  /// Adds its line to each crash of the transcript that has one.
  func locate(_ transcript: inout Transcript, of program: String) {
    let crashes = transcript.evidence.compactMapValues { $0.stop?.crash }
    guard crashes.values.contains(where: { !$0.places.isEmpty }), let image = try? Files.read(program) else { return }
    let code = ObjectFile.code(of: image)
    let places = Set(crashes.values.flatMap(\.places)).filter { place in code.contains { $0.contains(place) } }
    guard !places.isEmpty, let frames = try? frames(at: places.sorted(), in: program) else { return }
    let lines = 1...(source.count { $0 == UInt8(ascii: "\n") } + 1)
    for (check, crash) in crashes {
      guard let site = site(of: crash, frames, lines) else { continue }
      transcript.evidence[check]?.stop = .signalled(crash, at: site)
    }
  }

  /// The innermost line of the file.
  private func site(of crash: Crash, _ frames: [UInt64: [Frame]], _ lines: ClosedRange<Int>) -> CrashSite? {
    for place in crash.repeated + crash.places {
      for frame in frames[place] ?? [] where frame.file.hasSuffix("/\(file)") && lines.contains(frame.line) {
        return CrashSite(file: file, line: frame.line, reason: crash.places.first.flatMap { frames[$0] }?.failure)
      }
    }
    return nil
  }

  /// A function at a place of the program; several are at one where some were inlined into others.
  struct Frame: Decodable {
    let file: String
    let function: String
    let line: Int

    private enum CodingKeys: String, CodingKey { case file = "FileName", function = "FunctionName", line = "Line" }
  }

  private struct Entry: Decodable {
    let address: String
    let frames: [Frame]?

    private enum CodingKeys: String, CodingKey { case address = "Address", frames = "Symbol" }
  }

  /// The functions at places of a program, the innermost first.
  private func frames(at places: [UInt64], in program: String) throws -> [UInt64: [Frame]] {
    let inside = confinement == .none ? program : "/submission/worker"
    let job = Job(
      executable: "\(toolchain.prefix)/bin/llvm-symbolizer",
      arguments: ["--obj=\(inside)", "--output-style=JSON", "--no-demangle"]
        + places.map { "0x" + String($0, radix: 16) },
      mounts: toolchain.mounts + [Job.Mount(host: program, inside: inside)], limits: limits,
      rules: cell.rules(.compiler))
    let outcome = try job.run(in: confinement)
    guard outcome.status == .exited(0) else { return [:] }
    let entries = try JSONDecoder().decode([Entry].self, from: Data(outcome.standardOutput))
    let found = entries.compactMap { entry in
      UInt64(entry.address.dropFirst(2), radix: 16).map { ($0, entry.frames ?? []) }
    }
    return Dictionary(found) { first, _ in first }
  }
}

extension [CrashLines.Frame] {
  /// Why an optimized program stopped here: it says nothing itself, but the reason is the innermost function's name.
  fileprivate var failure: String? {
    let opening = "Swift runtime failure: "
    for frame in self {
      guard let start = frame.function.firstRange(of: opening) else { continue }
      let text = frame.function[start.upperBound...]
      return text.prefix(1).uppercased() + text.dropFirst()
    }
    // Of an array's own check only its name is left.
    return first?.function.hasPrefix("$sSayxSici") == true ? "Index out of range" : nil
  }
}
