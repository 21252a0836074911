import Foundation
import Glibc
import Intake
import Keys
import Storage

/// The folder of a class that `gradus grade --class` takes, with the record of all attempts beside.
///
///     FOLDER/STUDENT/LAB.swift      what is graded; the folder is empty where nothing can be
///     FOLDER/attempts.jsonl         every attempt
///     FOLDER/.collected/files/      what every attempt would have had graded, under its digest
///     FOLDER/.collected/notes/      what graders and students are told of the choice
///
/// It is never changed: a whole new folder is made beside it, and takes its place in one step.
package struct Collection {
  package let path: String
  package let file: String
  package private(set) var record: AttemptRecord
  /// The contents of attempts that are new, by their digests.
  private var fresh: [String: [UInt8]] = [:]
  private let isNew: Bool
  /// How many lines the record had.
  private var before = 0

  private static let (own, attempts) = (".collected", "attempts.jsonl")

  /// Opens the folder, or what will be one.
  package init(_ path: String, file: String) throws {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    self.file = file
    let entry = Disk.entry(Array(self.path.utf8))
    isNew = entry == nil
    record = AttemptRecord()
    guard let entry else { return }
    guard entry.kind == .folder, let inside = Entry.list(entry.path, limit: 200_000) else {
      throw CollectingFault.folder(path, "it is no folder that can be read")
    }
    if inside.isEmpty { return }
    let marker = "\(self.path)/\(Self.own)/file"
    guard let told = Disk.entry(Array(marker.utf8))?.read(limit: 1000) else {
      throw CollectingFault.folder(path, "it is not empty, and holds nothing that was collected; choose another --out")
    }
    let other = String(decoding: told, as: UTF8.self)
    guard other == file else {
      throw CollectingFault.folder(path, "it holds what was collected of \(other); choose another --out for \(file)")
    }
    let record = "\(self.path)/\(Self.attempts)"
    guard let bytes = Disk.entry(Array(record.utf8))?.read(limit: 1 << 30) else {
      throw CollectingFault.folder(path, "\(Self.attempts) is missing or cannot be read; put it back as it was")
    }
    self.record = try AttemptRecord(bytes, at: record)
    before = self.record.lines.count
  }

  package mutating func append(_ attempt: Attempt, source: [UInt8]?) {
    record.append(attempt)
    if let digest = attempt.chosen?.graded, let source { fresh[digest] = source }
  }

  /// Whether the folder is not as the record says that it must be.
  package var isChanged: Bool {
    if isNew || record.lines.count != before { return true }
    return record.students.contains { key in
      guard let shown = record.shown(of: key) else { return false }
      let folder = "\(path)/\(shown.folder)"
      guard shown.chosen != nil else { return Disk.entry(Array(folder.utf8)) == nil }
      return Disk.entry(Array("\(folder)/\(file)".utf8)) == nil
    }
  }

  // MARK: - What somebody changed

  /// What stands in the class's folder by a person's hand: a student's folder whose file is another than was put there.
  package func edits() throws -> [(student: String, bytes: [UInt8])] {
    var edits: [(String, [UInt8])] = []
    guard !isNew else { return edits }
    for key in record.students {
      guard let shown = record.shown(of: key) else { continue }
      let folder = "\(path)/\(shown.folder)"
      guard let entries = Entry.list(Array(folder.utf8), limit: 1000) else { continue }
      for entry in entries {
        guard entry.name.bytes == Array(file.utf8), entry.kind == .file else {
          throw CollectingFault.folder(
            "\(folder)/\(entry.name.display)", "it was not put there by `gradus collect`; move it away")
        }
        guard let bytes = entry.read(limit: Submission.largest) else {
          throw CollectingFault.folder("\(folder)/\(file)", "it cannot be read, or is too large")
        }
        if Digest(of: bytes).description != shown.chosen?.graded { edits.append((key, bytes)) }
      }
    }
    return edits
  }

  // MARK: - Writing

  /// Puts the new folder in the place of the old. Until then nothing of the old one is touched.
  package func write() throws {
    let parent = (path as NSString).deletingLastPathComponent
    let partial = "\(parent)/.\((path as NSString).lastPathComponent).collecting"
    try requireOwn()
    Files.remove(partial)
    do {
      try fill(partial)
      sync()
      try Files.replaceFolder(path, with: partial)
    } catch {
      Files.remove(partial)
      throw error
    }
  }

  /// Keeps other collections out of the folder that holds this one, until it is closed.
  package static func lock(_ path: String) throws -> Lock {
    let parent = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
    let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw CollectingFault.file(parent, errno) }
    while flock(folder, LOCK_EX) != 0 {
      guard errno == EINTR else {
        close(folder)
        throw CollectingFault.file(parent, errno)
      }
    }
    return Lock(folder: folder)
  }

  package final class Lock: Sendable {
    private let folder: Int32
    init(folder: Int32) { self.folder = folder }
    deinit { close(folder) }
  }

  /// Throws where something is in the folder that would be lost.
  private func requireOwn() throws {
    let folders = Set(record.students.compactMap { record.shown(of: $0)?.folder })
    for entry in Entry.list(Array(path.utf8), limit: 200_000) ?? [] where entry.kind != .file {
      let name = String(decoding: entry.name.bytes, as: UTF8.self)
      guard name == Self.own || folders.contains(name) else {
        throw CollectingFault.folder(
          "\(path)/\(entry.name.display)", "it was not put there by `gradus collect`; move it out of the class's folder"
        )
      }
    }
  }

  private func fill(_ folder: String) throws {
    for place in ["", "/\(Self.own)", "/\(Self.own)/files", "/\(Submission.notesFolder)"] {
      try Files.makeFolder(folder + place)
    }
    // Who may read the folder stays as somebody set it.
    var information = stat()
    if lstat(path, &information) == 0 { chmod(folder, information.st_mode & 0o777) }
    try Files.write(Array(file.utf8), to: "\(folder)/\(Self.own)/file", isLasting: false)
    try Files.write(try record.bytes, to: "\(folder)/\(Self.attempts)")
    for digest in Set(record.lines.compactMap { $0.chosen?.graded }) {
      try put(digest, at: "\(folder)/\(Self.own)/files/\(digest)", sameAs: "\(path)/\(Self.own)/files/\(digest)")
    }
    for key in record.students {
      guard let shown = record.shown(of: key) else { continue }
      try Files.makeFolder("\(folder)/\(shown.folder)")
      if let digest = shown.chosen?.graded {
        let place = "\(shown.folder)/\(file)"
        try put(digest, at: "\(folder)/\(place)", sameAs: "\(path)/\(place)")
      }
      let notes = shown.notes(file)
      if !notes.isEmpty {
        let text = notes.map { EntryPath(parts: [$0]).line(atMost: 1000) + "\n" }.joined()
        try Files.write(Array(text.utf8), to: "\(folder)/\(Submission.notesFolder)/\(shown.folder)", isLasting: false)
      }
    }
    try keepOthers(in: folder)
  }

  /// Files that a person put beside go along, as they are.
  private func keepOthers(in folder: String) throws {
    for entry in Entry.list(Array(path.utf8), limit: 200_000) ?? [] where entry.kind == .file {
      let name = String(decoding: entry.name.bytes, as: UTF8.self)
      guard name != Self.attempts else { continue }
      guard link("\(path)/\(name)", "\(folder)/\(name)") == 0 else {
        throw CollectingFault.file("\(path)/\(name)", errno)
      }
    }
  }

  /// A file of this content: the same as before where there was one, else a new one.
  private func put(_ digest: String, at new: String, sameAs old: String) throws {
    let kept = Disk.entry(Array(old.utf8))?.read(limit: Submission.largest)
    if let kept, Digest(of: kept).description == digest, link(old, new) == 0 { return }
    let store = "\(path)/\(Self.own)/files/\(digest)"
    guard let bytes = fresh[digest] ?? Disk.entry(Array(store.utf8))?.read(limit: Submission.largest),
      Digest(of: bytes).description == digest
    else { throw CollectingFault.folder(store, "it is missing, or is not as it was collected; put it back") }
    try Files.write(bytes, to: new, isLasting: false)
  }
}

extension EntryPath {
  func line(atMost count: Int) -> String { UntrustedName(bytes: Array(text.utf8)).line(atMost: count) }
}
