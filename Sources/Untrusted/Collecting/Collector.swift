package import Foundation
import Intake
import Keys
package import Sandbox
import Synchronization

/// Collects what students handed in to one lab into a class's folder.
package struct Collector: Sendable {
  private let file: String
  private let unpacker: Unpacker
  private let spool: Spool
  private let confinement: Confinement
  /// The zone of clocks that tell none.
  package var zone: TimeZone = .current
  /// What is given is laid out so; nil where that is to be told from what is there.
  package var layout: Layout?
  /// When the platform has the last hand-in of its students, by their ids, where what it sends does not tell.
  package var times: [String: Int64] = [:]
  /// What is given is all of this student's.
  package var student: Student?
  /// Paths that a person chose, by the ids of students.
  package var wanted: [String: String] = [:]

  /// `file` is the lab's, such as `MLP.swift`.
  package init(file: String, unpacker: Unpacker, confinement: Confinement) throws {
    self.file = file
    self.unpacker = unpacker
    self.confinement = confinement
    spool = try Spool()
    try unpacker.prove(with: spool)
  }

  /// What came of each student.
  package struct Collected: Sendable {
    package var student: Student
    package var attempt: Attempt
    package var isNew: Bool
    package var isDoubtful: Bool
  }

  package struct Result: Sendable {
    package var collected: [Collected] = []
    /// Names of what is nobody's.
    package var leftOut: [String] = []
    /// What could not be read at all, in sentences.
    package var troubles: [String] = []
    /// By hand in the class's folder: whose file it was.
    package var edited: [String] = []
    package var layouts: [Layout] = []
  }

  /// Collects all of `paths` into `folder`, at this time. Where anything is wrong with what was given, it throws and the
  /// folder is as it was.
  package func collect(_ paths: [String], into folder: String, at now: Date) throws -> Result {
    let source = Source(
      unpacker: unpacker, confinement: confinement, spool: spool, zone: zone, file: file, layout: layout,
      student: student)
    // All that takes time is done before others are kept out of the folder.
    for path in paths { try requireApart(path, folder) }
    let before = try Collection(folder, file: file).record
    var read: [(path: String, contents: Source.Contents, chosen: [Prepared])] = []
    var result = Result()
    for path in paths {
      let contents = try source.read(path)
      read.append((path, contents, try prepare(contents.handIns, before)))
      result.layouts.append(contents.layout)
      result.leftOut += contents.leftOut.map(\.words)
      result.troubles += contents.troubles
    }
    let known = Set(read.flatMap(\.chosen).flatMap { [$0.handIn.student.id] })
    if let stranger = wanted.keys.sorted().first(where: { !known.contains($0) }) {
      throw CollectingFault.choice("--choose names \(stranger), who is not among those that are collected.")
    }
    let lock = try Collection.lock(folder)
    defer { withExtendedLifetime(lock) {} }
    var collection = try Collection(folder, file: file)
    for edit in try collection.edits() {
      guard let shown = collection.record.shown(of: edit.student) else { continue }
      let attempt = byHand(shown, edit.bytes, now)
      collection.append(attempt, source: edit.bytes)
      result.edited.append(shown.student.words)
    }
    for (path, contents, chosen) in read {
      for prepared in chosen {
        result.collected.append(try add(prepared, contents, (path as NSString).lastPathComponent, now, to: &collection))
      }
    }
    if collection.isChanged { try collection.write() }
    return result
  }

  /// A hand-in with its files' digest and the choice among them.
  private struct Prepared {
    var handIn: HandIn
    var digest: String
    var found: [Found] = []
    /// Nil where it was collected before.
    var choice: Choice?
  }

  /// All of them, as many at once as there are processors.
  private func prepare(_ handIns: [HandIn], _ before: AttemptRecord) throws -> [Prepared] {
    let prepared = Mutex([(Int, Swift.Result<Prepared, any Error>)]())
    DispatchQueue.concurrentPerform(iterations: handIns.count) { index in
      let one = Swift.Result { try prepare(handIns[index], before) }
      prepared.withLock { $0.append((index, one)) }
    }
    return try prepared.withLock { $0 }.sorted { $0.0 < $1.0 }.map { try $0.1.get() }
  }

  private func prepare(_ handIn: HandIn, _ before: AttemptRecord) throws -> Prepared {
    var handIn = handIn
    // Of several files of one hand-in the last tells when it was whole.
    if handIn.time == nil { handIn.time = handIn.pieces.compactMap(\.time).max { $0.seconds < $1.seconds } }
    let digest = try digest(of: handIn)
    if let told = told(handIn, digest, before) { handIn.time = told }
    var prepared = Prepared(handIn: handIn, digest: digest)
    let known = before.known(handIn.student.key, digest: digest, time: handIn.time)
    if known?.chosen != nil, wanted[handIn.student.id] == nil { return prepared }
    // Of what comes out of one student's archives nothing stays on the disk but what is chosen.
    let expansion = Expansion(unpacker: unpacker, spool: try Spool(), zone: zone, bounds: .ofStudent)
    prepared.found = try expansion.expand(handIn.pieces)
    prepared.choice = Chooser(file: file).choose(prepared.found, wanted: wanted[handIn.student.id]) { Disk.read($0) }
    if prepared.found.isEmpty, let warning = handIn.warnings.first { prepared.choice?.reason = warning }
    return prepared
  }

  /// The platform's word on the time of a hand-in that came without it. It is of the last one, so not of what was handed in
  /// before that.
  private func told(_ handIn: HandIn, _ digest: String, _ before: AttemptRecord) -> Moment? {
    let key = handIn.student.key
    guard handIn.student.platform == .moodle, let seconds = times[handIn.student.id],
      ![.platform, .server].contains(handIn.time?.source)
    else { return nil }
    if let known = before.known(key, digest: digest, time: handIn.time),
      known.attempt != before.shown(of: key)?.attempt
    {
      return nil
    }
    return Moment(seconds: seconds, source: .platform)
  }

  /// Of what was handed in as it was: names, kinds and contents, whatever the order.
  private func digest(of handIn: HandIn) throws -> String {
    let parts = try handIn.pieces.filter { $0.kind != .folder }.sorted { $0.path < $1.path }.map { piece in
      var told = "\(piece.kind.rawValue) \(piece.trouble ?? "") \(piece.content == nil ? piece.size ?? -1 : 0) "
      if let content = piece.content {
        guard let bytes = Disk.read(content) else {
          throw CollectingFault.changed(String(decoding: content.path, as: UTF8.self))
        }
        told += "\(Digest(of: bytes))"
      }
      return (name: piece.path.text, data: Array(told.utf8))
    }
    return "\(Digest(parts: [("commit", Array((handIn.commit ?? "").utf8))] + parts))"
  }

  private func add(
    _ prepared: Prepared, _ contents: Source.Contents, _ source: String, _ now: Date, to collection: inout Collection
  ) throws -> Collected {
    let handIn = prepared.handIn
    let known = collection.record.known(handIn.student.key, digest: prepared.digest, time: handIn.time)
    guard let choice = prepared.choice else {
      guard let known else { throw CollectingFault.changed(collection.path) }
      let timed = known.told(handIn.time)
      if let timed { collection.append(timed, source: nil) }
      return Collected(student: handIn.student, attempt: timed ?? known, isNew: false, isDoubtful: isDoubtful(known))
    }
    let chosen = choice.chosen.map { chosen in
      Attempt.Chosen(
        path: chosen.path.display, rule: chosen.rule, digest: "\(chosen.digest)",
        graded: "\(Digest(of: chosen.source.bytes))", convertedFrom: chosen.source.conversion)
    }
    // What was collected stays as it is, but for a person's choice, and for what can be graded now and could not before.
    let isBetter = chosen != nil && (wanted[handIn.student.id] != nil || known?.chosen == nil)
    if let known, !isBetter || known.chosen == chosen {
      let timed = known.told(handIn.time)
      if let timed { collection.append(timed, source: nil) }
      return Collected(student: handIn.student, attempt: timed ?? known, isNew: false, isDoubtful: isDoubtful(known))
    }
    let files = prepared.found.filter { $0.kind != .folder }.sorted { $0.path < $1.path }
    let time = known?.told(handIn.time)?.handedIn ?? known?.handedIn ?? handIn.time
    let attempt = Attempt(
      attempt: known?.attempt ?? Attempt.identity(handIn.student, prepared.digest, time),
      student: handIn.student, folder: collection.record.folder(for: handIn.student), handedIn: time,
      late: handIn.isLate, collectedAt: now.formatted(.iso8601), digest: prepared.digest,
      from: Attempt.From(
        source: EntryPath(parts: [source]).display, digest: contents.digest, layout: contents.layout,
        commit: handIn.commit),
      files: files.prefix(100).map {
        Attempt.File(path: $0.path.display, size: $0.size, trouble: $0.trouble)
      },
      chosen: chosen, nothingGradable: chosen == nil ? choice.reason ?? "nothing was handed in" : nil,
      warnings: (handIn.warnings + choice.warnings).prefix(12).map { String($0.prefix(500)) })
    collection.append(attempt, source: choice.chosen?.source.bytes)
    return Collected(student: handIn.student, attempt: attempt, isNew: known == nil, isDoubtful: isDoubtful(attempt))
  }

  private func isDoubtful(_ attempt: Attempt) -> Bool {
    attempt.chosen.map { $0.rule != .byHand } == true && !attempt.warnings.isEmpty
  }

  /// A file that a person changed in the class's folder is a choice of theirs, and an attempt like any other.
  private func byHand(_ shown: Attempt, _ bytes: [UInt8], _ now: Date) -> Attempt {
    let digest = "\(Digest(of: bytes))"
    var attempt = shown
    // Who mends a file makes nobody late: it was handed in when that was whose place it takes.
    attempt.attempt = Attempt.identity(shown.student, digest, attempt.handedIn)
    attempt.collectedAt = now.formatted(.iso8601)
    attempt.digest = digest
    attempt.files = [Attempt.File(path: file, size: bytes.count, trouble: nil)]
    attempt.chosen = Attempt.Chosen(path: file, rule: .byHand, digest: digest, graded: digest, convertedFrom: nil)
    attempt.nothingGradable = nil
    attempt.warnings = ["it was put into the class's folder by hand"]
    return attempt
  }

  /// The class's folder is no student of what is collected.
  private func requireApart(_ path: String, _ folder: String) throws(CollectingFault) {
    let from = URL(fileURLWithPath: path).standardizedFileURL.path
    let out = URL(fileURLWithPath: folder).standardizedFileURL.path
    if out == from || out.hasPrefix(from + "/") || from.hasPrefix(out + "/") {
      throw .folder(folder, "it and \(path) lie in one another; choose another --out")
    }
  }
}
