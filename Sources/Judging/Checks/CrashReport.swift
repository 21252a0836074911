/// What the Swift runtime said of a crash: why, and at which line of the student's file.
///
/// It is read from what the program printed: the runtime's own line (`CNN.swift:11: Fatal error: …`) and the backtrace
/// that follows it. An optimized program says nothing of most traps, but their reason stands in the debug information
/// as the name of the innermost frame.
package struct CrashReport: Hashable, Sendable {
  /// `Fatal error: index [0, 2] is outside a tensor of shape [1, 2]`.
  package let reason: String?
  /// `CNN.swift:11`.
  package let line: String?
  /// What the program itself had printed, without the runtime's words.
  package let printed: String

  /// `file` is the student's, such as `CNN.swift`.
  package init(of text: String, file: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { line in Self.openings.contains { line.hasPrefix($0) } } ?? lines.endIndex
    let trace = lines[start...]
    lines.removeSubrange(start...)
    let message = lines.lastIndex { Self.message(in: $0) != nil }
    let said = message.flatMap { Self.message(in: lines[$0]) }
    if let message { lines.remove(at: message) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    printed = lines.joined(separator: "\n")
    reason = said.map { String($0.text) } ?? Self.failure(in: trace)
    let place = said.flatMap { $0.file == file ? String($0.line) : nil }
    line = (place ?? trace.lazy.compactMap { Self.place(in: $0, file) }.first).map { "\(file):\($0)" }
  }

  /// Whether the runtime has begun its report of a crash, which takes it a while.
  package static func begins(in text: String) -> Bool {
    text.split(separator: "\n").contains { line in openings.contains { line.hasPrefix($0) } }
  }

  /// How the runtime's report of a crash begins.
  private static let openings = ["*** Signal ", "*** Program crashed", "*** Swift runtime failure", "swift runtime: "]

  /// A trap's own line: the file, without folders, the line and the message.
  private static func message(in line: Substring) -> (file: Substring, line: Substring, text: Substring)? {
    for kind in [": Fatal error", ": Precondition failed", ": Assertion failed"] {
      guard let found = line.firstRange(of: kind) else { continue }
      let parts = line[..<found.lowerBound].split(separator: ":")
      guard parts.count == 2, let file = parts[0].split(separator: "/").last, parts[1].allSatisfy(\.isNumber) else {
        continue
      }
      return (file, parts[1], line[found.lowerBound...].dropFirst(2))
    }
    return nil
  }

  /// The reason that the debug information has for a trap without a message.
  private static func failure(in trace: ArraySlice<Substring>) -> String? {
    let opening = "Swift runtime failure: "
    for line in trace {
      guard let start = line.firstRange(of: opening) else { continue }
      let rest = line[start.upperBound...]
      return String(rest[..<(rest.firstRange(of: " in ")?.lowerBound ?? rest.endIndex)].prefix { $0 != "*" })
        .trimmingSpaces
    }
    // Of an array's own check only its name is left.
    let innermost = trace.first { $0.drop { $0 == " " }.hasPrefix("0 ") }
    return innermost?.contains("Array.subscript") == true ? "Index out of range" : nil
  }

  /// The line of a frame that lies in the file.
  private static func place(in frame: Substring, _ file: String) -> String? {
    guard let start = frame.ranges(of: "/\(file):").last else { return nil }
    let number = frame[start.upperBound...].prefix { $0.isNumber }
    return number.isEmpty || number == "0" ? nil : String(number)
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
