import Foundation
import Grading
import Handout
import RecipeSupport
import Storage
import TestSupport
import Testing

/// What the instructor's repository does, as the services would do it: submissions are fetched from repositories on this
/// machine, really graded, and really pushed back.
@Suite struct CourseRecipeTests {
  let course: SmallCourse

  init() throws { course = try SmallCourse() }

  private func grade(_ students: [String], publishes: Bool = true) throws -> Workflow {
    try course.checkOut(students)
    var setting = Workflow.Setting()
    setting.environment = try course.environment()
    setting.inputs = ["lab": "Perceptron"]
    setting.github = [
      "server_url": "https://git.example.org", "run_id": "\(Int.random(in: 0..<1_000_000_000))", "run_attempt": "1",
    ]
    setting.secrets = ["COURSE_KEY": SmallCourse.key, "FETCH_TOKEN": SmallCourse.fetching]
    if publishes { setting.secrets["PUBLISH_TOKEN"] = SmallCourse.publishing }
    let run = try Workflow(
      workspace: course.workspace, cache: course.cache, temporary: "\(course.folder.path)/temporary", setting)
    try run.run(".github/workflows/grade.yml")
    return run
  }

  private static let files = ["index.html", "junit.xml", "report.md"]

  @Test func gitHubGradesAndGivesBack() throws {
    try course.hand(in: try SmallLab.master(), by: "ada")
    try course.hand(in: "let nothing = ", by: "bob")
    // Eve's repository is not there: that makes the run red, and keeps nothing from the others.
    let red = try grade(["ada", "bob", "eve"])
    #expect(red.failed && red.steps.last?.name == "What is left to do")
    #expect(red.steps.dropLast().allSatisfy { $0.outcome != "failure" }, "\(red.steps)")
    for student in ["ada", "bob"] { #expect(try course.published(student) == Self.files) }
    let report = try course.git(["--git-dir", course.repository("ada"), "show", "gradus:report.md"])
    #expect(report.hasPrefix("# Perceptron: 10.00 of 10.00 points"))
    #expect(red.summary.hasPrefix("# Perceptron: 2 submissions") && red.summary.contains("does not compile"))
    #expect(red.artifacts == ["graded/grades.csv", "graded/junit.xml", "graded/site"])
    try keepsSecretsApart(try course.calls())
    for place in [course.workspace, "\(course.folder.path)/temporary", "\(course.folder.path)/server"] {
      #expect(try course.holding(SmallCourse.key, below: place) == [])
    }

    // The same again: nothing is built, graded or pushed anew.
    let before = try course.git(["--git-dir", course.repository("ada"), "rev-parse", "gradus"])
    let green = try grade(["ada", "bob"])
    #expect(!green.failed, "\(green.steps)")
    #expect(green.steps.contains { $0.name == "Grade" && $0.said.components(separatedBy: "(unchanged)").count == 3 })
    #expect(try course.git(["--git-dir", course.repository("ada"), "rev-parse", "gradus"]) == before)
    // Without a token for it nothing is published.
    #expect(try grade(["bob"], publishes: false).steps.contains { $0.name == "Publish" && $0.outcome == "skipped" })
  }

  /// The key is the grader's alone, and each token that of one step.
  private func keepsSecretsApart(_ calls: [(call: String, environment: String)]) throws {
    let encoded = { (token: String) in Data("oauth2:\(token)".utf8).base64EncodedString() }
    let secrets = [
      SmallCourse.key, SmallCourse.fetching, SmallCourse.publishing, encoded(SmallCourse.fetching),
      encoded(SmallCourse.publishing),
    ]
    #expect(calls.contains { $0.call.hasPrefix("called grade Perceptron --class submissions") })
    for (call, environment) in calls {
      let held = secrets.filter { environment.contains($0) || call.contains($0) }
      #expect(held == (call.hasPrefix("called collect") ? [encoded(SmallCourse.fetching)] : []), "\(call)")
    }
    let fetch = try #require(calls.first { $0.call.hasPrefix("called collect") })
    #expect(fetch.environment.contains("GIT_CONFIG_KEY_0=http.https://git.example.org/.extraheader\n"))
  }

  @Test func gitLabGradesAndGivesBack() throws {
    try course.hand(in: "let nothing = ", by: "bob")
    try course.checkOut(["bob", "eve"])
    let key = try course.folder.write(SmallCourse.key + "\n", to: "secrets/key")
    let variables = try course.environment().merging([
      "CI_SERVER_URL": "https://git.example.org", "COURSE_KEY": key, "FETCH_TOKEN": SmallCourse.fetching,
      "PUBLISH_TOKEN": SmallCourse.publishing, "CI_JOB_TOKEN": "job-5ecret",
    ]) { $1 }
    // Nobody else's push starts it, and it wants a protected branch.
    let pushed = variables.merging(["CI_PIPELINE_SOURCE": "push"]) { $1 }
    #expect(try Pipeline(workspace: course.workspace, cache: course.cache, pushed).jobs() == ["audit"])
    let asked = variables.merging(["LAB": "Perceptron", "CI_PIPELINE_SOURCE": "web"]) { $1 }
    #expect(try Pipeline(workspace: course.workspace, cache: course.cache, asked).jobs() == [])
    let pipeline = Pipeline(
      workspace: course.workspace, cache: course.cache, asked.merging(["CI_COMMIT_REF_PROTECTED": "true"]) { $1 })
    #expect(try pipeline.jobs() == ["grade"])
    try pipeline.run("grade")
    #expect(pipeline.failed && pipeline.said.contains("1 published"), "\(pipeline.said)")
    #expect(try course.published("bob") == Self.files)
    #expect(pipeline.junit == "graded/junit.xml")
    #expect(pipeline.artifacts == ["graded.md", "graded/grades.csv", "graded/site"])
    #expect(course.cache.keys.count == 1)
    // All variables are the job's; the grader has the key's file, and no token.
    let graded = try #require(try course.calls().first { $0.call.hasPrefix("called grade") })
    for secret in [SmallCourse.fetching, SmallCourse.publishing, "job-5ecret"] {
      #expect(!graded.environment.contains(secret))
    }
  }

  /// What is published comes from a short list of names, and from no path that a list can tell.
  @Test(arguments: ["../ada", "-ada", "a b", ".ada", ""]) func publishesUnderPlainNamesOnly(_ id: String) throws {
    try course.checkOut([])
    for name in ["students/ada/junit.xml", "students/ada/report.md", "site/students/ada/index.html"] {
      try course.folder.write("x", to: "work/graded/\(name)")
    }
    let list = try course.folder.write("id,address\n\(id),\(course.folder.path)/nowhere\n", to: "list.csv")
    let script = "\(course.workspace)/ci/publish.sh"
    let outcome = try CommandLineTool(program: "/bin/bash").run([script, list, "\(course.workspace)/graded"])
    #expect(outcome.code == 1 && outcome.error.contains("not published"), "\(outcome)")
    #expect(outcome.output == "0 published\n")
  }

  @Test func provesItsLabs() throws {
    try course.checkOut([])
    // Here the program is only asked.
    try course.folder.write("#!/bin/bash\necho \"called $*\" >> \"\(course.folder.path)/calls\"\n", to: "tools/course")
    var setting = Workflow.Setting()
    setting.environment = try course.environment()
    let run = try Workflow(
      workspace: course.workspace, cache: course.cache, temporary: "\(course.folder.path)/temporary", setting)
    try run.run(".github/workflows/course.yml")
    #expect(!run.failed)
    let wanted = ["called doctor", "called course check", "called audit Warmup"]
    #expect(try course.calls().map(\.call).filter { $0.hasPrefix("called") } == wanted)
    #expect(course.cache.keys.count == 1)
    let pipeline = Pipeline(workspace: course.workspace, cache: course.cache, try course.environment())
    try pipeline.run("audit")
    #expect(!pipeline.failed)
    #expect(try course.calls().map(\.call).filter { $0.hasPrefix("called") } == wanted)
  }
}
