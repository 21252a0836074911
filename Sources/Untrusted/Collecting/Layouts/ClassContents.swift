import Foundation
import Intake

/// All that is in what was given, and whose it is.
package struct ClassContents: Sendable {
  package var handIns: [HandIn] = []
  /// What is nobody's.
  package var leftOut: [Found] = []
  package var layout: Layout

  /// Sorts what was found by whose it is. `name` is what was given, for messages; `metadata` reads a small file.
  package init(
    _ found: [Found], as wanted: Layout? = nil, from name: String, file: String, isFolder: Bool,
    read: (Found.Content) -> [UInt8]?
  ) throws(CollectingFault) {
    let usual = found.filter { !$0.path.parts.isEmpty && !Self.isOfSystem($0.path) }
    let (inner, recognised) = Self.unwrapped(usual)
    guard let layout = wanted ?? recognised ?? Self.plain(usual, file) else {
      let list = usual.prefix(5).map(\.words).joined(separator: ", ")
      throw .layout(
        name,
        usual.isEmpty
          ? "nothing is in it"
          : """
          this is no class as Moodle, Canvas or Gradescope send it, no folder of repositories, and no folder with one \
          folder or file for each student; in it are \(list)\(usual.count > 5 ? ", …" : ""). One student's own files are \
          collected with --student
          """)
    }
    self.layout = layout
    switch layout {
    case .moodle: try sortMoodle(inner, name)
    case .canvas: try sortCanvas(inner, name)
    case .gradescope: try sortGradescope(inner, name, read)
    case .git, .plain: try sortPlain(recognised == nil && !isFolder ? Self.withoutWrapper(usual) : inner, name)
    }
    guard !handIns.isEmpty else { throw .layout(name, "nobody's work was found in it, read as \(layout.rawValue)") }
    handIns.sort { ($0.student.id, $0.student.name ?? "") < ($1.student.id, $1.student.name ?? "") }
  }

  private static func isOfSystem(_ path: EntryPath) -> Bool {
    path.parts.contains { ["__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"].contains($0) }
  }

  /// The platform whose names these are, below folders that hold everything and are nobody's.
  private static func unwrapped(_ found: [Found]) -> ([Found], Layout?) {
    var inner = found
    for _ in 0..<4 {
      let tops = Set(inner.compactMap(\.path.parts.first))
      if tops.contains("submission_metadata.yml") { return (inner, .gradescope) }
      if tops.contains(where: { MoodleName($0) != nil }) { return (inner, .moodle) }
      if inner.contains(where: { $0.path.parts.count == 1 && $0.kind == .file && CanvasName($0.path.name) != nil }) {
        return (inner, .canvas)
      }
      guard tops.count == 1, inner.contains(where: { $0.path.parts.count > 1 }) else { break }
      inner = inner.filter { $0.path.parts.count > 1 }.map { item in
        var item = item
        item.path = item.path.dropping(1)
        return item
      }
    }
    return (found, nil)
  }

  /// A folder or file for each student, where it is not one student's own work.
  private static func plain(_ found: [Found], _ file: String) -> Layout? {
    let tops = Set(found.compactMap(\.path.parts.first))
    guard tops.isDisjoint(with: ["Package.swift", "Sources", file]) else { return nil }
    let isSomeones = found.contains { item in
      item.path.parts.count > 1 || item.kind == .folder || Self.isWork(item)
    }
    return isSomeones ? .plain : nil
  }

  /// Whether a file of its own is somebody's work: a Swift file or an archive.
  static func isWork(_ item: Found) -> Bool {
    let endings = [".swift", ".zip", ".tar", ".gz", ".tgz", ".7z", ".xz", ".bz2", ".txz", ".tbz2", ".rar", ".zst"]
    return item.kind == .file && endings.contains { item.path.name.lowercased().hasSuffix($0) }
  }

  // MARK: - Platforms

  private mutating func sortMoodle(_ found: [Found], _ name: String) throws(CollectingFault) {
    var handIns: [String: HandIn] = [:]
    for item in found {
      guard let who = item.path.parts.first.flatMap({ MoodleName($0) }) else {
        leftOut.append(item)
        continue
      }
      var handIn = handIns[who.number] ?? HandIn(Student(.moodle, id: who.number, name: who.name))
      guard handIn.student.name == who.name else {
        let names = [handIn.student.name ?? "", who.name].sorted().map { EntryPath(parts: [$0]).display }
        throw .twoStudents("\(name): two students have the number \(who.number): \(names[0]) and \(names[1]).")
      }
      var piece = item
      if item.path.parts.count > 1 {
        piece.path = item.path.dropping(1)
      } else if item.kind != .folder {
        piece.path = EntryPath(parts: [who.rest.isEmpty ? who.plugin : who.rest], climbs: item.path.climbs)
      }
      if item.path.parts.count > 1 || item.kind != .folder { handIn.pieces.append(piece) }
      handIns[who.number] = handIn
    }
    self.handIns = Array(handIns.values)
  }

  private mutating func sortCanvas(_ found: [Found], _ name: String) throws(CollectingFault) {
    var handIns: [String: HandIn] = [:]
    for item in found {
      guard item.path.parts.count == 1, let who = CanvasName(item.path.name) else {
        leftOut.append(item)
        continue
      }
      var handIn = handIns[who.user] ?? HandIn(Student(.canvas, id: who.user, name: who.name), isLate: false)
      guard handIn.student.name == who.name else {
        let names = [handIn.student.name ?? "", who.name].sorted().map { EntryPath(parts: [$0]).display }
        throw .twoStudents("\(name): two students have the id \(who.user): \(names[0]) and \(names[1]).")
      }
      if who.isLate { handIn.isLate = true }
      var piece = item
      // The attachment's number stays, as a folder: it tells two files of one name apart.
      piece.path = EntryPath(parts: (who.attachment.map { [$0] } ?? []) + [who.file], climbs: item.path.climbs)
      // Canvas tells the time of its own packing.
      piece.time = nil
      handIn.pieces.append(piece)
      handIns[who.user] = handIn
    }
    self.handIns = Array(handIns.values)
  }

  private mutating func sortGradescope(
    _ found: [Found], _ name: String, _ read: (Found.Content) -> [UInt8]?
  ) throws(CollectingFault) {
    let file = found.first { $0.path.parts == ["submission_metadata.yml"] }
    guard let bytes = file?.content.flatMap(read) else {
      throw .layout(name, "submission_metadata.yml is missing or cannot be read: nobody would be known")
    }
    let metadata = GradescopeMetadata(String(decoding: bytes, as: UTF8.self))
    if let twice = metadata.repeated.min() {
      throw .layout(name, "submission_metadata.yml tells twice of \(EntryPath(parts: [twice]).display)")
    }
    var folders: [String: String] = [:]
    var handIns: [String: HandIn] = [:]
    for (folder, told) in metadata.submissions.sorted(by: { $0.key < $1.key }) {
      let people = told.submitters.sorted { ($0.id ?? $0.email ?? "") < ($1.id ?? $1.email ?? "") }
      let ids = people.compactMap { $0.id ?? $0.email }
      let isKnown = !ids.isEmpty && ids.count == people.count
      let id = isKnown ? ids.joined(separator: "+") : folder
      if let other = folders.updateValue(folder, forKey: id) {
        throw .twoStudents(
          "\(name): \(EntryPath(parts: [other]).display) and \(EntryPath(parts: [folder]).display) are both of "
            + "\(EntryPath(parts: [id]).display).")
      }
      let names = people.compactMap(\.name).joined(separator: ", ")
      var handIn = HandIn(
        Student(.gradescope, id: id, name: names.isEmpty ? nil : names, people: people),
        time: told.created.map { Moment(seconds: $0, source: .platform) })
      if !isKnown {
        handIn.warnings.append("the platform tells no id of who handed this in; it is known by its folder")
      }
      handIns[folder] = handIn
    }
    for item in found where item.path.parts != ["submission_metadata.yml"] {
      guard let folder = item.path.parts.first, handIns[folder] != nil else {
        leftOut.append(item)
        continue
      }
      guard item.path.parts.count > 1 else { continue }
      var piece = item
      piece.path = item.path.dropping(1)
      handIns[folder]?.pieces.append(piece)
    }
    self.handIns = Array(handIns.values)
  }

  /// An archive of a class's folder holds that folder first.
  private static func withoutWrapper(_ found: [Found]) -> [Found] {
    let inner = found.filter { $0.path.parts.count > 1 }
    guard Set(found.compactMap(\.path.parts.first)).count == 1,
      Set(inner.filter { $0.path.parts.count > 2 }.map { $0.path.parts[1] }).count > 1,
      !inner.contains(where: { ["Package.swift", "Sources"].contains($0.path.parts[1]) })
    else { return found }
    return inner.map { item in
      var item = item
      item.path = item.path.dropping(1)
      return item
    }
  }

  private mutating func sortPlain(_ found: [Found], _ name: String) throws(CollectingFault) {
    var handIns: [String: HandIn] = [:]
    var tops: [String: String] = [:]
    for item in found {
      guard let top = item.path.parts.first, !top.hasPrefix(".") else {
        leftOut.append(item)
        continue
      }
      let isOwn = item.path.parts.count == 1 && item.kind != .folder
      guard !isOwn || Self.isWork(item) else {
        leftOut.append(item)
        continue
      }
      let id = isOwn ? Self.stem(of: top) : top
      if let other = tops.updateValue(top, forKey: id), other != top {
        let words = [other, top].sorted().map { EntryPath(parts: [$0]).display }
        throw .twoStudents("\(name): \(words[0]) and \(words[1]) would both be the work of one student, \(id).")
      }
      var handIn = handIns[id] ?? HandIn(Student(.plain, id: id, name: id))
      var piece = item
      if !isOwn { piece.path = item.path.dropping(1) }
      if isOwn || item.path.parts.count > 1 { handIn.pieces.append(piece) }
      handIns[id] = handIn
    }
    self.handIns = Array(handIns.values)
  }

  /// A file's name without its endings.
  static func stem(of name: String) -> String {
    var stem = name
    for ending in [".swift", ".zip", ".tgz", ".gz", ".7z", ".xz", ".bz2", ".txz", ".tbz2", ".rar", ".zst", ".tar"]
    where stem.lowercased().hasSuffix(ending) && stem.count > ending.count {
      stem = String(stem.dropLast(ending.count))
    }
    return stem
  }
}
