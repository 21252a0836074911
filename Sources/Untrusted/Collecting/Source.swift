import Foundation
import Glibc
import Intake
import Keys
import Sandbox
import Tables

/// Reads what a command was given: an archive or folder of a class, a list of repositories, or one student's work.
struct Source {
  let unpacker: Unpacker
  let confinement: Confinement
  let spool: Spool
  let zone: TimeZone
  let file: String
  /// As a person said; nil where it is to be told from what is there.
  let layout: Layout?
  let student: Student?

  /// What was handed in, and what of it is nobody's.
  struct Contents {
    var handIns: [HandIn]
    var leftOut: [Found] = []
    var layout: Layout
    /// Of the file that was given.
    var digest: String?
    var troubles: [String] = []
  }

  func read(_ path: String) throws -> Contents {
    var information = stat()
    guard stat(path, &information) == 0, let real = realpath(path, nil) else { throw CollectingFault.file(path, errno) }
    defer { free(real) }
    let place = String(cString: real)
    if information.st_mode & S_IFMT == S_IFDIR { return try folder(place, as: path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw CollectingFault.layout(path, "it is neither a file nor a folder")
    }
    return try file(place, as: path)
  }

  // MARK: - Folders

  private func folder(_ place: String, as path: String) throws -> Contents {
    if let student {
      if let repository = Repository(place), layout ?? .git == .git {
        return Contents(handIns: [try handIn(repository, student)], layout: .git)
      }
      return Contents(handIns: [HandIn(student, try walk(place))], layout: .plain)
    }
    if layout ?? .git == .git, let contents = try repositories(place) { return contents }
    return try sorted(try walk(place), path, isFolder: true)
  }

  private func walk(_ place: String) throws -> [Found] {
    try Disk.walk(place, limit: Bounds.ofClass.entries) { path in
      [".git", ".build", "node_modules", ".venv", "__MACOSX"].contains(path.name)
    }
  }

  private func sorted(_ found: [Found], _ path: String, isFolder: Bool, digest: String? = nil) throws -> Contents {
    let contents = try ClassContents(found, as: layout, from: path, file: file, isFolder: isFolder) { content in
      content.size <= 64 << 20 ? Disk.read(content) : nil
    }
    return Contents(
      handIns: contents.handIns, leftOut: contents.leftOut, layout: contents.layout, digest: digest)
  }

  /// A folder for each student with a repository; nil where none of them has one.
  private func repositories(_ place: String) throws -> Contents? {
    let entries = (Entry.list(Array(place.utf8), limit: 100_000) ?? []).filter {
      $0.name.bytes.first != UInt8(ascii: ".") && $0.kind == .folder
    }
    var contents = Contents(handIns: [], layout: .git)
    // `gh classroom clone` names the folder ASSIGNMENT-submissions, and those in it ASSIGNMENT-USER.
    let own = (place as NSString).lastPathComponent
    let prefix = own.hasSuffix("-submissions") ? own.dropLast("submissions".count) : ""
    for entry in entries {
      let name = entry.name.display
      guard let repository = Repository(String(decoding: entry.path, as: UTF8.self)) else {
        contents.leftOut.append(Found(path: EntryPath(parts: [name]), kind: .folder))
        continue
      }
      var id = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
      if !prefix.isEmpty, id.hasPrefix(prefix), id.count > prefix.count { id = String(id.dropFirst(prefix.count)) }
      contents.handIns.append(try handIn(repository, Student(.git, id: id, name: id)))
    }
    guard !contents.handIns.isEmpty else { return nil }
    let ids = contents.handIns.map(\.student.id)
    if let twice = ids.first(where: { id in ids.count { $0 == id } > 1 }) {
      throw CollectingFault.twoStudents("\(place): two repositories are of \(EntryPath(parts: [twice]).display).")
    }
    return contents
  }

  private func handIn(_ repository: Repository, _ student: Student, pushed: Int64? = nil) throws -> HandIn {
    var handIn = HandIn(student)
    guard let (commit, archive) = try repository.head(in: confinement, spool, most: Bounds.ofStudent.totalBytes) else {
      handIn.warnings.append("the repository has no commit that can be read, or one that is too large")
      return handIn
    }
    let unpacked = try unpacker.unpack(archive, .ofStudent, into: spool, zone: zone)
    if let trouble = unpacked.trouble { handIn.warnings.append("the commit's files: \(trouble)") }
    // Git tells the commit in a comment of its archive, which is no file, and the commit's time for each file.
    handIn.pieces = unpacked.found.map { item in
      var item = item
      item.time = nil
      return item
    }
    handIn.commit = commit.hash
    let server = pushed ?? commit.pushed
    handIn.time = Moment(seconds: server ?? commit.seconds, source: server == nil ? .commit : .server)
    return handIn
  }

  // MARK: - Files

  private func file(_ place: String, as path: String) throws -> Contents {
    guard let entry = Disk.entry(Array(place.utf8)), entry.kind == .file else {
      throw CollectingFault.file(path, EINVAL)
    }
    let content = Found.Content(path: entry.path, size: entry.size)
    let name = entry.name.display
    let digest = entry.size <= 1 << 30 ? Disk.read(content).map { "\(Digest(of: $0))" } : nil
    let piece = Found(
      path: EntryPath(parts: [name]), kind: .file, size: entry.size,
      time: Moment(seconds: Int64(entry.changed), source: .file), content: content)
    if let student { return Contents(handIns: [HandIn(student, [piece])], layout: student.platform, digest: digest) }
    let isOneStudents = MoodleName(name) != nil || CanvasName(name) != nil
    let head = Disk.head(content, count: ArchiveKind.lookedAt) ?? []
    if !isOneStudents, ArchiveKind(head: head) != nil {
      let unpacked = try unpacker.unpack(
        try Disk.readable(content, in: spool), .ofClass, into: spool, zone: zone)
      if let trouble = unpacked.trouble { throw CollectingFault.archive(path, trouble) }
      return try sorted(unpacked.found, path, isFolder: false, digest: digest)
    }
    if name.hasSuffix(".swift") || isOneStudents {
      guard name.lowercased() != file.lowercased() else {
        throw CollectingFault.layout(path, "whose is it? Say so with --student ID")
      }
      return try sorted([piece], path, isFolder: true, digest: digest)
    }
    if content.size <= 4 << 20, let text = Disk.read(content).flatMap({ DecodedText($0) }),
      let list = try AddressList(String(decoding: text.bytes, as: UTF8.self), at: path)
    {
      return try cloned(list, digest)
    }
    throw CollectingFault.layout(
      path, "it is no archive that is known (zip, tar.gz, 7z, rar, …), no Swift file and no list of repositories")
  }

  /// A repository that cannot be cloned is told of, and the others are collected.
  private func cloned(_ list: AddressList, _ digest: String?) throws -> Contents {
    var contents = Contents(handIns: [], layout: .git, digest: digest)
    for line in list.lines {
      do {
        let folder = try spool.emptyFolder() + "/clone"
        try Cloning.clone(line.address, to: folder)
        contents.handIns.append(
          try handIn(Repository(bare: folder), Student(.git, id: line.id, name: line.id), pushed: line.pushed))
      } catch let fault as CollectingFault {
        guard case .repository = fault else { throw fault }
        contents.troubles.append("\(EntryPath(parts: [line.id]).display) was not collected: \(fault)")
      }
    }
    return contents
  }
}
