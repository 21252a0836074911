import Foundation
import Grading
import Handout
import RecipeSupport
import Storage
import TestSupport

/// An instructor's repository and students' ones beside it, on one machine: a course as `gradus init` writes it, whose
/// `swift build` is a stub that puts this build's program in its place.
struct SmallCourse {
  let folder: TemporaryFolder
  let cache: CacheStore
  var workspace: String { "\(folder.path)/work" }

  /// 64 digits, as a course key has.
  static let key = String(repeating: "5eed", count: 16)
  static let (fetching, publishing) = ("fetch-5ecret", "publish-5ecret")

  init() throws {
    folder = try TemporaryFolder()
    cache = try CacheStore("\(folder.path)/cache")
    let program = try CommandLineTool.products.orThrow("there is no gradus-course beside the tests") + "/gradus-course"
    // The program tells how it was called, and in which environment.
    let wrapper = """
      #!/bin/bash
      { echo "called $*"; env | sort; } >> "\(folder.path)/calls"
      exec "\(program)" "$@"
      """
    try folder.write(wrapper, to: "tools/course")
    let swift = """
      #!/bin/bash
      { echo "swift $*"; env | sort; } >> "\(folder.path)/calls"
      mkdir -p .build/release && cp "\(folder.path)/tools/course" .build/release/course
      """
    try folder.write(swift, to: "tools/swift")
    try folder.write("#!/bin/bash\necho \"apt-get $*\" >> \"\(folder.path)/calls\"\n", to: "tools/apt-get")
    for tool in ["course", "swift", "apt-get"] { chmod("\(folder.path)/tools/\(tool)", 0o755) }
  }

  /// A fresh checkout, with these repositories in its list.
  func checkOut(_ students: [String]) throws {
    Files.remove(workspace)
    let source = try ToolkitSource("https://example.org/a/gradus.git").orThrow("no source")
    _ = try NewCourse(folder: workspace, lab: "Warmup", source: source, toolkit: try Toolkit.locate()).write()
    // The toolkit's labs are graded by their own rules here: this build's program has not the course's.
    Files.remove("\(workspace)/course.yml")
    let lines = students.map { "\($0),\(repository($0)),\n" }.joined()
    try folder.write("id,address,pushed_at\n" + lines, to: "work/ci/repositories.csv")
  }

  func repository(_ student: String) -> String { "\(folder.path)/server/\(student).git" }

  /// A student's repository on the server, with this in the lab's file.
  func hand(in text: String, by student: String) throws {
    try folder.write(text, to: "clones/\(student)/Perceptron.swift")
    let clone = "\(folder.path)/clones/\(student)"
    try git(["init", "--quiet", "--initial-branch=main", clone])
    try git(["-C", clone, "add", "."])
    try git(["-C", clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "work"])
    try git(["clone", "--quiet", "--bare", clone, repository(student)])
  }

  @discardableResult
  func git(_ words: [String]) throws -> String {
    let outcome = try CommandLineTool(
      environment: ["GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"], program: "/usr/bin/git"
    ).run(words)
    guard outcome.code == 0 else { throw RecipeFault("git \(words): \(outcome.error)") }
    return outcome.output
  }

  /// What each call of the program, or of a tool, had in its environment, by how it was called; the calls so far are
  /// forgotten.
  func calls() throws -> [(call: String, environment: String)] {
    let text = try folder.read("calls")
    Files.remove("\(folder.path)/calls")
    var calls: [(call: String, environment: String)] = []
    for line in text.split(separator: "\n") {
      if ["called ", "swift ", "apt-get "].contains(where: line.hasPrefix) {
        calls.append((String(line), ""))
      } else if !calls.isEmpty {
        calls[calls.count - 1].environment += line + "\n"
      }
    }
    return calls
  }

  /// The files that a student finds in the branch of theirs.
  func published(_ student: String) throws -> [String] {
    try git(["--git-dir", repository(student), "ls-tree", "-r", "--name-only", "gradus"]).split(separator: "\n")
      .map(String.init)
  }

  /// Files below a folder that hold a text.
  func holding(_ text: String, below place: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: place).filter { path in
      guard let data = FileManager.default.contents(atPath: "\(place)/\(path)") else { return false }
      return data.range(of: Data(text.utf8)) != nil
    }
  }

  /// What services set on their own, and where the tests' kits are.
  func environment() throws -> [String: String] {
    // The compiler is where the tests have it.
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return ["PATH": "\(folder.path)/tools:\(path)", "GRADUS_CACHE": try Cache.standard().root]
  }
}
