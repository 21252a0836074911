import CourseRules
import Foundation
import Yams

/// Walks through a course file, and takes down all that is wrong with it on the way.
struct CourseReader {
  let file: String
  /// The labs that there are.
  let labs: [KnownLab]
  private(set) var problems: [Problem] = []
  /// Of times that tell none.
  var zone: TimeZone?
  /// What holds for every lab that says nothing else.
  var defaults = LabRules(name: "")

  init(file: String, labs: [KnownLab]) { (self.file, self.labs) = (file, labs) }

  mutating func complain(_ node: Node?, _ sentence: String) {
    problems.append(Problem(file: file, line: node?.mark?.line ?? 1, sentence: sentence))
  }

  mutating func course(_ root: Node) -> Course? {
    let known = ["course", "toolkit", "zone"] + Self.ruleKeys + ["labs", "work", "final"]
    guard let fields = fields(of: root, "a course file", known) else { return nil }
    var course = Course(title: "", zone: "")
    if let title = fields["course"] {
      course.title = text(title, "the course's title") ?? ""
    } else {
      complain(root, "the course has no title: write `course: Deep Learning`")
    }
    if let node = fields["toolkit"], let version = word(node, "the toolkit's version"), !ToolkitVersion.suits(version) {
      complain(
        node,
        "this course is for the toolkit \(version.asQuoted), and this program is \(ToolkitVersion.current): build the "
          + "course with that one (its Package.swift says which), or write the new one here once you have tried it")
    }
    if let name = fields["zone"].flatMap({ text($0, "the zone") }) {
      zone = TimeZone(identifier: name)
      course.zone = name
      if zone == nil {
        complain(fields["zone"], "there is no time zone \(name.asQuoted): write its name, such as Europe/Paris")
        // Said once is enough.
        zone = .gmt
      }
    }
    defaults = rules(fields, over: defaults)
    if let labs = fields["labs"] { course.labs = self.labs(labs) }
    if let work = fields["work"] { course.work = works(work) }
    if course.labs.isEmpty, fields["labs"] == nil {
      complain(root, "the course has no labs: write `labs:`, and below it each lab's name with a colon")
    }
    if let final = fields["final"] { course.final = self.final(final, of: course) }
    return course
  }

  /// The entries of a mapping by their keys, which must be among those that are known; nil where it is none.
  mutating func fields(of node: Node, _ what: String, _ known: [String]) -> [String: Node]? {
    guard let pairs = pairs(of: node, what, of: known) else { return nil }
    var fields: [String: Node] = [:]
    for (key, keyNode, value) in pairs {
      guard known.contains(key) else {
        let guess = Spelling.nearest(to: key, among: known).map { "did you mean \($0)?" }
        complain(
          keyNode,
          "\(key.asQuoted) has no meaning in \(what): " + (guess ?? "there are \(known.joined(separator: ", "))"))
        continue
      }
      fields[key] = value
    }
    return fields
  }

  /// The entries of a mapping in their order. What says nothing at all is an empty one.
  mutating func pairs(of node: Node, _ what: String, of known: [String] = []) -> [(
    key: String, node: Node, value: Node
  )]? {
    if node.isEmpty { return [] }
    guard let mapping = node.mapping else {
      let example = known.first.map { ", such as `\($0): …`" } ?? ""
      complain(node, "\(what) is a list of names, each with a colon and a value\(example)")
      return nil
    }
    var pairs: [(String, Node, Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        complain(key, "a name is expected here, with a colon after it")
        continue
      }
      pairs.append((name, key, value))
    }
    return pairs
  }
}

extension Node {
  /// Whether nothing stands there: `labs:` and then the next line.
  var isEmpty: Bool { scalar.map { $0.string.isEmpty && $0.style == .plain || $0.string == "~" } ?? false }
}
