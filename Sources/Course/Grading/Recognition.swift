import Checks

/// How a lab's diagnosis fares on the lab's own mutants: whether each is told as the mistake that it is.
package struct Recognition: Sendable {
  /// The mutants with a wrong number to be recognized by.
  package private(set) var count = 0
  /// Those told by their own sentence, on one check at least.
  package private(set) var own = 0
  /// Those told by another's sentence alone, whose numbers are the same wherever it is told: `name = the other's mistake`.
  package private(set) var twins: [String] = []
  /// Those with a failed check of numbers, of those named for them, that nothing is told of.
  package private(set) var unexplained: [String] = []

  init() {}

  init(of results: [(mutant: Mutant, result: Grader.Result)], plan: Plan, reference: Transcript) {
    let suspects = results.map { mutant, result in
      Suspect(mistake: mutant.mistake, fails: mutant.fails + mutant.sometimes, transcript: result.transcript)
    }
    let diagnosable = Set(plan.checks.filter(\.judge.isDiagnosable).map(\.id))
    for (mutant, result) in results {
      let verdicts = Diagnosis.adding(
        to: result.scorecard.verdicts, of: plan, result.transcript, reference: reference,
        suspects: { _, passed in
          zip(results, suspects).filter { $0.0.mutant.isPossible(passed: passed) }.map(\.1)
        }
      ).filter { $0.kind == .failed && diagnosable.contains($0.check) }
      guard !verdicts.isEmpty else { continue }
      count += 1
      let told = verdicts.compactMap(\.diagnosis)
      if told.contains(where: { $0.contains(mutant.mistake) }) {
        own += 1
      } else if let other = told.first {
        twins.append("\(mutant.name) = \(other)")
      }
      let silent = verdicts.filter { $0.diagnosis == nil }.map(\.check).filter(
        (mutant.fails + mutant.sometimes).contains)
      if !silent.isEmpty { unexplained.append("\(mutant.name): \(silent.joined(separator: ", "))") }
    }
  }
}
