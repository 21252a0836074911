import Checks
import Foundation
import Grading
import HiddenChecks
import Intake
import Keys
import Sandbox
import Testing

/// The sample classes come out as their README says, whatever the course key.
@Suite struct SampleClassTests {
  @Test(arguments: ["MLP", "Perceptron"])
  func comesOutAsDescribed(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let toolkit = try Toolkit.locate()
    let key = try CourseKey.random()
    let grader = try Grader(
      lab: lab, plan: lab.plan { key.seed(lab: name, check: $0, scope: "class") }, keyFingerprint: key.fingerprint,
      toolkit: toolkit, cache: try Cache.standard(), confinement: try Confinement.available())
    let folder = "\(toolkit.root)/samples/\(name)"
    var cards: [String: Scorecard] = [:]
    for student in try Submission.names(inClass: folder) {
      let card = try grader.grade(try Submission(student, inClass: folder, file: lab.file)).scorecard
      cards[card.submission.precomposedStringWithCanonicalMapping] = card
      #expect(card.verdicts.count == lab.publicChecks.count + lab.hiddenChecks.count)
    }
    #expect(cards.count == 9)
    for right in ["Ada Brandt", "Chloé Marchand"] { #expect(cards[right]?.earned == 10, "\(right)") }
    for wrong in ["Tomas Lind", "Noor Haddad"] {
      let card = try #require(cards[wrong])
      #expect(card.earned > .zero && card.earned < 10, "\(wrong)")
      #expect(card.verdicts.contains { $0.kind == .failed }, "\(wrong)")
    }
    #expect(cards["Ivo Petrov"]?.build.outcome == .compileError)
    #expect(cards["Ivo Petrov"]?.build.message.contains("\(name).swift:") == true)
    #expect(cards["Mei Tanaka"]?.verdicts.contains { $0.reason == .crashed } == true)
    #expect(cards["Sam Okafor"]?.verdicts.contains { $0.reason == .cpuTime } == true)
    #expect(cards["Lea Vogel"]?.earned == .zero)
    #expect(cards["Rui Prates"]?.earned == .zero)
    #expect(cards["Rui Prates"]?.verdicts.allSatisfy { $0.kind == .notAttempted || $0.kind == .skipped } == true)
  }
}
