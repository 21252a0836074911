import LabKit
import Testing

@testable import HiddenChecks

/// The signs that trainings are judged on: of one key only, evenly many of each, and to be told apart by what is learnt.
@Suite struct GlyphsTests {
  static func signs(_ seed: UInt64) -> Glyphs {
    var generator = Generator(seed: seed)
    return Glyphs(train: 40, test: 20, &generator)
  }

  @Test func oneSeedOneSet() {
    let (one, again, other) = (Self.signs(1), Self.signs(1), Self.signs(2))
    #expect(one.train == again.train && one.testLabels == again.testLabels)
    #expect(one.train != other.train && one.trainLabels != other.trainLabels)
  }

  @Test func evenAndBounded() {
    let signs = Self.signs(3)
    #expect(signs.train.shape == [400, 64] && signs.test.shape == [200, 64])
    for label in 0..<10 {
      #expect(signs.trainLabels.count { $0 == label } == 40)
      #expect(signs.testLabels.count { $0 == label } == 20)
    }
    #expect(signs.train.values.allSatisfy { 0...1 ~= $0 })
    #expect(signs.trainLabels.prefix(10) != Array(0..<10)[...], "the place does not tell the class")
  }

  /// The means of each class's samples tell the others apart, those of another key do not.
  @Test(arguments: [4, 5, 6])
  func whatIsLearntIsTheKeysOwn(_ seed: UInt64) {
    let signs = Self.signs(seed)
    #expect(Self.accuracy(of: Self.means(signs), on: signs) > 0.7)
    #expect(Self.accuracy(of: Self.means(Self.signs(seed + 100)), on: signs) < 0.4)
  }

  private static func means(_ signs: Glyphs) -> [Tensor] {
    (0..<10).map { label in
      let rows = signs.trainLabels.indices.filter { signs.trainLabels[$0] == label }
      return signs.train.rows(at: rows).sum(axis: 0) / Double(rows.count)
    }
  }

  private static func accuracy(of means: [Tensor], on signs: Glyphs) -> Double {
    let right = signs.testLabels.indices.count { row in
      let distances = means.map { mean in (signs.test.row(row) - mean).map { $0 * $0 }.sum() }
      return distances.indices.min { distances[$0] < distances[$1] } == signs.testLabels[row]
    }
    return Double(right) / Double(signs.testLabels.count)
  }
}
