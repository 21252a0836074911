/// What is known of a crash from outside: the signal that ended the program, and what that said at last.
package struct Crash: Hashable, Sendable {
  package var signal: Int32
  /// What it printed on standard error.
  package var printed: [UInt8]
  /// Where the program says that it was, the innermost place first, as offsets from its start.
  package var places: [UInt64]

  package init(signal: Int32, printed: [UInt8] = [], places: [UInt64] = []) {
    (self.signal, self.printed, self.places) = (signal, printed, places)
  }

  /// Whether one call leads to the same call again and again: of an endless recursion nothing else is seen.
  package var isRecursive: Bool { !repeated.isEmpty }

  /// The places that an endless recursion comes by again and again: the innermost place of all is where it happened to
  /// be when there was no more room.
  package var repeated: [UInt64] {
    var counts: [UInt64: Int] = [:]
    for place in places { counts[place, default: 0] += 1 }
    return places.filter { counts[$0, default: 0] > 3 }
  }
}

/// The line of a student's file at which a program crashed.
package struct CrashSite: Hashable, Sendable, CustomStringConvertible {
  /// The file's name without folders.
  package var file: String
  package var line: Int
  /// Why, as far as the debug information tells.
  package var reason: String?

  package init(file: String, line: Int, reason: String?) {
    (self.file, self.line, self.reason) = (file, line, reason)
  }

  package var description: String { "\(file):\(line)" }
}
