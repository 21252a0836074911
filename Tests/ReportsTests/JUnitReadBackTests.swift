import Checks
import Foundation
import Reports
import Testing

@Suite("JUnit XML as junitparser reads it") struct JUnitReadBackTests {
  struct Suite: Decodable {
    struct Stated: Decodable {
      var tests, failures, errors, skipped: Int
      var time: Double
      var timestamp: String
    }
    struct Counts: Decodable, Equatable { var tests, failures, errors, skipped: Int }
    struct Case: Decodable {
      struct Result: Decodable, Equatable { var kind, message: String, type, text: String? }
      var classname, name: String
      var time: Double
      var output: String?
      var results: [Result]
    }
    var name: String
    var stated: Stated
    var recounted: Counts
    var properties: [String: String]
    var cases: [Case]
  }

  static let missing: Comment = """
    junitparser is missing, so the independent reading was NOT tested: `python3 -m pip install junitparser` into a \
    virtual environment, then set GRADUS_PYTHON to its python
    """

  @Test(
    "every kind arrives as meant", .enabled(if: Python.hasJUnitParser, missing), arguments: JUnitProfile.allCases)
  func kinds(profile: JUnitProfile) throws {
    let scratch = try Scratch()
    let path = try scratch.junit([Fixture.scorecard()], profile)
    let suites = try Python.read(path, with: "read_junit.py", as: [Suite].self)
    let suite = try #require(suites.first)
    #expect(suites.count == 1)
    #expect(suite.name == "Perceptron.Ada Lovelace")
    // 29 February 2000 at midnight is 951,782,400 seconds after 1970.
    #expect(suite.stated.timestamp == "2000-02-29T00:00:00" + (profile == .rich ? "Z" : ""))
    // build 2.5, decision 0.5, speed 1.0004, update 0.25, fit 10, predict 0, adaline 0.25
    #expect(suite.stated.time == 14.5)
    #expect(suite.recounted == .init(tests: 7, failures: 2, errors: 1, skipped: 1))
    #expect(suite.stated.tests == 7 && suite.stated.failures == 2)
    #expect(suite.stated.errors == 1 && suite.stated.skipped == 1)
    #expect(suite.properties["earned"] == "2.50" && suite.properties["possible"] == "7.00")
    #expect(suite.properties["sandbox"] == "bubblewrap")
    #expect(suite.cases.allSatisfy { $0.classname == "Perceptron.Ada Lovelace" })
    #expect(
      suite.cases.map(\.name) == [
        "build", "decision: Decision", "speed: Speed", "update: Update rule", "fit: Training", "predict: Prediction",
        "adaline: Adaline",
      ])
    #expect(suite.cases.map(\.time) == [2.5, 0.5, 1, 0.25, 10, 0, 0.25])
    let kinds = [[], [], [], ["failure"], ["error"], ["skipped"], ["failure"]]
    #expect(suite.cases.map { $0.results.map(\.kind) } == kinds)
    #expect(suite.cases.map { $0.results.first?.type } == [nil, nil, nil, "failed", "cpuTime", nil, "notAttempted"])
    #expect(suite.cases[2].output?.contains("not held against") == true)
    #expect(suite.cases[1].output?.contains("not held against") == false)
    let failure = try #require(suite.cases[3].results.first)
    #expect(failure.message == "what happened")
    #expect(failure.text?.contains("worst tensor: w") == true)
    #expect(failure.text?.contains("look at the sign") == true)
    #expect(failure.text?.contains("0.50 of 2.00") == true)
  }

  @Test(
    "a submission that was not built lists every check, and the build's error",
    .enabled(if: Python.hasJUnitParser, missing),
    arguments: ["compileError", "rejected", "timedOut", "outOfMemory"])
  func notBuilt(outcome: String) throws {
    let scratch = try Scratch()
    let message = "MLP.swift:12:5: error: use of 'x' <T> & \"y\"\n    let x\n    ^"
    let build = Scorecard.Build(try #require(.init(rawValue: outcome)), message: message)
    let verdicts = ["one", "two"].map { Fixture.verdict($0, .skipped, title: "", summary: "it was not built") }
    let path = try scratch.junit([Fixture.scorecard(build: build, verdicts: verdicts)])
    let suite = try #require(try Python.read(path, with: "read_junit.py", as: [Suite].self).first)
    #expect(suite.cases.map(\.name) == ["build", "one", "two"])
    let error = try #require(suite.cases.first?.results.first)
    #expect(error.kind == "error")
    #expect(error.type == outcome)
    #expect(error.message.hasSuffix("MLP.swift:12:5: error: use of 'x' <T> & \"y\""))
    #expect(error.text == message)
    #expect(suite.recounted == .init(tests: 3, failures: 0, errors: 1, skipped: 2))
  }

  @Test("names that look the same stay apart, and text survives", .enabled(if: Python.hasJUnitParser, missing))
  func names() throws {
    let scratch = try Scratch()
    let names = ["Ada", "A\u{0}da", "Ada\n", "Ada (2)", "e\u{301}", "é", "a.b", "a_b", "", "👩‍👩‍👧‍👦", "]]>"]
    let verdicts = ["x", "x", "x\u{7}"].map { Fixture.verdict($0, .passed, title: "]]> 👩‍👩‍👧‍👦 <&>") }
    let path = try scratch.junit(names.map { Fixture.scorecard($0, lab: "L", verdicts: verdicts) })
    let suites = try Python.read(path, with: "read_junit.py", as: [Suite].self)
    #expect(suites.count == names.count)
    let pairs = suites.flatMap { $0.cases.map { "\($0.classname)\n\($0.name)" } }
    #expect(Set(pairs).count == names.count * 4)
    #expect(suites.map(\.name).contains("L.👩‍👩‍👧‍👦"))
    #expect(suites.map(\.name).contains("L.]]>"))
    #expect(suites[0].cases[1].name == "x: ]]> 👩‍👩‍👧‍👦 <&>")
    #expect(suites[0].cases[2].name == "x: ]]> 👩‍👩‍👧‍👦 <&> (2)")
    #expect(suites.allSatisfy { $0.name.filter { $0 == "." }.count == 1 })
  }
}
