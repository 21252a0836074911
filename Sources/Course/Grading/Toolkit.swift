import CourseRules
import Foundation
import Storage

/// Where the toolkit's own files are: the kit's sources, statements and masters.
package struct Toolkit: Sendable {
  package let root: String

  /// The course whose program this is, where it is not the toolkit's own.
  let course: CourseFolder?

  /// What of the toolkit a program needs.
  package enum Part: Sendable {
    /// Labs with their masters.
    case whole
    /// What runs submissions to labs whose handouts are at hand.
    case runner

    fileprivate var files: [String] {
      switch self {
      case .whole: ["assignments", "Sources/Student/LabKit", "reference/Solutions"]
      case .runner: [Cell.launcherSource]
      }
    }
  }

  /// The folder that `GRADUS_HOME` names, or the one above the program that holds the toolkit, or where it was built.
  package static func locate(_ part: Part = .whole) throws -> Toolkit {
    var candidates: [String] = []
    if let home = ProcessInfo.processInfo.environment["GRADUS_HOME"] { candidates.append(home) }
    var folder = URL(
      fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/")
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      candidates.append(folder.path)
    }
    var built = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { built.deleteLastPathComponent() }
    candidates.append(built.path)
    for candidate in candidates {
      if part.files.allSatisfy({ Files.exists("\(candidate)/\($0)") }) {
        let toolkit = Toolkit(root: candidate)
        try toolkit.holdToVersion()
        return toolkit
      }
    }
    throw GradingFault.noToolkit
  }

  package init(root: String) {
    self.root = root
    course = CourseFolder.current
  }

  /// The folder in which a lab's `assignments`, `reference` and `grading` are.
  package func home(of lab: String) -> String {
    course.flatMap { $0.labs.contains(lab) ? $0.root : nil } ?? root
  }

  /// Judges are compiled into this program, and kits are made of the files: both must be of one version.
  private func holdToVersion() throws {
    let file = "\(root)/Sources/Course/CourseRules/ToolkitVersion.swift"
    guard let text = try? Files.read(file) else { return }
    guard String(decoding: text, as: UTF8.self).contains("\"\(ToolkitVersion.current)\"") else {
      throw GradingFault.otherToolkit(root: root)
    }
  }

  /// The Swift files of a folder of the toolkit, in the order of their names.
  package func sources(in folder: String) throws -> [(name: String, data: [UInt8])] {
    try Self.sources(of: "\(root)/\(folder)")
  }

  /// The Swift files of one of a lab's folders.
  package func sources(in folder: String, of lab: String) throws -> [(name: String, data: [UInt8])] {
    try Self.sources(of: "\(home(of: lab))/\(folder)")
  }

  static func sources(of folder: String) throws -> [(name: String, data: [UInt8])] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { ($0, try Files.read("\(folder)/\($0)")) }
  }

  /// The sources of a module that ships to students, or of a part of it (`Checks/Judges`).
  package func module(_ name: String) throws -> [(name: String, data: [UInt8])] {
    try sources(in: "Sources/\(name.hasPrefix("Checks") ? "Judging" : "Student")/\(name)")
  }

  /// What submissions to a lab are compiled against.
  package func kit(of lab: String) throws -> KitSources {
    KitSources(
      lab: lab,
      modules: [("LabKit", try module("LabKit")), ("Worker", try module("Worker")), (lab, try contract(of: lab))])
  }

  /// The files of a lab that a submission is compiled against: all that ships but the checks.
  package func contract(of lab: String) throws -> [(name: String, data: [UInt8])] {
    try sources(in: "assignments/\(lab)", of: lab).filter { !$0.name.hasSuffix("PublicChecks.swift") }
  }

  /// The master solution.
  package func master(of lab: String) throws -> String {
    String(decoding: try Files.read("\(home(of: lab))/reference/Solutions/\(lab)/\(lab).swift"), as: UTF8.self)
  }

  /// The statement as its author wrote it.
  package func statement(of lab: String) throws -> String {
    String(decoding: try Files.read("\(home(of: lab))/assignments/\(lab)/STATEMENT.md"), as: UTF8.self)
  }
}

/// A fault of ours or of the set-up: no mark is given.
package enum GradingFault: Error, CustomStringConvertible {
  case noToolkit
  /// Its files are of another version than this program.
  case otherToolkit(root: String)
  case noCompiler
  case compilerFailed(String)
  case sdk(lab: String, String)
  case reference(lab: String, String)
  case folderInUse(String)
  /// Tasks of a cluster are writing to this folder.
  case tasksRunning(String)
  /// Judging again ended the process, as the mark at this path says.
  case judgeTraps(String)
  /// Results of a key that was not given.
  case keyWanted(folder: String, fingerprint: String)
  /// Results of another key than the one given.
  case otherKey(folder: String, own: String, given: String)
  case building(lab: String, String)

  package var description: String {
    switch self {
    case .noToolkit:
      "The toolkit's files were not found. Set GRADUS_HOME to the folder of the checkout."
    case .otherToolkit(let root):
      "This program is of the toolkit \(ToolkitVersion.current), and the files in \(root) are of another version: build "
        + "the program again (swift build), or set GRADUS_HOME to the checkout that it is of."
    case .noCompiler: "swiftc was not found. Install the Swift toolchain and put it on PATH, or set GRADUS_SWIFTC."
    case .compilerFailed(let said): "swiftc does not work: \(said)"
    case .sdk(let lab, let said): "The kit for \(lab) does not compile: \(said)"
    case .reference(let lab, let said):
      "The reference solution of \(lab) did not run as it must: \(said). `gradus audit \(lab)` shows more."
    case .folderInUse(let folder): "Another gradus is writing to \(folder). Wait for it, or choose another --out."
    case .tasksRunning(let folder):
      "Tasks of a Slurm array are grading into \(folder). Wait for them with the command that began them, or end them."
    case .judgeTraps(let mark):
      "judging it again ended the grader; tell the toolkit's authors. Removing \(mark) tries again"
    case .keyWanted(let folder, let fingerprint):
      """
      \(folder) holds results of the course key \(fingerprint), which is not kept there. Give its file with --key.
      """
    case .otherKey(let folder, let own, let given):
      """
      \(folder) holds results of the course key \(own), and this is the key \(given): every hidden input would be \
      another. Give the key \(own) with --key, choose another --out for \(given), or grade all anew under \(given) with \
      `gradus grade --new-key`.
      """
    case .building(let lab, let reason):
      "A submission to \(lab) could not be built, by no doing of its own: \(reason)"
    }
  }
}
