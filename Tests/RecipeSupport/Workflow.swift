import Foundation
import Keys

/// GitHub Actions, as far as recipes of ours use it: one job's steps run one after the other, as a runner would run them on
/// a fresh machine. Actions of the folder itself are followed; of others those are known that are listed here, and stand in
/// for by what they do to files; all else is refused.
package final class Workflow {
  /// What a runner knows when a job begins.
  package struct Setting {
    /// Added to what a runner sets; a `PATH` here goes before the usual one.
    package var environment: [String: String] = [:]
    package var secrets: [String: String] = [:]
    package var inputs: [String: String] = [:]
    package var github: [String: String] = [:]
    package init() {}
  }

  package struct Step {
    package var name: String
    package var outcome: String
    package var said: String
  }

  package let workspace: String
  package private(set) var steps: [Step] = []
  /// Commands that the steps gave the service, as `notice title=A::B`.
  package private(set) var commands: [String] = []
  package private(set) var summary = ""
  /// Files that were kept for people.
  package private(set) var artifacts: [String] = []
  /// Whether a step has failed, and so the run.
  package private(set) var failed = false

  let setting: Setting
  let cache: CacheStore
  let temporary: String
  private var quiet: String?
  private var defaultShell: String?

  /// `workspace` holds what a checkout would.
  package init(workspace: String, cache: CacheStore, temporary: String, _ setting: Setting) throws {
    (self.workspace, self.cache, self.temporary, self.setting) = (workspace, cache, temporary, setting)
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
  }

  /// Runs the only job of a workflow.
  package func run(_ path: String) throws {
    let file = try Plain(fileAt: "\(workspace)/\(path)")
    try file.hold(to: ["name", "on", "permissions", "concurrency", "jobs"], in: path)
    guard file["permissions"]?["contents"]?.text == "read", file["permissions"]?.pairs.count == 1 else {
      throw RecipeFault("\(path) takes more rights than to read")
    }
    guard let jobs = file["jobs"], jobs.pairs.count == 1, let job = jobs.pairs.first?.value else {
      throw RecipeFault("\(path) has not one job")
    }
    try job.hold(
      to: ["if", "runs-on", "timeout-minutes", "container", "defaults", "environment", "steps"], in: "\(path), job")
    guard job["timeout-minutes"] != nil else { throw RecipeFault("\(path): the job may take for ever") }
    try job["container"]?.hold(to: ["image", "options"], in: "\(path), container")
    defaultShell = job["defaults"]?["run"]?["shell"]?.text
    let frame = Frame(inputs: setting.inputs, secrets: setting.secrets)
    if let condition = job["if"]?.text, !(try holds(condition, frame)) { return }
    try run(try job["steps"].orThrow("\(path): no steps").items, frame)
  }

  /// What the steps of a job, or of an action, see of each other.
  final class Frame {
    let inputs: [String: String]
    /// Nil within an action, which is given what it may know.
    let secrets: [String: String]?
    var outputs: [String: [String: String]] = [:]
    var environment: [String: String] = [:]

    init(inputs: [String: String], secrets: [String: String]?) { (self.inputs, self.secrets) = (inputs, secrets) }
  }

  private static let stepKeys: Set<String> = [
    "id", "name", "if", "uses", "with", "run", "env", "shell", "working-directory",
  ]

  func run(_ list: [Plain], _ frame: Frame) throws {
    for step in list {
      let name = step["name"]?.text ?? step["id"]?.text ?? step["uses"]?.text ?? step["run"]?.text ?? ""
      try step.hold(to: Self.stepKeys, in: name)
      let id = step["id"]?.text ?? UUID().uuidString
      guard try holds(step["if"]?.text ?? "success()", frame) else {
        frame.outputs[id] = [:]
        steps.append(Step(name: name, outcome: "skipped", said: ""))
        continue
      }
      if let action = step["uses"]?.text {
        let with = try (step["with"]?.pairs ?? []).map { ($0.key, try filled($0.value.text ?? "", frame)) }
        frame.outputs[id] = try use(action, Dictionary(with) { $1 }, frame)
        // One of the folder's own has told its steps.
        if !action.hasPrefix("./") { steps.append(Step(name: name, outcome: "success", said: "")) }
      } else {
        frame.outputs[id] = try script(step, name, frame)
      }
    }
  }

  private func script(_ step: Plain, _ name: String, _ frame: Frame) throws -> [String: String] {
    let text = try step["run"]?.text.orThrow("\(name): neither run nor uses") ?? ""
    guard !text.isEmpty else { throw RecipeFault("\(name): nothing to run") }
    // In an expression's place a stranger's text would become part of the script.
    guard !text.contains("${{") else { throw RecipeFault("\(name): an expression within a script") }
    guard let shell = step["shell"]?.text ?? (frame.secrets == nil ? nil : defaultShell), shell == "bash" else {
      throw RecipeFault("\(name): say shell: bash, under which a pipe fails with any of its parts")
    }
    let files = ["OUTPUT", "ENV", "STEP_SUMMARY"].map { "\(temporary)/github_\($0)" }
    for file in files { try "".write(toFile: file, atomically: false, encoding: .utf8) }
    var environment = base.merging(frame.environment) { $1 }
    for pair in step["env"]?.pairs ?? [] { environment[pair.key] = try filled(pair.value.text ?? "", frame) }
    (environment["GITHUB_OUTPUT"], environment["GITHUB_ENV"]) = (files[0], files[1])
    environment["GITHUB_STEP_SUMMARY"] = files[2]
    let place = try step["working-directory"]?.text.map { "\(workspace)/\(try filled($0, frame))" } ?? workspace
    let outcome = try Shell(
      arguments: ["--noprofile", "--norc", "-eo", "pipefail"], environment: environment, folder: place
    ).run(text)
    listen(to: outcome.said)
    summary += try String(contentsOfFile: files[2], encoding: .utf8)
    frame.environment.merge(try Self.variables(files[1])) { $1 }
    if outcome.code != 0 { failed = true }
    steps.append(Step(name: name, outcome: outcome.code == 0 ? "success" : "failure", said: outcome.said))
    return try Self.variables(files[0])
  }

  private var base: [String: String] {
    let own = [
      "HOME": temporary, "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": workspace,
      "RUNNER_TEMP": temporary,
      "LANG": "C.UTF-8",
    ]
    var environment = own.merging(setting.environment) { $1 }
    environment["PATH"] =
      (setting.environment["PATH"].map { "\($0):" } ?? "") + "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    return environment
  }

  private static func variables(_ file: String) throws -> [String: String] {
    var variables: [String: String] = [:]
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw RecipeFault("\(line) is no NAME=VALUE") }
      variables[String(parts[0])] = String(parts[1])
    }
    return variables
  }

  /// The service takes commands from whatever a step says, wherever on a line they begin.
  private func listen(to said: String) {
    for line in said.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0.isWhitespace }
      guard line.hasPrefix("::") else { continue }
      let command = line.dropFirst(2)
      if let token = quiet {
        if command == "\(token)::" { quiet = nil }
      } else if command.hasPrefix("stop-commands::") {
        quiet = String(command.dropFirst("stop-commands::".count))
      } else {
        commands.append(String(command))
      }
    }
  }

  // MARK: Expressions

  private func holds(_ condition: String, _ frame: Frame) throws -> Bool {
    let isAsked = ["always()", "failure()", "success()"].contains { condition.contains($0) }
    let value = try Expression.value(condition, scope(frame))
    return Expression.isTrue(value) && (isAsked || !failed)
  }

  func filled(_ text: String, _ frame: Frame) throws -> String { try Expression.filled(text, scope(frame)) }

  private func scope(_ frame: Frame) -> Expression.Scope {
    Expression.Scope(
      property: { [self] path in
        switch (path.first, path.count) {
        case ("inputs", 2): return frame.inputs[path[1]] ?? ""
        case ("secrets", 2):
          return try frame.secrets.orThrow("an action sees no secrets but those that it is given")[path[1]] ?? ""
        case ("github", 2): return try setting.github[path[1]].orThrow("github.\(path[1]) is not set here")
        case ("runner", 2) where path[1] == "temp": return temporary
        case ("steps", 4) where path[2] == "outputs":
          return try frame.outputs[path[1]].orThrow("there is no step \(path[1]) before")[path[3]] ?? ""
        default: throw RecipeFault("\(path.joined(separator: ".")) is not known here")
        }
      },
      call: { [self] name, arguments in
        switch name {
        case "always": return "true"
        case "success": return failed ? "" : "true"
        case "failure": return failed ? "true" : ""
        case "hashFiles": return try hash(arguments)
        default: throw RecipeFault("\(name)() is not known here")
        }
      })
  }

  /// Of files' contents: `NAME`, or `FOLDER/**`.
  func hash(_ patterns: [String]) throws -> String {
    var bytes: [UInt8] = []
    for pattern in patterns {
      let root = pattern.hasSuffix("/**") ? String(pattern.dropLast(3)) : pattern
      guard !root.contains("*") else { throw RecipeFault("\(pattern) is not understood") }
      let below = (try? FileManager.default.subpathsOfDirectory(atPath: "\(workspace)/\(root)"))?.sorted() ?? []
      for path in [root] + below.map({ "\(root)/\($0)" }) {
        guard let data = FileManager.default.contents(atPath: "\(workspace)/\(path)") else { continue }
        bytes += Array(path.utf8) + [0] + Array(data)
      }
    }
    return bytes.isEmpty ? "" : Digest(of: bytes).short
  }

  func keep(_ path: String) { artifacts.append(path) }
}
