import Foundation
import Keys

/// GitLab CI, as far as recipes of ours use it: one job, as a runner would run it on a fresh machine.
package final class Pipeline {
  package let workspace: String
  package private(set) var said = ""
  package private(set) var failed = false
  /// Files that are kept for people, and the one that GitLab reads tests from.
  package private(set) var artifacts: [String] = []
  package private(set) var junit: String?
  private let cache: CacheStore
  private let variables: [String: String]

  /// `variables` are the project's and the pipeline's; a `PATH` among them goes before the usual one.
  package init(workspace: String, cache: CacheStore, _ variables: [String: String]) {
    (self.workspace, self.cache, self.variables) = (workspace, cache, variables)
  }

  private static let keys: Set<String> = [
    "image", "stage", "extends", "variables", "cache", "before_script", "script", "rules", "timeout", "interruptible",
    "resource_group", "artifacts",
  ]

  /// The jobs of a file whose rules let them run.
  package func jobs() throws -> [String] {
    let file = try Plain(fileAt: "\(workspace)/.gitlab-ci.yml")
    return try file.pairs.map(\.key).filter { !$0.hasPrefix(".") && $0 != "stages" }.filter { name in
      let rules = try job(name, of: file)["rules"]?.items
      return try rules?.contains { try holds(try $0["if"]?.text.orThrow("\(name): a rule without if") ?? "") } ?? true
    }
  }

  package func run(_ name: String) throws {
    let job = try job(name, of: try Plain(fileAt: "\(workspace)/.gitlab-ci.yml"))
    guard job["timeout"] != nil else { throw RecipeFault("\(name) may take for ever") }
    var environment = ["HOME": workspace, "CI": "true", "CI_PROJECT_DIR": workspace, "LANG": "C.UTF-8"]
    for pair in job["variables"]?.pairs ?? [] { environment[pair.key] = pair.value.text ?? "" }
    environment.merge(variables) { $1 }
    environment["PATH"] = (variables["PATH"].map { "\($0):" } ?? "") + "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

    let (key, paths, isAlways) = try caching(job, name)
    if let key { _ = try cache.restore(key, into: workspace) }
    let lines = (job["before_script"]?.texts ?? []) + (try job["script"].orThrow("\(name): no script").texts)
    let outcome = try Shell(
      arguments: ["--noprofile", "--norc", "-eo", "pipefail"], environment: environment, folder: workspace
    )
    .run(lines.joined(separator: "\n"))
    (said, failed) = (outcome.said, outcome.code != 0)
    if let key, isAlways || !failed { try cache.save(key, paths, from: workspace, replaces: true) }
    guard let kept = job["artifacts"] else { return }
    try kept.hold(to: ["when", "access", "expire_in", "paths", "reports"], in: "\(name), artifacts")
    guard !failed || kept["when"]?.text == "always" else { return }
    let isThere = { (path: String) in FileManager.default.fileExists(atPath: "\(self.workspace)/\(path)") }
    artifacts = (kept["paths"]?.texts ?? []).filter(isThere)
    junit = kept["reports"]?["junit"]?.text.flatMap { isThere($0) ? $0 : nil }
  }

  private func job(_ name: String, of file: Plain) throws -> Plain {
    var job = try file[name].orThrow("there is no job \(name)")
    if let base = job["extends"]?.text { job = try file[base].orThrow("there is no \(base)").under(job) }
    try job.hold(to: Self.keys, in: name)
    return job
  }

  private func caching(_ job: Plain, _ name: String) throws -> (key: String?, paths: [String], isAlways: Bool) {
    guard let cache = job["cache"] else { return (nil, [], false) }
    try cache.hold(to: ["key", "paths", "when"], in: "\(name), cache")
    try cache["key"]?.hold(to: ["prefix", "files"], in: "\(name), key")
    let files = cache["key"]?["files"]?.texts ?? []
    guard (1...2).contains(files.count) else { throw RecipeFault("\(name): GitLab takes one or two files for a key") }
    let bytes = files.flatMap { Array(FileManager.default.contents(atPath: "\(workspace)/\($0)") ?? Data()) }
    let key = "\(cache["key"]?["prefix"]?.text ?? "")-\(Digest(of: bytes).short)"
    return (key, cache["paths"]?.texts ?? [], cache["when"]?.text == "always")
  }

  /// `$NAME`, and `$NAME == "text"`, between `&&`.
  private func holds(_ rule: String) throws -> Bool {
    try rule.components(separatedBy: "&&").allSatisfy { part in
      let words = part.split(separator: " ").map(String.init)
      guard let name = words.first, name.hasPrefix("$"), words.count == 1 || (words.count == 3 && words[1] == "==")
      else {
        throw RecipeFault("\(rule) is not understood")
      }
      let value = variables[String(name.dropFirst())] ?? ""
      return words.count == 1 ? !value.isEmpty : "\"\(value)\"" == words[2]
    }
  }
}
