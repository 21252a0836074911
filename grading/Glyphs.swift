import LabKit

/// Signs that nobody has seen before, drawn from the key: what a training is judged on.
///
/// Handwritten digits are public, so their labels could be carried in a submission's source, by whatever disguise they are
/// handed out. These classes exist for one key only: each is a few random strokes, and each sample of it bends, turns,
/// scales and shifts them, with noise. Only what learns from the samples that it is given can tell them apart.
struct Glyphs {
  /// `[n, size²]`, grey levels from 0 to 1.
  var train: Tensor
  var trainLabels: [Int]
  var test: Tensor
  /// Known to the judge alone.
  var testLabels: [Int]

  /// Draws `classes` signs of `size` × `size` pixels, and of each so many samples to learn from and to be judged.
  init(classes: Int = 10, size: Int = 8, train: Int = 120, test: Int = 30, _ generator: inout Generator) {
    let signs = (0..<classes).map { _ in Sign(&generator) }
    (self.train, trainLabels) = Self.samples(of: signs, each: train, size, &generator)
    (self.test, testLabels) = Self.samples(of: signs, each: test, size, &generator)
  }

  /// So many of each sign, mixed, so that the place of one does not tell its class.
  private static func samples(
    of signs: [Sign], each count: Int, _ size: Int, _ generator: inout Generator
  ) -> (Tensor, [Int]) {
    let labels = generator.permutation(signs.count * count).map { $0 % signs.count }
    var images = Tensor(shape: [labels.count, size * size])
    for (row, label) in labels.enumerated() {
      let image = signs[label].sample(size, &generator)
      images.values.replaceSubrange(row * size * size..<(row + 1) * size * size, with: image)
    }
    return (images, labels)
  }
}

/// A sign: strokes through random points of the square from −1 to 1.
private struct Sign {
  private var strokes: [[(x: Double, y: Double)]]

  /// Three strokes of three points, those of a stroke far enough apart to be seen.
  init(_ generator: inout Generator) {
    strokes = (0..<3).map { _ in
      let middle = (generator.uniform(-0.5, 0.5), generator.uniform(-0.5, 0.5))
      let angle = generator.uniform(0, 2 * Double.pi)
      let reach = generator.uniform(0.4, 0.75)
      let bend = generator.uniform(-0.5, 0.5)
      return [-1.0, 0, 1].map { along in
        let across = along == 0 ? bend : 0
        return (
          x: middle.0 + reach * (along * cos(angle) - across * sin(angle)),
          y: middle.1 + reach * (along * sin(angle) + across * cos(angle))
        )
      }
    }
  }

  /// One image: points jittered, the whole turned, scaled and shifted, a pen of two thirds of a pixel, noise.
  func sample(_ size: Int, _ generator: inout Generator) -> [Double] {
    let (turn, scale) = (generator.uniform(-0.2, 0.2), generator.uniform(0.85, 1.1))
    let shift = (generator.uniform(-0.15, 0.15), generator.uniform(-0.15, 0.15))
    let (cosine, sine) = (scale * cos(turn), scale * sin(turn))
    let half = Double(size - 1) / 2
    var image = [Double](repeating: 0, count: size * size)
    for stroke in strokes {
      let points = stroke.map { point in
        let (x, y) = (point.x + generator.uniform(-0.06, 0.06), point.y + generator.uniform(-0.06, 0.06))
        return (
          x: half + half * (cosine * x - sine * y + shift.0), y: half + half * (sine * x + cosine * y + shift.1)
        )
      }
      Self.draw(points, size, into: &image)
    }
    let ink = generator.uniform(0.8, 1)
    return image.map { min(1, max(0, ink * $0 + generator.uniform(-0.08, 0.08))) }
  }

  /// A quadratic curve (Bézier) from the first point to the last; the darkest of what touches a pixel counts.
  private static func draw(_ points: [(x: Double, y: Double)], _ size: Int, into image: inout [Double]) {
    for step in 0...12 {
      let t = Double(step) / 12
      let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
      let x = a * points[0].x + b * points[1].x + c * points[2].x
      let y = a * points[0].y + b * points[1].y + c * points[2].y
      for row in max(0, Int(y) - 1)...max(0, min(size - 1, Int(y) + 2)) where row < size {
        for column in max(0, Int(x) - 1)...max(0, min(size - 1, Int(x) + 2)) where column < size {
          let distance = (Double(row) - y) * (Double(row) - y) + (Double(column) - x) * (Double(column) - x)
          image[row * size + column] = max(image[row * size + column], exp(-distance / 0.9))
        }
      }
    }
  }
}
