package import Checks
package import CourseRules
import Foundation
package import Grading
import Storage

/// What students get: a Swift package of their own, with the skeleton, the statement and the public checks.
package struct Handout: Sendable {
  let lab: Lab
  let toolkit: Toolkit
  let plan: PreparedPlan
  let reference: Transcript
  let rules: LabRules?

  /// `plan` holds the public checks, drawn with the key that everyone knows, and `reference` the master's answers.
  package init(lab: Lab, toolkit: Toolkit, plan: PreparedPlan, reference: Transcript, rules: LabRules? = nil) {
    self.lab = lab
    self.toolkit = toolkit
    self.plan = plan
    self.reference = reference
    self.rules = rules
  }

  /// Writes the package to a folder that does not exist yet, whole or not at all.
  package func write(to folder: String) throws {
    guard !Files.exists(folder) else { throw FileFault(folder, "exists already; choose another --out") }
    let partial = "\(folder).part"
    Files.remove(partial)
    defer { Files.remove(partial) }
    for (path, bytes) in try files() {
      let target = "\(partial)/\(path)"
      try Files.makeFolder((target as NSString).deletingLastPathComponent)
      try Files.write(bytes, to: target)
    }
    guard rename(partial, folder) == 0 else { throw FileFault(folder, String(cString: strerror(errno))) }
  }

  /// Every file of the package by its path.
  package func files() throws -> [(path: String, bytes: [UInt8])] {
    let contract = try toolkit.contract(of: lab.name)
    let texts = contract.map { String(decoding: $0.data, as: UTF8.self) }
    let skeleton = try SkeletonFile.text(of: lab, master: try toolkit.master(of: lab.name), contract: texts)
    let hidesFunctions = texts.contains { $0.contains(/\bcase [^:\n]*\btanh\b/) }
    let statement = try toolkit.statement(of: lab.name)
    let card = HandoutFolder.Card(lab)
    var files: [(String, [UInt8])] = [
      (lab.file, Array(skeleton.utf8)),
      ("STATEMENT.md", Array(StatementFile.text(statement, of: lab, under: rules).utf8)),
      ("README.md", Array(Template.readme(lab, hidesFunctions: hidesFunctions).utf8)),
      ("Package.swift", Array(Template.manifest(lab).utf8)),
      (".gitignore", Array(".build/\n".utf8)),
      ("Gradus/check/main.swift", Array(Template.main(lab).utf8)),
      ("Gradus/check/public.plan", plan.bytes),
      ("Gradus/check/public.reference", reference.bytes()),
      ("Gradus/check/points", Array("\(card.publicPoints.short)\n".utf8)),
      (HandoutFolder.Card.path, try card.bytes()),
    ]
    files += try Recipes.handout.files(of: toolkit)
    for module in ["LabKit", "Worker", "Checks", "Checks/Judges", "Checks/Own", "SelfCheck"] {
      files += try toolkit.module(module).map { ("Gradus/\(module)/\($0.name)", $0.data) }
    }
    files += contract.map { ("Gradus/\(lab.name)/\($0.name)", $0.data) }
    return files
  }
}
