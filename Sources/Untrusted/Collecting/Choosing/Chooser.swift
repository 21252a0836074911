import Intake
import Keys

/// Chooses the lab's file. Files of one content are one; of several the rules below decide, the first that leaves one:
///
/// 1. Only Swift files of a megabyte at most that are text are looked at; no manifest, no test, nothing of the handout's
///    own, nothing in hidden folders.
/// 2. Where a file is called as the lab's (in any letters) or has the lab's name in its own, those alone; else, and also
///    where the name is only in its own, those that declare `Submission`, if any does.
/// 3. Where something is left to write in some (`notImplemented()`) and in others not, the others.
/// 4. The exact name, then the name in other letters; of several the one nearest to the top, if it is alone there.
/// 5. The highest number, where the names differ in a number alone: `MLP (1)`, `MLP-2`, `MLP_v3`.
/// 6. Nobody can tell, and a person must.
package struct Chooser: Sendable {
  package let file: String

  package init(file: String) { self.file = file }

  /// `read` gives the bytes of a content; `wanted` is the path that a person chose.
  package func choose(
    _ found: [Found], wanted: String? = nil, read: (Found.Content) -> [UInt8]?
  ) -> Choice {
    let troubles = found.filter { $0.trouble != nil || $0.kind == .link || $0.kind == .other }
    let climbing = found.filter { $0.path.climbs && $0.kind == .file }.prefix(5).map {
      "\($0.path.display): its path leads out of its archive"
    }
    let damage =
      troubles.filter { $0.trouble != nil }.prefix(5).map { "\($0.path.display): \($0.trouble ?? "")" } + climbing
    if let wanted { return choice(byHand: wanted, found, read) }
    var (candidates, remarks) = candidates(found, ending: ".swift", read)
    var isText = false
    if candidates.isEmpty {
      let texts = self.candidates(found, ending: ".txt", read)
      candidates = texts.candidates.filter { $0.declares && $0.bearing == .renamed }
      isText = true
    }
    candidates = Self.withoutCopies(candidates)
    var choice = Choice(warnings: damage + remarks)
    guard let (best, rule) = decide(candidates) else {
      choice.reason = reason(candidates, found, Array((damage + remarks).prefix(5)))
      return choice
    }
    choice.chosen = Choice.Chosen(
      path: best.found.path, rule: isText ? .textFile : rule, digest: Digest(of: best.raw), source: best.source)
    // Another Swift file that has nothing of the lab is no version of it.
    let others = candidates.filter { $0.digest != best.digest && ($0.declares || $0.bearing != .other) }
    if !others.isEmpty {
      choice.warnings.append("other versions were handed in: \(Self.list(others.map(\.found.path.display)))")
    }
    return choice
  }

  private func choice(byHand wanted: String, _ found: [Found], _ read: (Found.Content) -> [UInt8]?) -> Choice {
    guard let item = found.first(where: { $0.path.text == wanted || $0.path.display == wanted }) else {
      return Choice(reason: "the file that was chosen by hand, \(wanted), is not among \(list(found))")
    }
    guard let content = item.content, content.size <= 4 * Submission.largest, let raw = read(content),
      let source = SourceText(raw)
    else { return Choice(reason: "the file that was chosen by hand, \(wanted), is no text that can be read") }
    return Choice(
      chosen: Choice.Chosen(path: item.path, rule: .byHand, digest: Digest(of: raw), source: source))
  }

  // MARK: - Who is looked at

  private func candidates(
    _ found: [Found], ending: String, _ read: (Found.Content) -> [UInt8]?
  ) -> (candidates: [Candidate], remarks: [String]) {
    let packages = Set(found.filter { $0.path.name == "Package.swift" }.map { Array($0.path.parts.dropLast()) })
    var (candidates, remarks): ([Candidate], [String]) = ([], [])
    var (count, bytes) = (200, 16 << 20)
    for item in found.sorted(by: { $0.path < $1.path }) where item.kind == .file {
      guard item.path.name.lowercased().hasSuffix(ending), !Self.isOther(item.path, packages) else { continue }
      guard let content = item.content else { continue }
      guard content.size <= 4 * Submission.largest, let raw = read(content), let source = SourceText(raw) else {
        remarks.append("\(item.path.display) is too large, or no text")
        continue
      }
      (count, bytes) = (count - 1, bytes - raw.count)
      guard count >= 0, bytes >= 0 else {
        remarks.append("there are more Swift files than are looked at")
        break
      }
      candidates.append(Candidate(item, raw, source, file: file))
    }
    return (candidates, remarks)
  }

  /// What is nobody's solution by its place or name.
  private static func isOther(_ path: EntryPath, _ packages: Set<[String]>) -> Bool {
    let manifests = ["package.swift", "main.swift", "linuxmain.swift"]
    if manifests.contains(path.name.lowercased()) || path.name.hasPrefix("Package@") { return true }
    if path.name.hasPrefix(".") || path.climbs { return true }
    for (place, part) in path.parts.dropLast().enumerated() {
      if part.hasPrefix(".") || ["DerivedData", "__MACOSX", "Tests", "Pods"].contains(part) { return true }
      if part == "Gradus", packages.contains(Array(path.parts[..<place])) { return true }
    }
    return false
  }

  /// Of each content one: that with the best name, nearest to the top.
  private static func withoutCopies(_ candidates: [Candidate]) -> [Candidate] {
    var best: [Digest: Candidate] = [:]
    for candidate in candidates {
      guard let other = best[candidate.digest] else {
        best[candidate.digest] = candidate
        continue
      }
      if (candidate.bearing.rawValue, candidate.depth) < (other.bearing.rawValue, other.depth) {
        best[candidate.digest] = candidate
      }
    }
    return best.values.sorted { $0.found.path < $1.found.path }
  }

  // MARK: - Who is chosen

  private func decide(_ all: [Candidate]) -> (Candidate, Choice.Rule)? {
    var pool = all.filter { $0.bearing < .renamed }
    var rule = Choice.Rule.exactName
    if pool.isEmpty {
      let declaring = all.filter(\.declares)
      let rest = declaring.isEmpty ? all : declaring
      let renamed = rest.filter { $0.bearing == .renamed }
      pool = renamed.isEmpty ? rest : renamed
      rule = !renamed.isEmpty ? .renamed : all.count == 1 ? .onlySwiftFile : .declaresSubmission
      // Of files that have nothing of the lab none is a version of another.
      if renamed.isEmpty { return pool.count == 1 ? (pool[0], rule) : nil }
    } else {
      // One of another name may be what became of an untouched skeleton.
      pool += all.filter { $0.bearing == .renamed && $0.declares }
    }
    if pool.contains(where: \.isUnfinished), pool.contains(where: { !$0.isUnfinished && $0.declares }) {
      let before = pool.count
      pool.removeAll(where: \.isUnfinished)
      if pool.count == 1, before > 1 {
        return (pool[0], pool[0].bearing == .exact && before == 1 ? .exactName : .finished)
      }
    }
    for (bearing, named) in [(Candidate.Bearing.exact, Choice.Rule.exactName), (.letters, .otherLetters)] {
      let same = pool.filter { $0.bearing == bearing }
      guard !same.isEmpty else { continue }
      if same.count == 1 { return (same[0], named) }
      let top = same.map(\.depth).min()
      let nearest = same.filter { $0.depth == top }
      return nearest.count == 1 ? (nearest[0], .nearestToTop) : nil
    }
    if pool.count == 1 { return (pool[0], rule) }
    let versions = pool.map(\.version)
    guard Set(versions.map(\.stem)).count == 1, Set(versions.map(\.number)).count == versions.count else { return nil }
    return pool.max { $0.version.number < $1.version.number }.map { ($0, .highestNumber) }
  }

  // MARK: - Why none

  private func reason(_ candidates: [Candidate], _ found: [Found], _ damage: [String]) -> String {
    if !damage.isEmpty, candidates.isEmpty { return "\(file) is not there, and \(damage.joined(separator: "; "))" }
    if candidates.isEmpty {
      return found.isEmpty ? "nothing was handed in" : "there is no Swift file of theirs; there is \(list(found))"
    }
    let names = candidates.map(\.found.path.display)
    return "nobody can tell which of \(names.count) files is to be graded: \(Self.list(names))"
  }

  private func list(_ found: [Found]) -> String {
    let files = found.filter { $0.kind != .folder }.sorted { $0.path < $1.path }
    return files.isEmpty ? "nothing but empty folders" : Self.list(files.map(\.words))
  }

  private static func list(_ words: [String]) -> String {
    words.prefix(10).joined(separator: ", ") + (words.count > 10 ? ", and \(words.count - 10) more" : "")
  }
}
