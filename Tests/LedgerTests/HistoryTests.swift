import Checks
import Foundation
import Ledger
import Testing

/// A history grows by lines and loses none.
@Suite struct HistoryTests {
  private func grading(_ earned: Points, _ reasons: [PastGrading.Reason]) -> PastGrading {
    var card = Scorecard(
      lab: "Perceptron", submission: "Ada", folder: "ada", build: .init(.built), verdicts: [],
      provenance: .init(contentKey: "c", compiler: "6", sandbox: "none", keyFingerprint: "f", plan: "p"), gradedAt: 7)
    card.earned = earned
    return PastGrading(card, because: reasons, inputs: "i")
  }

  @Test func everyLineIsReadBack() throws {
    var history = History()
    try history.append(grading(7.5, [.first]))
    let first = history.bytes
    try history.append(grading(8.25, [.submissionChanged, .checksChanged]))
    #expect(history.bytes.starts(with: first))
    let read = History(bytes: history.bytes)
    #expect(read == history)
    #expect(read.gradings.map(\.earned) == [7.5, 8.25])
    #expect(read.gradings[1].reasons == [.submissionChanged, .checksChanged])
  }

  @Test func aSpoiltLineStaysAndIsNone() throws {
    var history = History()
    try history.append(grading(7.5, [.first]))
    history = History(bytes: history.bytes + Array("{ not one".utf8))
    try history.append(grading(8, [.sealBroken]))
    #expect(String(decoding: history.bytes, as: UTF8.self).contains("\n{ not one\n{"))
    #expect(History(bytes: history.bytes).gradings.map(\.earned) == [7.5, 8])
  }
}
