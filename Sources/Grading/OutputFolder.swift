package import Checks
import Foundation
import Glibc
package import Keys

/// The folder of a graded class: one folder for each submission, put in place whole, and the plans they rest on.
///
/// There is no journal beside the results: a submission's folder is its own record, and appears in one rename.
package struct OutputFolder: Sendable {
  package let root: String

  /// Opens or makes the folder; it holds one lab's results only.
  package init(_ path: String, lab: String) throws {
    root = path
    if Files.exists("\(path)/lab") {
      let other = String(decoding: try Files.read("\(path)/lab"), as: UTF8.self)
      guard other == lab else {
        throw GradingFault.file(path, "holds results of \(other); choose another --out for \(lab)")
      }
    } else if let names = try? FileManager.default.contentsOfDirectory(atPath: path), !names.isEmpty {
      throw GradingFault.file(path, "is not empty and holds no results; choose another --out")
    }
    try Files.makeFolder(path)
    if !Files.exists("\(path)/lab") { try Files.write(Array(lab.utf8), to: "\(path)/lab") }
    try Files.makeFolder("\(path)/students")
    try Files.makeFolder("\(path)/plans")
  }

  /// Opens a folder of results.
  package init(existing path: String) throws {
    guard Files.exists("\(path)/lab") else {
      throw GradingFault.file(path, "holds no results; give the folder that was --out of `gradus grade`")
    }
    root = path
  }

  /// The lab whose results these are.
  package func lab() throws -> String { String(decoding: try Files.read("\(root)/lab"), as: UTF8.self) }

  /// Keeps other runs out for as long as the result lives; a killed run's lock is gone with it.
  package func lock() throws -> Lock {
    let file = open("\(root)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw GradingFault.file(root, String(cString: strerror(errno))) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw GradingFault.folderInUse(root)
    }
    removeLeftovers()
    return Lock(file: file)
  }

  package final class Lock: Sendable {
    private let file: Int32
    init(file: Int32) { self.file = file }
    deinit { close(file) }
  }

  /// What a killed run was about to put in place.
  private func removeLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/students")) ?? []
    where name.hasPrefix(".") {
      Files.remove("\(root)/students/\(name)")
    }
  }

  package func folder(of submission: String) -> String { "\(root)/students/\(submission)" }

  /// The folders of the submissions graded so far, in order.
  package func graded() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/students").filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Keeps a plan and the reference's answers to it, once.
  package func keep(_ plan: PreparedPlan, _ reference: Transcript) throws {
    for (ending, bytes) in [("plan", plan.bytes), ("reference", reference.bytes())] {
      let path = "\(root)/plans/\(plan.digest).\(ending)"
      if !Files.exists(path) { try Files.write(bytes, to: path, mode: 0o600) }
    }
  }

  package func plan(_ digest: String) throws -> (plan: Plan, reference: Transcript) {
    (
      try Plan(bytes: try Files.read("\(root)/plans/\(digest).plan")),
      try Transcript(bytes: try Files.read("\(root)/plans/\(digest).reference"))
    )
  }

  /// The course key kept here, made on first use: for graders that name no key file.
  package func key() throws -> CourseKey {
    let path = "\(root)/course.key"
    if !Files.exists(path) { try Files.write(try CourseKey.random().fileContents, to: path, mode: 0o600) }
    return try CourseKey(fileContents: try Files.read(path))
  }

  /// Puts the files of a submission in place, all at once; `report` writes more into the folder that is made.
  package func put(
    _ files: [(name: String, bytes: [UInt8])], for submission: String, report: (String) throws -> Void
  ) throws {
    let partial = "\(root)/students/.\(submission)"
    Files.remove(partial)
    try Files.makeFolder(partial)
    for file in files { try Files.write(file.bytes, to: "\(partial)/\(file.name)") }
    try report(partial)
    try Files.replaceFolder(folder(of: submission), with: partial)
  }

  /// The scorecard of a submission graded before, or nil where there is none that can be read.
  package func scorecard(of submission: String) -> Scorecard? {
    guard let data = FileManager.default.contents(atPath: "\(folder(of: submission))/scorecard.json") else {
      return nil
    }
    return try? JSONDecoder().decode(Scorecard.self, from: data)
  }

  package func transcript(of submission: String) throws -> Transcript {
    try Transcript(bytes: try Files.read("\(folder(of: submission))/transcript"))
  }
}
