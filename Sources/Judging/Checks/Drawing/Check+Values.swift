public import LabKit

extension Check {
  /// A check of named cases, each compared with the reference's answer; where it is `partial`, each earns its share.
  ///
  /// `cases` adds them to the draw; the same generator gives the same.
  public init(
    _ id: String, _ title: String, points: Points, after prerequisites: [String] = [], needs: [String] = [],
    hint: String, budget: Double = 5, partial: Bool = false,
    cases: @escaping @Sendable (inout ValueDraw, inout Generator) -> Void
  ) {
    self.init(id, title, points: points, after: prerequisites, needs: needs, hint: hint, budget: budget) { generator in
      var draw = ValueDraw()
      cases(&draw, &generator)
      return draw.draw(partial: partial)
    }
  }
}
