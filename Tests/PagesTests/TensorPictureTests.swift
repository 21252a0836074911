import LabKit
import Testing

@testable import Checks
@testable import Pages

/// A wrong tensor beside the right one.
@Suite struct TensorPictureTests {
  @Test func theWorstElementIsTheOneFarthestOff() throws {
    let expected = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
    let picture = try #require(Fixture.wrong(Tensor(shape: [2, 2], values: [1, 2.5, 3, -4]), expected))
    #expect(picture.wrong == [1, 3] && picture.worst == 3 && picture.path == "w")
    let figure = TensorPicture(picture).figure
    #expect(figure.contains(#"class="worst""#) && figure.matches(of: /class="worst"/).count == 2)
    #expect(figure.contains("2 of 4 wrong; the worst, framed, at [1, 1]: expected 4, got −4."))
    #expect(MathTests.isWellFormed(figure))
  }

  @Test func nothingIsDrawnOfWhatIsRightOrNotTold() {
    let tensor = Tensor([1, 2])
    #expect(Fixture.wrong(tensor, tensor) == nil)
    #expect(Fixture.wrong(Tensor([1, 3]), tensor, told: "“another”: wrong") == nil)
    #expect(Fixture.wrong(Tensor([3]), Tensor([1])) == nil)
  }

  @Test func anotherShapeIsTold() throws {
    let picture = try #require(Fixture.wrong(Tensor([1, 2, 3]), Tensor(shape: [3, 1], values: [1, 2, 3])))
    #expect(TensorPicture(picture).figure.contains("expected shape [3, 1], got [3]"))
  }

  /// Whatever a program answers, the drawing is bounded and holds numbers alone.
  @Test(arguments: [
    [4096], [1, 4096], [300, 300], [2, 3, 4, 5], [1, 1, 1, 1, 1, 1, 1, 2], [2, 1], [64, 64, 5, 5],
  ])
  func isBounded(_ shape: [Int]) throws {
    let expected = Tensor(shape: shape, repeating: 0.125)
    for bad in [Double.nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude] {
      var found = expected
      found.values[found.count - 1] = bad
      found.values[0] = -1
      let figure = TensorPicture(try #require(Fixture.wrong(found, expected))).figure
      #expect(figure.utf8.count < 120_000)
      #expect(MathTests.isWellFormed(figure), "\(shape) \(bad)")
      #expect(!figure.contains("nan,") && !figure.contains("inf"))
    }
  }
}
