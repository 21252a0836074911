import Checks
import Foundation
import LabKit
import Testing

@testable import HiddenChecks

/// What holds for every lab, whatever it is about.
@Suite struct LabTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func pointsMakeTen(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    #expect(lab.plan { _ in 1 }.possible == Points(hundredths: 1000))
    let open = lab.publicChecks.reduce(Points.zero) { $0 + $1.points }
    #expect(open >= 3 && open <= 5, "a third to a half is public")
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func prerequisitesComeEarlier(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    var earlier: Set<String> = []
    for check in lab.publicChecks + lab.hiddenChecks {
      for prerequisite in check.prerequisites + check.needs {
        #expect(earlier.contains(prerequisite), "\(check.id) comes before \(prerequisite)")
      }
      #expect(earlier.insert(check.id).inserted, "there are two checks \(check.id)")
      #expect(check.points > .zero)
      #expect(!check.hint.isEmpty && !check.title.isEmpty)
    }
    let open = Set(lab.publicChecks.map(\.id))
    for check in lab.publicChecks {
      #expect(
        open.isSuperset(of: check.prerequisites + check.needs), "students cannot run what \(check.id) comes after")
    }
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func statementListsTheChecks(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let rows = try Self.text("assignments/\(name)/STATEMENT.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
      .map { line in
        line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().prefix(4).map {
          $0.trimmingCharacters(in: .whitespaces).replacing("`", with: "")
        }
      }
    let wanted = (lab.publicChecks.map { ($0, "public") } + lab.hiddenChecks.map { ($0, "hidden") }).map {
      [$0.0.id, $0.0.points.description, $0.1, ($0.0.prerequisites + $0.0.needs).joined(separator: ", ")]
    }
    #expect(rows == wanted)
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func sameSeedSameDraw(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let (first, again, other) = (lab.plan { _ in 5 }, lab.plan { _ in 5 }, lab.plan { _ in 6 })
    #expect(try first.bytes() == again.bytes())
    for (one, two) in zip(first.checks, other.checks) {
      #expect(one.calls != two.calls, "\(one.id) asks the same whatever the seed")
      if case .timing = one.judge { #expect(one.calls.count >= 24) }
    }
    // As bytes: what is no number equals nothing, itself neither.
    #expect(try Plan(bytes: first.bytes()).bytes() == first.bytes())
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func mutantsFitTheMaster(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let master = try Self.text("reference/Solutions/\(name)/\(name).swift")
    let ids = Set((lab.publicChecks + lab.hiddenChecks).map(\.id))
    #expect(lab.mutants.count >= 12)
    #expect(Set(lab.mutants.map(\.name)).count == lab.mutants.count)
    for mutant in lab.mutants {
      #expect(try mutant.source(from: master) != master, "\(mutant.name)")
      #expect(!mutant.fails.isEmpty && ids.isSuperset(of: mutant.fails), "\(mutant.name): \(mutant.fails)")
    }
    for variant in lab.variants { #expect(try variant.source(from: master) != master, "\(variant.name)") }
    let caught = lab.mutants.flatMap { $0.fails + $0.sometimes }
    #expect(ids.subtracting(caught) == [], "no mutant shows that these have teeth")
  }

  /// Several right solutions in other styles stand beside each master.
  @Test(arguments: Catalogue.labs.map(\.name))
  func furtherSolutions(_ name: String) throws {
    let folder = Self.root.appendingPathComponent("reference/Solutions/\(name)").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".swift") } >= 3)
  }
}
