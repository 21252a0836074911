import Checks
import Grading
import HiddenChecks
import LabKit
import Labs
import Sandbox
import Testing

/// A lab, and the reference library as a submission to it.
struct OracleCase: Sendable, CustomTestStringConvertible {
  let lab: Lab
  /// The lab's operations carried out by the library.
  let operations: [BoundOperation]
  /// The operations that the library has no counterpart for; they end the program.
  let uncovered: Set<String>
  /// The checks, timed ones aside, that ask for nothing else, and so are not carried out.
  let omitted: [String]

  init(_ lab: Lab, _ operations: [BoundOperation], uncovered: Set<String> = [], omitted: [String] = []) {
    (self.lab, self.operations, self.uncovered, self.omitted) = (lab, operations, uncovered, omitted)
  }

  var testDescription: String { lab.name }

  /// Whether the library has an answer to some call; a race has two sides, each in a process of its own, so none is run.
  func covers(_ check: PlannedCheck) -> Bool {
    if case .timing = check.judge { return false }
    return check.calls.contains(where: covers)
  }

  /// Whether the library has an answer. Questions without samples or steps are the labs' own conventions: the library
  /// refuses or settles them otherwise.
  func covers(_ call: Call) -> Bool {
    !uncovered.contains(call.operation) && !call.arguments.contains(where: \.holdsNothing)
  }

  static let all = [
    OracleCase(.perceptron, PerceptronLab.operations(of: PerceptronOracle.self)),
    OracleCase(
      .mlp, MLPLab.operations(of: MLPOracle.self), uncovered: ["initialNetwork", "learn"],
      omitted: ["initialNetwork"]),
    OracleCase(
      .regression, RegressionLab.operations(of: RegressionOracle.self), uncovered: ["folds", "select"],
      omitted: ["folds", "folds.edges", "selection"]),
    OracleCase(.logistic, LogisticLab.operations(of: LogisticOracle.self)),
    OracleCase(.optimizers, OptimizersLab.operations(of: OptimizersOracle.self)),
    OracleCase(.autodiff, AutodiffLab.operations(of: AutodiffOracle.self)),
    OracleCase(.regularization, RegularizationLab.operations(of: RegularizationOracle.self)),
    OracleCase(
      .cnn, CNNLab.operations(of: CNNOracle.self), uncovered: ["initialNetwork", "learn"],
      omitted: ["network.initial"]),
    OracleCase(
      .rnn, RNNLab.operations(of: RNNOracle.self), uncovered: ["initialClassifier", "learn"],
      omitted: ["initial"]),
    OracleCase(
      .attention, AttentionLab.operations(of: AttentionOracle.self),
      uncovered: ["initialModel", "learn", "scoresAfterTraining"],
      omitted: ["initial", "scores.trained"]),
    OracleCase(
      .embeddings, EmbeddingsLab.operations(of: EmbeddingsOracle.self),
      uncovered: [
        "pairs", "counts", "subsample", "noise", "choose", "negatives", "initialVectors", "wrongNegatives",
        "negativeDeviations", "outside", "shared", "likeness", "analogies", "trainedRows",
      ],
      omitted: [
        "pairs", "counts", "subsample", "noise", "choose", "negatives", "initial", "pairs.edges", "counts.edges",
        "subsample.edges", "noise.edges", "choose.edges", "negatives.chance", "negatives.seed",
        "initial.spread",
      ]),
  ]
}

/// The covered checks of a lab, drawn from one seed, and what the master answers to them in its sandbox.
struct Exam {
  let checks: [PlannedCheck]
  private let oracle: OracleCase
  private let master: Transcript

  init(_ oracle: OracleCase, seed: UInt64) throws {
    self.oracle = oracle
    let plan = oracle.lab.plan { _ in seed }
    // Each stands by itself here, whatever comes before it in the lab.
    let covered = Plan(
      lab: plan.lab,
      checks: plan.checks.filter(oracle.covers).map {
        var check = $0
        (check.prerequisites, check.needs, check.own) = ([], [], nil)
        return check
      })
    checks = covered.checks
    master = try Grader(
      lab: oracle.lab, plan: covered, keyFingerprint: "", toolkit: try Toolkit.locate(), cache: try Cache.standard(),
      confinement: try Confinement.available()
    ).reference.transcript
  }

  /// Carries a check out in this process and judges it by the plan's own judge, whatever became of its prerequisites.
  /// Calls that the library has no answer to have the master's.
  func verdict(_ check: PlannedCheck, by operations: [BoundOperation]) throws -> Verdict {
    let own = try #require(master.evidence[check.id]).answers
    var answers = try zip(check.calls, own).map { call, answer in
      guard oracle.covers(call) else { return answer }
      return try #require(operations.first { $0.name == call.operation }, "\(call.operation)").body(call.arguments)
    }
    if check.judge.isAskedTwice { answers += answers }
    let transcript = Transcript(evidence: [check.id: Evidence(answers: answers)])
    return try check.verdict(transcript, reference: master, Groundwork())
  }
}

extension Value {
  /// Whether an empty tensor or list of numbers is in it.
  fileprivate var holdsNothing: Bool {
    switch self {
    case .tensor(let tensor): tensor.count == 0
    case .integers(let numbers): numbers.isEmpty
    case .list(let items): items.isEmpty || items.contains(where: \.holdsNothing)
    case .record(let fields): fields.contains { $0.value.holdsNothing }
    case .integer, .real, .flag, .text: false
    }
  }
}
