import Dispatch
package import Sandbox
package import Similarity
import Storage

/// Has sources of strangers read by a confined program, some at a time.
///
/// Starting that program costs more than reading a source, so a process reads many. Where one does not come to its end,
/// each of its sources is read in a process of its own, so that what a source brings about is told of that one alone.
package struct SourceReader: Sendable {
  /// What came of a source.
  package enum Reading: Sendable {
    case outline(SyntaxOutline)
    /// Why it cannot be compared, in words for people.
    case unreadable(String)
  }

  private let job: Job
  private let confinement: Confinement
  /// How many sources, and how many of their bytes, one process reads.
  private static let (most, mostBytes) = (40, 1 << 20)
  /// CPU seconds for a source alone; one of a student's takes some hundredths. Several together have four times that.
  private let patience: Int

  /// `job` runs the reader. It is tried on a source of ours, so that what goes wrong later is the doing of what is read.
  package init(job: Job, confinement: Confinement, patience: Int = 5) throws {
    (self.job, self.confinement, self.patience) = (job, confinement, patience)
    let tried = try run([Array("let tried = 1\n".utf8)], cpuSeconds: 4 * patience)
    guard case .success = tried else { throw ParsingFault("it does not read a line of ours: \(tried)") }
  }

  /// The readings of the sources, in their order.
  package func read(_ sources: [[UInt8]], width: Int = 2) throws -> [Reading] {
    let batches = Self.batches(of: sources)
    let results = Shared<[Reading]>(count: batches.count)
    let lanes = max(1, min(width, batches.count))
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for place in stride(from: lane, to: batches.count, by: lanes) {
        results.set(place, Result { try readBatch(Array(sources[batches[place]])) })
      }
    }
    return try results.all().flatMap { try $0.get() }
  }

  private static func batches(of sources: [[UInt8]]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var (begin, bytes) = (0, 0)
    for (place, source) in sources.enumerated() {
      if place > begin, place - begin == most || bytes + source.count > mostBytes {
        batches.append(begin..<place)
        (begin, bytes) = (place, 0)
      }
      bytes += source.count
    }
    if begin < sources.count { batches.append(begin..<sources.count) }
    return batches
  }

  private func readBatch(_ sources: [[UInt8]]) throws -> [Reading] {
    if case .success(let outlines) = try run(sources, cpuSeconds: 4 * patience) {
      return outlines.map { .outline($0) }
    }
    return try sources.map { source in
      switch try run([source], cpuSeconds: patience) {
      case .success(let outlines): outlines.first.map { .outline($0) } ?? .unreadable("it could not be read")
      case .failure(let reason): .unreadable(reason.words)
      }
    }
  }

  private struct Reason: Error {
    var words: String
  }

  /// The outlines of all the sources, or why there are none.
  private func run(_ sources: [[UInt8]], cpuSeconds: Int) throws -> Result<[SyntaxOutline], Reason> {
    let workspace = try Workspace()
    let folder = try workspace.readable("sources")
    for (number, source) in sources.enumerated() { try Files.put(source, at: "\(folder)/\(number)") }
    var job = job
    job.limits.cpuSeconds = cpuSeconds
    let inside = confinement == .none ? folder : "/sources"
    if confinement != .none { job.mounts.append(Job.Mount(host: folder, inside: inside)) }
    // Without a sandbox the environment is the program's own, and words are what it learns.
    job.arguments = [inside, "\(sources.count)"]
    job.environment = ["GRADUS_READ_FOLDER": inside, "GRADUS_READ_COUNT": "\(sources.count)"]
    let outcome = try job.run(in: confinement)
    switch outcome.status {
    case .exited(0):
      guard let outlines = Self.outlines(outcome.standardOutput, of: sources) else {
        return .failure(Reason(words: "what the parser told of it makes no sense"))
      }
      return .success(outlines)
    case .exited(let code): return .failure(Reason(words: "the parser ended on it with the code \(code)"))
    case .signalled: return .failure(Reason(words: "the parser crashed on it or ran out of memory"))
    case .timedOut: return .failure(Reason(words: "the parser did not come to its end in \(cpuSeconds) s"))
    case .tooMuchOutput: return .failure(Reason(words: "it has more syntax than any program of this size"))
    }
  }

  /// What the reader wrote, checked; nil where it is not what the reader writes.
  static func outlines(_ bytes: [UInt8], of sources: [[UInt8]]) -> [SyntaxOutline]? {
    guard bytes.count % 4 == 0 else { return nil }
    let words = bytes.withUnsafeBytes { raw in
      (0..<bytes.count / 4).map { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
    }
    var outlines: [SyntaxOutline] = []
    var place = 0
    for (number, source) in sources.enumerated() {
      guard words.count - place >= 3, words[place] == UInt32(number) else { return nil }
      let (flags, count) = (words[place + 1], Int(words[place + 2]))
      place += 3
      guard words.count - place >= count,
        let outline = SyntaxOutline(words: words[place..<place + count], byteCount: source.count, flags: flags)
      else { return nil }
      outlines.append(outline)
      place += count
    }
    return place == words.count ? outlines : nil
  }
}

/// Reading sources does not work at all: a fault of ours or of the set-up.
package struct ParsingFault: Error, CustomStringConvertible {
  private let reason: String

  init(_ reason: String) { self.reason = reason }

  package var description: String { "sources cannot be read: \(reason)" }
}
