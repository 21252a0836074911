import Checks
import Grading
import HiddenChecks
import Keys
import Sandbox
import Synchronization
import TestSupport
import Testing

/// The proof of a lab holds for the labs that there are, and does not hold where a lab does not do what it says.
@Suite struct AuditTests {
  private func audit(_ lab: Lab, only: [String] = []) throws -> (rows: [Audit.Row], recognition: Recognition) {
    let rows = Mutex<[Audit.Row]>([])
    let recognition = try Audit(lab: lab, toolkit: try Toolkit.locate(), only: only).run(
      [(seed: 0, grader: try SmallLab.grader(lab))], jobs: 2
    ) { new in rows.withLock { $0 += new } }
    return (rows.withLock { $0 }, recognition)
  }

  /// Skeleton, master, and a sample of the rest: of the right solutions and variants every third, of what strangers wrote
  /// every eighth right one, every third nonsense and every 24th mistake; every 40th mutant, each held to the very checks
  /// that are named for it. `gradus audit --all` takes every program.
  @Test(arguments: Catalogue.labs.map(\.name))
  func everyLabHolds(_ name: String) throws {
    var lab = try #require(Catalogue.lab(name))
    lab.mutants = lab.mutants.enumerated().filter { $0.offset % 40 == 4 }.map(\.element)
    let strides: [Substring: Int] = ["right": 8, "nonsense": 3, "wrong": 24]
    let always = Set(["skeleton", "master"] + lab.mutants.map(\.name))
    var names: [String] = []
    var met: [Substring: Int] = [:]
    for name in try Audit(lab: lab, toolkit: try Toolkit.locate()).names {
      let kind: Substring = name.split(separator: "/").dropLast().first ?? ""
      if always.contains(name) || met[kind, default: 0] % (strides[kind] ?? 3) == 0 { names.append(name) }
      if !always.contains(name) { met[kind, default: 0] += 1 }
    }
    let (rows, recognition) = try audit(lab, only: names)
    #expect(rows.count >= 4 + lab.mutants.count)
    for row in rows { #expect(row.problem == "", "\(row.kind) \(row.name)") }
    for row in rows where row.kind == .skeleton { #expect(row.earned == .zero) }
    for row in rows where row.kind == .master || row.kind == .solution { #expect(row.earned == row.possible) }
    #expect(recognition.unexplained == [])
    #expect(2 * (recognition.own + recognition.twins.count) >= recognition.count)
  }

  @Test func whatDoesNotHoldIsTold() throws {
    func mutant(_ name: String, _ changes: [(String, String)], fails: [String]) -> Mutant {
      Mutant(name, "a mistake named \(name)", replacing: changes, fails: fails)
    }
    let half = ("return total / 2", "return total")
    let sign = ("weightedSum(model, sample) >= 0", "weightedSum(model, sample) < 0")
    let lab = Lab(
      name: "Perceptron", title: "", publicChecks: SmallLab.lab.publicChecks, hiddenChecks: [],
      mutants: [
        mutant("caught", [half], fails: ["cost"]),
        mutant("survivor", [("return total / 2", "return 0.5 * total")], fails: ["cost"]),
        mutant("more-than-said", [half, sign], fails: ["cost"]),
        mutant("no-such-check", [half], fails: ["costs"]),
        mutant("not-built", [("return total / 2", "return totals")], fails: ["cost"]),
      ])
    let (rows, _) = try audit(lab)
    let problems = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.problem) })
    #expect(problems["caught"] == "")
    #expect(problems["survivor"] == "it survives cost")
    #expect(problems["more-than-said"]?.hasPrefix("it also fails [\"decision (") == true)
    #expect(problems["no-such-check"]?.contains("unknown ones: [\"costs\"]") == true)
    #expect(problems["not-built"]?.hasPrefix("it was not built") == true)
  }

  /// Two mistakes with the same numbers cannot be told apart: both are told.
  @Test func twinsAreBothTold() throws {
    let lab = Lab(
      name: "Perceptron", title: "", publicChecks: SmallLab.lab.publicChecks, hiddenChecks: [],
      mutants: [
        Mutant("one", "the half forgotten", replacing: [("return total / 2", "return total")], fails: ["cost"]),
        Mutant("two", "twice too much", replacing: [("return total / 2", "return 2 * total / 2")], fails: ["cost"]),
      ])
    let (_, recognition) = try audit(lab)
    #expect(recognition.count == 2)
    #expect(recognition.own == 2)
    #expect(recognition.twins == [])
    #expect(recognition.unexplained == [])
  }
}
