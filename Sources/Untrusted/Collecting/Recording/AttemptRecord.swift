import Foundation

/// All attempts that were collected to one folder, in the order in which they were. Lines are only ever added.
package struct AttemptRecord: Sendable {
  /// Every line.
  package private(set) var lines: [Attempt] = []
  private var places: [String: Int] = [:]
  private var byStudent: [String: [String]] = [:]

  package init() {}

  package init(_ bytes: [UInt8], at path: String) throws(CollectingFault) {
    let decoder = JSONDecoder()
    for (number, line) in bytes.split(separator: 10).enumerated() {
      do {
        append(try decoder.decode(Attempt.self, from: Data(line)))
      } catch {
        throw .record(path, line: number + 1, "it is no attempt as they are written")
      }
    }
  }

  package var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try lines.flatMap { Array(try encoder.encode($0)) + [10] }
    }
  }

  package mutating func append(_ attempt: Attempt) {
    if places.updateValue(lines.count, forKey: attempt.attempt) == nil {
      byStudent[attempt.student.key, default: []].append(attempt.attempt)
    }
    lines.append(attempt)
  }

  /// Each student's attempts as they stand now, in the order in which they were first collected.
  package func attempts(of key: String) -> [Attempt] {
    (byStudent[key] ?? []).compactMap { places[$0].map { lines[$0] } }
  }

  package var students: [String] { byStudent.keys.sorted() }

  /// The one that counts: the last by the time of its hand-in, and of equal times the last that was collected.
  package func shown(of key: String) -> Attempt? {
    attempts(of: key).enumerated().max { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }?.element
  }

  /// The attempt that this hand-in is, if it was collected before.
  ///
  /// A hand-in of the same names and contents is the same attempt, unless another came between and the platform tells
  /// that this one is later still: then the student went back to what was before.
  func known(_ key: String, digest: String, time: Moment?) -> Attempt? {
    let same = attempts(of: key).filter { $0.digest == digest }
    guard let last = same.max(by: { $0.order < $1.order }) else { return nil }
    if shown(of: key)?.digest == digest { return last }
    guard let time, time.source != .file, last.hasOwnTime else { return last }
    guard time.source == .archive else { return time.seconds > last.order ? nil : last }
    // The time of a packing is later than that of the hand-in: it tells that somebody went back only beside another version
    // of theirs that was there before.
    let theirs = attempts(of: key).enumerated().filter { $0.element.chosen?.rule != .byHand }
      .max { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }?.element
    guard let theirs, theirs.digest != digest, time.seconds > max(last.order, theirs.order) else { return last }
    return nil
  }

  /// The folder of a student: that of the first attempt for ever, else a new one that nobody has.
  func folder(for student: Student) -> String {
    if let first = attempts(of: student.key).first { return first.folder }
    let taken = Set(lines.map { $0.folder.lowercased() })
    let name = ClassFolderName.of(student)
    return taken.contains(name.lowercased()) ? ClassFolderName.distinct(name, student) : name
  }
}
