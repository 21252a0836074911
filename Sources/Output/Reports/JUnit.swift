import Ledger

/// The dialects of JUnit XML.
package enum JUnitProfile: String, Sendable, CaseIterable {
  /// What every consumer takes: Jenkins' schema, which allows no properties, file or line on a test case, and the
  /// reading of Surefire's, which wants a time on every case and a type on every problem.
  case strict
  /// Also the file and line of a compiler's error, and for each case the points earned and possible.
  case rich
}

/// The longest texts, in UTF-16 units: that is how consumers on the Java and JavaScript machines count.
enum JUnitLimit {
  static let name = 120
  static let message = 300
  /// Jenkins shows this much of a case that passed.
  static let output = 1_000
  static let failure = 10_000
  /// GitHub takes 65,535 for a whole check.
  static let build = 20_000
}

/// A `testcase`: one check, or the building.
struct JUnitCase {
  struct Problem {
    /// What happened, in a word that machines read.
    var type: String
    /// What happened, on one line.
    var message: String
    var text: String
  }

  enum Outcome {
    case passed
    /// Wrong, over its budget, or not written yet.
    case failure(Problem)
    /// There was no answer to judge.
    case error(Problem)
    case skipped(message: String)
  }

  var name: String
  var milliseconds: Int
  var outcome: Outcome
  var output = ""
  var location: CodeLine?
  var properties: KeyValuePairs<String, String> = [:]
}

/// A `testsuite`: one submission. Its counts are those of its cases, never carried along beside them.
struct JUnitSuite {
  var className: String
  var timestamp: String
  var cases: [JUnitCase]
  var properties: KeyValuePairs<String, String>
  /// How it stands in its class, where that is told.
  var standing: Standing?

  var failures: Int { cases.count { if case .failure = $0.outcome { true } else { false } } }
  var errors: Int { cases.count { if case .error = $0.outcome { true } else { false } } }
  var skipped: Int { cases.count { if case .skipped = $0.outcome { true } else { false } } }
  var milliseconds: Int { cases.reduce(0) { $0 + $1.milliseconds } }
}
