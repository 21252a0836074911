package import Checks
import Foundation
import Glibc
import Keys
import Storage

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
        throw FileFault(path, "holds results of \(other); choose another --out for \(lab)")
      }
    } else if let names = try? FileManager.default.contentsOfDirectory(atPath: path),
      // A run that was killed at its very beginning leaves the file half made that would say whose results these are.
      names.contains(where: { !($0.hasPrefix("lab.") && $0.hasSuffix(".part")) })
    {
      throw FileFault(path, "is not empty and holds no results; choose another --out")
    }
    try Files.makeFolder(path)
    if !Files.exists("\(path)/lab") { try Files.write(Array(lab.utf8), to: "\(path)/lab") }
    for folder in ["students", "plans", "unfinished"] { try Files.makeFolder("\(path)/\(folder)") }
  }

  /// Opens a folder of results.
  package init(existing path: String) throws {
    guard Files.exists("\(path)/lab") else {
      throw FileFault(path, "holds no results; give the folder that was --out of `gradus grade`")
    }
    root = path
  }

  /// The lab whose results these are.
  package func lab() throws -> String { String(decoding: try Files.read("\(root)/lab"), as: UTF8.self) }

  /// What a killed run was about to put in place, or had taken out of it.
  func removeLeftovers() {
    Files.remove("\(root)/\(Staging.name)")
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/students")) ?? []
    where name.hasPrefix(".") {
      let place = "\(root)/students/\(name.dropFirst(Files.aside.count))"
      // What was being replaced and is not.
      if name.hasPrefix(Files.aside), !Files.exists(place), rename("\(root)/students/\(name)", place) == 0 { continue }
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
    let path = "\(root)/plans/\(digest)"
    let bytes = try Files.read("\(path).plan")
    guard Digest(of: bytes).description == digest else {
      throw FileFault("\(path).plan", "is not as it was written; `gradus grade` writes it anew")
    }
    return (try Plan(bytes: bytes), try Transcript(bytes: try Files.read("\(path).reference")))
  }

  package func transcript(of submission: String) throws -> Transcript {
    try Transcript(bytes: try Files.read("\(folder(of: submission))/transcript"))
  }
}
