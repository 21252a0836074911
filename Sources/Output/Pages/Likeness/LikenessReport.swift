/// How like each other the submissions of a class are: what the pages of it tell.
package struct LikenessReport: Sendable {
  /// A program that was compared.
  package struct Program: Sendable {
    /// What it is called, as a stranger has it.
    package var name: String
    package var source: String

    package init(name: String, source: String) { (self.name, self.source) = (name, source) }
  }

  /// Two programs and what they have in common, as bytes of each.
  package struct Pair: Sendable {
    package struct Match: Sendable {
      package var left: Range<Int>
      package var right: Range<Int>

      package init(left: Range<Int>, right: Range<Int>) { (self.left, self.right) = (left, right) }
    }

    package var left: Int
    package var right: Int
    /// From 0 to 1.
    package var likeness: Double
    /// How many such pairs chance is expected to make in this class.
    package var expected: Double
    /// Whether that is too few to be believed.
    package var isBeyondChance: Bool
    package var matches: [Match]
    /// What else is to be said of it, in a sentence.
    package var remark: String

    package init(
      left: Int, right: Int, likeness: Double, expected: Double, isBeyondChance: Bool, matches: [Match],
      remark: String = ""
    ) {
      (self.left, self.right, self.likeness, self.expected) = (left, right, likeness, expected)
      (self.isBeyondChance, self.matches, self.remark) = (isBeyondChance, matches, remark)
    }
  }

  package var lab: String
  package var programs: [Program]
  /// The most alike first.
  package var pairs: [Pair]
  /// Programs that pairs beyond chance lead from one to another.
  package var groups: [[Int]]
  /// What was compared, with what subtracted, and where the line lies.
  package var method: [String]
  /// What was not compared, and why; what cannot be told.
  package var remarks: [String]

  package init(
    lab: String, programs: [Program], pairs: [Pair], groups: [[Int]], method: [String], remarks: [String]
  ) {
    (self.lab, self.programs, self.pairs) = (lab, programs, pairs)
    (self.groups, self.method, self.remarks) = (groups, method, remarks)
  }
}
