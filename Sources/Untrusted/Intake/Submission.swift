import Glibc
import Keys

/// What one student handed in, read once: the one source file that a lab declares, or why there is none.
package struct Submission: Sendable {
  package let name: UntrustedName
  package let content: Content
  /// What its collector told of it, a line each: which file was chosen, and why. For people.
  package private(set) var notes: [String] = []

  package enum Content: Sendable {
    /// The source, and which other files were there and are not read.
    case source([UInt8], ignored: [String])
    /// Why it cannot be built, in words for the student.
    case rejected(String)
    /// There is nothing to grade, or no telling which of several files is meant: no mark, and a person must look.
    case nothing(String)
  }

  /// The largest source that is read, in bytes.
  package static let largest = 1 << 20

  /// Reads the submission `name` of a class. Throws where a disk or a right of ours keeps it from being read: that says
  /// nothing about what was handed in.
  package init(_ name: UntrustedName, inClass folder: String, file: String) throws(IntakeError) {
    let told = Self.notes(on: name, inClass: folder)
    let read = try Submission(path: Array(folder.utf8) + [UInt8(ascii: "/")] + name.bytes, name: name, file: file)
    if case .nothing = read.content, let reason = told.first {
      self.init(name, .nothing(reason))
    } else {
      self = read
    }
    notes = told
  }

  /// Reads one submission: a folder or a `.swift` file.
  package init(path: String, file: String) throws(IntakeError) {
    let (bytes, name) = try Self.resolve(path)
    try self.init(path: bytes, name: name, file: file)
  }

  /// What a submission at this path is called: its last part, or its folder's own name for `.`.
  package static func name(ofPath path: String) throws(IntakeError) -> UntrustedName { try resolve(path).name }

  private static func resolve(_ path: String) throws(IntakeError) -> (path: [UInt8], name: UntrustedName) {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    var information = stat()
    guard stat(path, &information) == 0 else { throw .unreadable(path, errno) }
    var last = Array(bytes.split(separator: UInt8(ascii: "/")).last ?? [])
    if last.isEmpty || last == Array(".".utf8) || last == Array("..".utf8) {
      if let real = realpath(path, nil) {
        defer { free(real) }
        bytes = Array(String(cString: real).utf8)
        last = Array(bytes.split(separator: UInt8(ascii: "/")).last ?? Array("submission".utf8)[...])
      }
    }
    return (bytes, UntrustedName(bytes: last))
  }

  /// A source of our own, such as a mutant.
  package init(name: String, source: [UInt8]) {
    self.name = UntrustedName(bytes: Array(name.utf8))
    content = .source(source, ignored: [])
  }

  init(_ name: UntrustedName, _ content: Content) {
    self.name = name
    self.content = content
  }

  private init(path: [UInt8], name: UntrustedName, file: String) throws(IntakeError) {
    self.name = name
    guard let entry = try Entry.at(path, name) else {
      content = .rejected("the submission disappeared while it was read")
      return
    }
    switch entry.kind {
    case .file: content = try Self.read(entry, ignored: [])
    case .folder: content = try Self.search(entry, for: file)
    case .link: content = .rejected("the submission is a symbolic link; links are not followed")
    case .other: content = .rejected("the submission is neither a folder nor a file")
    }
  }

  private static func read(_ entry: Entry, ignored: [String]) throws(IntakeError) -> Content {
    let name = entry.name.display
    guard entry.kind == .file else { return .rejected("\(name) is no regular file; links are not followed") }
    guard entry.size <= largest else {
      return .rejected("\(name) has \(entry.size) bytes; at most \(largest) are read")
    }
    guard let bytes = try entry.contents(limit: largest) else { return .rejected("\(name) changed while it was read") }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return .rejected("\(name) is not UTF-8 text; save it as UTF-8")
    }
    return .source(bytes, ignored: ignored)
  }

  /// The declared file: at the top, where a handout keeps it, anywhere else, or the only Swift file there is.
  private static func search(_ folder: Entry, for file: String) throws(IntakeError) -> Content {
    let (found, isWhole) = try swiftFiles(below: folder)
    let ignored = { (chosen: Entry) in found.filter { $0.path != chosen.path }.prefix(20).map(\.name.display) }
    let named = found.filter { $0.name.bytes == Array(file.utf8) }
    // Looked for by name, so that no number of other files hides it.
    if let entry = try place(of: file, in: folder) { return try read(entry, ignored: ignored(entry)) }
    if named.count == 1 { return try read(named[0], ignored: ignored(named[0])) }
    guard named.isEmpty else { return .nothing("there are \(named.count) files \(file); keep the one to be graded") }
    let own = found.filter { !["Package.swift", "main.swift"].contains($0.name.display) }
    if own.count == 1 { return try read(own[0], ignored: ignored(own[0])) }
    let list = own.isEmpty ? "no Swift file at all" : own.prefix(10).map(\.name.display).joined(separator: ", ")
    let rest = isWhole ? "" : " among the first of its many files; hand in \(file) alone"
    return .nothing("\(file) is missing; there is \(list)\(rest)")
  }

  /// The declared file at the top or where a handout keeps it, through no link.
  static func place(of file: String, in folder: Entry) throws(IntakeError) -> Entry? {
    for path in [[file], ["Sources", "Submission", file]] {
      var entry: Entry? = folder
      for part in path {
        guard let above = entry, above.kind == .folder else {
          entry = nil
          break
        }
        let name = UntrustedName(bytes: Array(part.utf8))
        entry = try Entry.at(above.path + [UInt8(ascii: "/")] + name.bytes, name)
      }
      if let entry { return entry }
    }
    return nil
  }

  /// The Swift files that are found without looking at more than some thousands of entries, and whether these are all.
  private static func swiftFiles(below folder: Entry) throws(IntakeError) -> (files: [Entry], isWhole: Bool) {
    var files: [Entry] = []
    var folders = [(folder, 0)]
    var visited = 0
    var isWhole = true
    while let (next, depth) = folders.popLast() {
      guard visited < 5000 else { return (files, false) }
      let entries = try Entry.entries(of: next.path, limit: 1000)
      if entries.count == 1000 { isWhole = false }
      for entry in entries {
        visited += 1
        let isHidden = entry.name.bytes.first == UInt8(ascii: ".") || entry.name.display == "__MACOSX"
        if isHidden { continue }
        if entry.kind == .folder, depth < 5 { folders.append((entry, depth + 1)) }
        if entry.kind != .folder, entry.name.hasSuffix(".swift") { files.append(entry) }
      }
    }
    return (files.sorted { $0.path.lexicographicallyPrecedes($1.path) }, isWhole)
  }
}

extension UntrustedName {
  func hasSuffix(_ suffix: String) -> Bool { Array(bytes.suffix(suffix.utf8.count)) == Array(suffix.utf8) }
}

/// Why submissions cannot be read at all: a mistake in the command or a fault of the machine, not a student's.
package enum IntakeError: Error, CustomStringConvertible {
  case unreadable(String, Int32)
  case emptyClass(String)
  /// It is there, and what it holds cannot be told.
  case notRead(String, Int32)

  package var description: String {
    switch self {
    case .unreadable(let path, let code):
      "\(path) cannot be read: \(String(cString: strerror(code))). Give a submission's folder or .swift file."
    case .notRead(let path, let code): "\(path) cannot be read: \(String(cString: strerror(code)))"
    case .emptyClass(let path):
      "\(path) holds no submissions: one folder (or .swift file) for each student is wanted there."
    }
  }
}
