package import Checks

/// What a student has in one work, and why.
package struct WorkMark: Sendable {
  package enum Standing: Sendable, Hashable {
    case points(Points)
    /// Nothing was handed in, and none is awaited: zero.
    case missing
    /// There is no mark yet, and why: no zero.
    case pending(String)
    case excused
  }

  /// A line of the explanation, and the entry that it rests on.
  package struct Line: Sendable {
    package var text: String
    package var entry: Int?
    package var remark: String?

    init(text: String, entry: Int? = nil, remark: String? = nil) {
      (self.text, self.entry, self.remark) = (text, entry, remark)
    }
  }

  package var standing: Standing
  package var possible: Points
  /// What is special, in a word or two each.
  package var flags: [String] = []
  package var lines: [Line] = []
  /// The attempt that counts.
  package var attempt: Book.Attempt?

  init(_ standing: Standing, of possible: Points) { (self.standing, self.possible) = (standing, possible) }

  mutating func tell(_ text: String, _ entry: Int? = nil, _ remark: String? = nil) {
    lines.append(Line(text: text, entry: entry, remark: remark))
  }

  package var points: Points? {
    switch standing {
    case .points(let points): points
    case .missing: .zero
    case .pending, .excused: nil
    }
  }

  /// For people.
  package var words: String {
    switch standing {
    case .points(let points): "\(points) of \(possible)"
    case .missing: "0.00 of \(possible): nothing was handed in"
    case .pending(let why): "no mark: \(why)"
    case .excused: "excused"
    }
  }
}
