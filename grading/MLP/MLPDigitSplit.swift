import Digits
import LabKit

/// The handwritten digits in two parts, a fifth of each class in the second.
struct DigitSplit {
  /// `[n, 64]`, grey levels from 0 to 1.
  var train: Tensor
  var trainLabels: [Int]
  var test: Tensor
  /// Known to the judge alone.
  var testLabels: [Int]

  /// Draws which images go where, and their order.
  init(_ generator: inout Generator) {
    var (train, test): ([Int], [Int]) = ([], [])
    for digit in 0..<10 {
      let images = generator.permutation(Self.labels.count).filter { Self.labels[$0] == digit }
      test += images.prefix(images.count / 5)
      train += images.dropFirst(images.count / 5)
    }
    // Mixed, so that the place of an image does not tell its class.
    train = generator.permutation(train.count).map { train[$0] }
    test = generator.permutation(test.count).map { test[$0] }
    self.train = Self.images.rows(at: train)
    self.test = Self.images.rows(at: test)
    trainLabels = train.map { Self.labels[$0] }
    testLabels = test.map { Self.labels[$0] }
  }

  private static let data: (images: Tensor, labels: [Int]) = {
    guard let (pixels, labels) = try? Digits.load() else { preconditionFailure("the embedded digits are damaged") }
    let images = Tensor(shape: [Digits.count, Digits.pixelCount], values: pixels.map { Double($0) / 16 })
    return (images, labels.map { Int($0) })
  }()
  private static let images = data.images
  private static let labels = data.labels
}
