import Foundation
import Grading
import Handout
import RecipeSupport
import Storage
import TestSupport
import Testing

/// What a student's repository does at every push, as the services would do it. `swift` is a stub here, which records how it
/// was called; the self-check's own tests run the recipe with the real one.
@Suite struct StudentRecipeTests {
  let folder: TemporaryFolder
  let cache: CacheStore
  private var workspace: String { "\(folder.path)/work" }

  init() throws {
    folder = try TemporaryFolder()
    cache = try CacheStore("\(folder.path)/cache")
    // Does what is written in the student's file; what a program prints might be meant for the service.
    let stub = """
      #!/bin/bash
      echo "$*" >> "\(folder.path)/calls"
      [ "$1" = build ] && mkdir -p .build && echo kit > .build/kit
      [ "$1" = run ] || exit 0
      shift 2
      while [ $# -gt 0 ]; do
        case "$1" in --summary) echo "### told" >> "$2" ;; --points) points=$2 ;; esac
        shift 2
      done
      echo "    ::notice title=Autograding complete::Points 99/6"
      grep -q 'does not compile' Lab.swift && exit 1
      sed -n 's/^earns //p' Lab.swift > "${points:-/dev/null}"
      grep -qx 'earns 6/6' Lab.swift
      """
    try folder.write(stub, to: "tools/swift")
    chmod("\(folder.path)/tools/swift", 0o755)
  }

  /// A fresh checkout of the handout, with this in the student's file.
  private func checkOut(_ text: String) throws {
    Files.remove(workspace)
    for (path, bytes) in try Recipes.handout.files(of: Toolkit.locate()) {
      try folder.write(String(decoding: bytes, as: UTF8.self), to: "work/\(path)")
    }
    try folder.write("// the manifest", to: "work/Package.swift")
    try folder.write("// the program", to: "work/Gradus/check/main.swift")
    try folder.write("6\n", to: "work/Gradus/check/points")
    try folder.write(text, to: "work/Lab.swift")
  }

  private func calls() throws -> [String] {
    let calls = try folder.read("calls").split(separator: "\n").map(String.init)
    Files.remove("\(folder.path)/calls")
    return calls
  }

  private func onGitHub(_ text: String, actor: String = "ada") throws -> Workflow {
    try checkOut(text)
    var setting = Workflow.Setting()
    setting.environment = ["PATH": "\(folder.path)/tools"]
    setting.github = ["actor": actor, "ref": "refs/heads/main"]
    let run = try Workflow(
      workspace: workspace, cache: cache, temporary: "\(folder.path)/temporary-\(UUID().uuidString)", setting)
    try run.run(".github/workflows/classroom.yml")
    return run
  }

  @Test func gitHubBuildsTheKitOnceAndTellsPoints() throws {
    let red = try onGitHub("earns 2.5/6")
    let told = ["notice title=Autograding complete::Points 2.5/6"]
    #expect(red.failed && red.summary == "### told\n")
    #expect(
      red.commands == told + [#"notice title=Autograding report::{"totalPoints":2.5,"maxPoints":6}"#])
    let first = try calls()
    #expect(first.count == 2 && first[0] == "build --target SelfCheck", "\(first)")
    // A red run has left the kit to the next: another file of the student's is no other key.
    let green = try onGitHub("earns 6/6")
    #expect(!green.failed && green.commands.first == "notice title=Autograding complete::Points 6/6")
    #expect(try folder.read("work/.build/kit") == "kit\n")
    let second = try calls()
    #expect(second.count == 1 && second[0].hasPrefix("run check --summary "), "\(second)")
    #expect(cache.keys.count == 1)
    // What is not built earns nothing, and the points of the run before are not told again.
    let broken = try onGitHub("does not compile")
    #expect(broken.failed && broken.commands.first == "notice title=Autograding complete::Points 0/6")
  }

  /// A red run does what a green one does, and nothing besides.
  @Test func redCostsNoMoreThanGreen() throws {
    let green = try onGitHub("earns 6/6").steps.map(\.name)
    let greenCalls = try calls().count
    let other = try CacheStore("\(folder.path)/other")
    try checkOut("earns 1/6")
    var setting = Workflow.Setting()
    setting.environment = ["PATH": "\(folder.path)/tools"]
    setting.github = ["actor": "ada", "ref": "main"]
    let red = try Workflow(workspace: workspace, cache: other, temporary: "\(folder.path)/red", setting)
    try red.run(".github/workflows/classroom.yml")
    #expect(red.failed && red.steps.map(\.name) == green)
    #expect(try calls().count == greenCalls && other.keys == cache.keys)
  }

  /// The time of a file tells what is in it: whatever a cache brings back, only what differs is built again.
  @Test func timesAreDecidedByContents() throws {
    func time(_ name: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: "\(workspace)/\(name)")[.modificationDate] as? Date
    }
    _ = try onGitHub("earns 6/6")
    let (manifest, program) = (try time("Package.swift"), try time("Gradus/check/main.swift"))
    _ = try onGitHub("earns 1/6")
    #expect(try time("Package.swift") == manifest && time("Gradus/check/main.swift") == program)
    #expect(manifest != program && manifest.map { $0 < Date(timeIntervalSince1970: 1_000_000_000) } == true)
  }

  @Test func classroomsOwnPushesAreLeftAlone() throws {
    let run = try onGitHub("earns 6/6", actor: "github-classroom[bot]")
    #expect(run.steps.isEmpty)
  }

  @Test func gitLabKeepsTheKitAfterARedRun() throws {
    func run(_ text: String) throws -> Pipeline {
      try checkOut(text)
      let pipeline = Pipeline(workspace: workspace, cache: cache, ["PATH": "\(folder.path)/tools"])
      #expect(try pipeline.jobs() == ["check"])
      try pipeline.run("check")
      return pipeline
    }
    #expect(try run("earns 2.5/6").failed)
    #expect(cache.keys.count == 1)
    #expect(try calls() == ["build --target SelfCheck", "run check"])
    #expect(try !run("earns 6/6").failed)
    #expect(cache.keys.count == 1)
  }

  /// Nothing in a student's repository asks for anything that is secret, or for the toolkit.
  @Test func asksForNothingSecret() throws {
    let files = try Recipes.handout.files(of: Toolkit.locate())
    #expect(files.map(\.path) == [".github/workflows/classroom.yml", ".gitlab-ci.yml"])
    for (path, bytes) in files {
      let text = String(decoding: bytes, as: UTF8.self).lowercased()
      for word in ["secrets.", "token", "course_key", "--key", "gradus grade", "git clone", "pull_request_target"] {
        #expect(!text.replacing("persist-credentials", with: "").contains(word), "\(path): \(word)")
      }
    }
  }
}
