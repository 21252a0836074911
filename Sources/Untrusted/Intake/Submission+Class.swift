import Glibc

/// The folder of a class.
extension Submission {
  /// The submissions of a class: each folder and each `.swift` file of `folder`.
  package static func names(inClass folder: String) throws(IntakeError) -> [UntrustedName] {
    var information = stat()
    guard stat(folder, &information) == 0 else { throw .unreadable(folder, errno) }
    let entries = try Entry.entries(of: Array(folder.utf8), limit: 100_000)
    let names = entries.filter {
      $0.name.bytes.first != UInt8(ascii: ".") && ($0.kind != .file || $0.name.hasSuffix(".swift"))
    }.map(\.name)
    guard !names.isEmpty else { throw .emptyClass(folder) }
    return names
  }

  /// Where `gradus collect` tells of each submission of a class what there is to tell, below the class's folder.
  package static let notesFolder = ".collected/notes"

  /// What a class's collector told of one submission: at most 20 lines. Lines of a student are bounded by whoever writes
  /// them there, and once more here.
  static func notes(on name: UntrustedName, inClass folder: String) -> [String] {
    let path = Array("\(folder)/\(notesFolder)/".utf8) + name.bytes
    guard let bytes = Entry(path: path, name: name)?.read(limit: 1 << 16) else { return [] }
    let lines = bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).prefix(20)
    return lines.map { UntrustedName(bytes: Array($0)).line(atMost: 1000) }
  }

  /// What of a class's folder is no submission, for a remark: names that begin with a dot, and other files.
  package static func leftOut(inClass folder: String) -> [UntrustedName] {
    let usual: Set<String> = [
      ".git", ".gitignore", ".gitattributes", ".DS_Store", "__MACOSX", "Thumbs.db", "desktop.ini", ".collected",
      "attempts.jsonl",
    ]
    guard let names = try? Set(names(inClass: folder)) else { return [] }
    let entries = Entry.list(Array(folder.utf8), limit: 100_000) ?? []
    return entries.map(\.name).filter { !names.contains($0) && !usual.contains($0.display) }
  }

  /// How many folders in this one hold the lab's file, where it is none's submission itself: two or more make a class.
  package static func submissionCount(in folder: String, file: String) -> Int {
    let own = Array(folder.utf8)
    let entries = Entry.list(own, limit: 1000) ?? []
    let packages: Set<String> = ["Package.swift", "Sources", ".git", file]
    guard !entries.contains(where: { packages.contains($0.name.display) }) else { return 0 }
    return entries.count {
      $0.kind == .folder && $0.name.bytes.first != UInt8(ascii: ".") && ((try? place(of: file, in: $0)) ?? nil) != nil
    }
  }
}
