/// What the doctor found of one thing.
package struct Finding {
  package enum State: String {
    case good = "ok  "
    /// Some commands cannot be used.
    case lacking = "miss"
    case bad = "BAD "
  }

  let name: String
  package var state: State
  let words: String

  /// `look` says what is there, or throws what is wrong and what to do.
  package init(_ name: String, _ look: () throws -> String) {
    self.name = name
    do { (state, words) = (.good, try look()) } catch { (state, words) = (.bad, "\(error)") }
  }

  var text: String { "\(state.rawValue) \(name): \(words)" }
}

/// What is wrong, and what to do.
package struct DoctorFault: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
