import Digits
import LabKit

/// The handwritten digits in two parts, a fifth of each class in the second.
///
/// The images are public, so their labels could be looked up. Pixels are therefore put in an order drawn for this split,
/// which changes nothing for a network without a notion of neighbours, and each gets a little noise.
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
    let pixels = generator.permutation(Digits.pixelCount)
    self.train = Self.disguised(train, pixels, &generator)
    self.test = Self.disguised(test, pixels, &generator)
    trainLabels = train.map { Self.labels[$0] }
    testLabels = test.map { Self.labels[$0] }
  }

  private static func disguised(_ rows: [Int], _ pixels: [Int], _ generator: inout Generator) -> Tensor {
    var result = Tensor(shape: [rows.count, pixels.count])
    for (place, row) in rows.enumerated() {
      for (column, pixel) in pixels.enumerated() {
        result[place, column] = min(1, max(0, images[row, pixel] + generator.uniform(-0.02, 0.02)))
      }
    }
    return result
  }

  private static let data: (images: Tensor, labels: [Int]) = {
    guard let (pixels, labels) = try? Digits.load() else { preconditionFailure("the embedded digits are damaged") }
    let images = Tensor(shape: [Digits.count, Digits.pixelCount], values: pixels.map { Double($0) / 16 })
    return (images, labels.map { Int($0) })
  }()
  private static let images = data.images
  private static let labels = data.labels
}
