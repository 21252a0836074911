import Checks
import CommandSupport
import CourseRules
import Foundation
import Grading
import Handout
import Keys
import Ledger
import Pages
import Storage

/// A folder of results that is read, and nothing else.
struct Results {
  let output: OutputFolder
  /// Under the course's rules that these results were made by.
  let lab: Lab
  private let rules: LabRules?
  let key: CourseKey

  /// `keys` are those that were given; each folder is read with its own.
  init(_ path: String, keys: [CourseKey]) throws {
    output = try OutputFolder(existing: path)
    let name = try output.lab()
    guard let lab = Shelf.lab(name) else {
      throw PageError(
        "\(path) holds results of a lab that is not known here. Use the gradus of the course that graded it.")
    }
    rules = try output.rules()
    self.lab = lab.under(rules)
    let known = output.keyFingerprint()
    key = try output.existingKey(given: keys.first { $0.fingerprint == known })
  }

  /// All that there is to tell of the class.
  func graded() throws -> GradedClass {
    let roster = output.roster()
    let entries = try output.entries().compactMap { name -> GradedClass.Entry? in
      switch output.entry(name, of: lab, by: key, roster) {
      case .graded(let card, let history, let standing): .graded(card, history, standing)
      case .ungraded(let ungraded): .ungraded(ungraded)
      case nil: nil
      }
    }
    let statement = (try? Toolkit.locate()).flatMap { try? $0.statement(of: lab.name) }
    let audit = try? Files.read("\(output.root)/audit.txt")
    return GradedClass(
      lab: lab.name, title: lab.title, entries: entries,
      statement: statement.map { StatementFile.text($0, of: lab, under: rules) },
      audit: audit.map { String(decoding: $0, as: UTF8.self) })
  }
}

extension GradedClass {
  /// A line for each submission whose results cannot be believed or read: the pages of the others are made.
  var complaints: [String] {
    entries.compactMap { entry in
      guard case .ungraded(let ungraded) = entry, ungraded.standing.status == .sealBroken else { return nil }
      let name = ungraded.folder.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }
      return
        "no mark: \(String(String.UnicodeScalarView(name))): \(ungraded.standing.remark); `gradus grade` grades it again"
    }
  }
}
