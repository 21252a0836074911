import LabKit
import Testing

@testable import HiddenChecks

@Suite struct DigitSplitTests {
  /// 1797 digits with 174 to 183 of each class: a fifth of each, rounded down, makes 34 to 36 and 355 together.
  @Test func aFifthOfEachClass() {
    var generator = Generator(seed: 3)
    let split = DigitSplit(&generator)
    #expect(split.train.shape == [1442, 64] && split.trainLabels.count == 1442)
    #expect(split.test.shape == [355, 64] && split.testLabels.count == 355)
    #expect(
      (0..<10).map { digit in split.testLabels.count { $0 == digit } } == [35, 36, 35, 36, 36, 36, 36, 35, 34, 36])
    #expect(split.train.values.allSatisfy { (0...1).contains($0) })
    #expect(split.train.values.max() == 1)
  }

  @Test func noImageOnBothSides() {
    var generator = Generator(seed: 8)
    let split = DigitSplit(&generator)
    // A few of the 1797 images are the same as another one, to the last pixel, if at all.
    let known = Set((0..<split.train.rows).map { split.train.row($0).values })
    #expect((0..<split.test.rows).count { known.contains(split.test.row($0).values) } < 5)
  }
}
