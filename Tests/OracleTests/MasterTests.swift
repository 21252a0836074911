import Checks
import LabKit
import Testing

/// Every lab's master solution against the reference library: two implementations that share no line.
@Suite struct MasterTests {
  @Test(arguments: OracleCase.all)
  func agreesWithTheLibrary(_ oracle: OracleCase) throws {
    for seed: UInt64 in [1, 2] {
      let exam = try Exam(oracle, seed: seed)
      for check in exam.checks {
        let verdict = try exam.verdict(check, by: oracle.operations)
        #expect(verdict.kind == .passed, "\(check.id), seed \(seed): \(verdict.summary) \(verdict.details)")
      }
    }
  }

  /// What is not compared is listed, so that it cannot grow unseen.
  @Test(arguments: OracleCase.all)
  func comparesAllButWhatIsListed(_ oracle: OracleCase) {
    #expect(oracle.uncovered.isSubset(of: oracle.operations.map(\.name)))
    let left = oracle.lab.plan { _ in 1 }.checks.filter { !oracle.covers($0) && $0.judge.kind != "timing" }
    #expect(left.map(\.id) == oracle.omitted)
  }

  /// Each function in turn answers with another sign and one too few: a check that asks for it must fail.
  @Test(arguments: OracleCase.all)
  func noticesAMistakeInAnyFunction(_ oracle: OracleCase) throws {
    let exam = try Exam(oracle, seed: 1)
    for name in Set(exam.checks.flatMap(\.calls).map(\.operation)) {
      let operations = oracle.operations.map { $0.name == name ? $0.mistaken : $0 }
      // What is asked for properties only may have another sign as well.
      let asking = exam.checks.filter {
        $0.judge.kind == "value" && $0.calls.contains { $0.operation == name && oracle.covers($0) }
      }
      guard !asking.isEmpty else { continue }
      let isNoticed = try asking.contains { try exam.verdict($0, by: operations).kind == .failed }
      #expect(isNoticed, "\(name)")
    }
  }
}

extension BoundOperation {
  /// The same with a wrong answer.
  fileprivate var mistaken: BoundOperation {
    BoundOperation(name: name) { arguments throws(ValueError) in try body(arguments).mistaken }
  }
}

extension Value {
  /// −x − 1 for every number x, which differs from x as far as that lies from −½.
  fileprivate var mistaken: Value {
    switch self {
    case .integer(let number): .integer(-number - 1)
    case .real(let number): .real(-number - 1)
    case .integers(let numbers): .integers(numbers.map { -$0 - 1 })
    case .tensor(let tensor): .tensor(-tensor - 1)
    case .list(let items): .list(items.map(\.mistaken))
    case .record(let fields): .record(fields.map { Field($0.name, $0.value.mistaken) })
    case .flag, .text: self
    }
  }
}
