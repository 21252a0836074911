import Foundation

extension Workflow {
  /// What a step that uses an action leaves as its outputs.
  func use(_ action: String, _ with: [String: String], _ frame: Frame) throws -> [String: String] {
    if action.hasPrefix("./") { return try follow(action, with) }
    func hold(to keys: Set<String>) throws {
      for key in with.keys where !keys.contains(key) { throw RecipeFault("\(action) has no input \(key)") }
    }
    func paths() throws -> [String] {
      try with["path"].orThrow("\(action): no path").split(separator: "\n").map(String.init)
    }
    switch action {
    case "actions/checkout@v4":
      // What is checked out is in its place. Its token would stay in the folder, where a student's program may read it.
      try hold(to: ["persist-credentials"])
      guard with["persist-credentials"] == "false" else { throw RecipeFault("the checkout leaves its token behind") }
      return [:]
    case "actions/cache/restore@v4":
      try hold(to: ["path", "key", "restore-keys"])
      let key = try with["key"].orThrow("\(action): no key")
      let prefixes = (with["restore-keys"] ?? "").split(separator: "\n").map(String.init)
      _ = try paths()
      let isHit = try cache.restore(key, prefixes: prefixes, into: workspace)
      return ["cache-hit": isHit ? "true" : "false", "cache-primary-key": key]
    case "actions/cache/save@v4":
      try hold(to: ["path", "key"])
      let key = try with["key"].orThrow("\(action): no key")
      guard !key.isEmpty, !key.hasSuffix("-") else { throw RecipeFault("\(action): \(key) is no whole key") }
      try cache.save(key, try paths(), from: workspace)
      return [:]
    case "actions/upload-artifact@v4":
      try hold(to: ["name", "path"])
      for path in try paths() where FileManager.default.fileExists(atPath: "\(workspace)/\(path)") { keep(path) }
      return [:]
    default: throw RecipeFault("\(action) is not known here")
    }
  }

  /// An action of the folder itself, step by step; it sees its inputs, and no secret beside them.
  private func follow(_ action: String, _ with: [String: String]) throws -> [String: String] {
    let path = "\(action.dropFirst(2))/action.yml"
    let file = try Plain(fileAt: "\(workspace)/\(path)")
    try file.hold(to: ["name", "description", "inputs", "runs"], in: path)
    let runs = try file["runs"].orThrow("\(path): no runs")
    try runs.hold(to: ["using", "steps"], in: path)
    guard runs["using"]?.text == "composite" else { throw RecipeFault("\(path) is no composite action") }
    var inputs: [String: String] = [:]
    for pair in file["inputs"]?.pairs ?? [] {
      let (name, input) = (pair.key, pair.value)
      try input.hold(to: ["description", "required", "default"], in: "\(path), \(name)")
      inputs[name] = with[name] ?? input["default"]?.text ?? ""
      if input["required"]?.text == "true", with[name] == nil { throw RecipeFault("\(path) wants \(name)") }
    }
    for name in with.keys where inputs[name] == nil { throw RecipeFault("\(path) has no input \(name)") }
    try run(try runs["steps"].orThrow("\(path): no steps").items, Frame(inputs: inputs, secrets: nil))
    return [:]
  }
}
