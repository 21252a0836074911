public import Tensors

/// Seeded toy data.
///
/// Every generator draws from the stream in the order in which it says its samples.
public enum Generators {
  /// Normal clouds around `classes` centres, evenly spaced on a circle of radius 4; sample i belongs to class i mod classes.
  public static func blobs<Scalar: TensorScalar>(
    _ count: Int, classes: Int = 3, deviation: Double = 1, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    plane(count, classes: classes) { sample, label in
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      return (
        4 * Elementary.cos(angle) + deviation * stream.normal(), 4 * Elementary.sin(angle) + deviation * stream.normal()
      )
    }
  }

  /// Two half circles that reach into one another.
  public static func moons<Scalar: TensorScalar>(
    _ count: Int, noise: Double = 0.1, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    plane(count, classes: 2) { sample, label in
      let angle = Double.pi * stream.uniform()
      let (x, y) = (Elementary.cos(angle), Elementary.sin(angle))
      let place = label == 0 ? (x, y) : (1 - x, 0.5 - y)
      return (place.0 + noise * stream.normal(), place.1 + noise * stream.normal())
    }
  }

  /// Spiral arms of one and a half turns.
  public static func spirals<Scalar: TensorScalar>(
    _ count: Int, classes: Int = 2, noise: Double = 0.05, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    plane(count, classes: classes) { sample, label in
      let radius = stream.uniform()
      let angle = 3 * Double.pi * radius + 2 * Double.pi * Double(label) / Double(classes)
      return (
        radius * Elementary.cos(angle) + noise * stream.normal(),
        radius * Elementary.sin(angle) + noise * stream.normal()
      )
    }
  }

  /// A circle of radius 1 around one of radius `inner`.
  public static func circles<Scalar: TensorScalar>(
    _ count: Int, inner: Double = 0.5, noise: Double = 0.05, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    plane(count, classes: 2) { sample, label in
      let (radius, angle) = (label == 0 ? 1 : inner, 2 * Double.pi * stream.uniform())
      return (
        radius * Elementary.cos(angle) + noise * stream.normal(),
        radius * Elementary.sin(angle) + noise * stream.normal()
      )
    }
  }

  /// The four corners of the exclusive or, in order 00, 01, 10, 11, repeated: no line separates the classes.
  public static func exclusiveOr<Scalar: TensorScalar>(
    _ count: Int, noise: Double = 0, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    var elements: [Scalar] = []
    var labels: [Int32] = []
    for sample in Generators.samples(count) {
      let (a, b) = (sample % 4 / 2, sample % 2)
      elements += [Scalar(Double(a) + noise * stream.normal()), Scalar(Double(b) + noise * stream.normal())]
      labels.append(Int32(a ^ b))
    }
    return Dataset(features: Tensor(elements, Shape(count, 2)), labels: labels, classes: 2)
  }

  /// y = sin x + noise for x uniform in 0..<2π: both of shape samples × 1.
  public static func sine<Scalar: TensorScalar>(
    _ count: Int, noise: Double = 0.1, _ stream: inout RandomStream
  ) -> (x: Tensor<Scalar>, y: Tensor<Scalar>) {
    curve(count, 0..<(2 * Double.pi), noise, &stream) { Elementary.sin($0) }
  }

  /// y = Σ coefficientᵢ·xⁱ + noise for x uniform in −1..<1.
  public static func polynomial<Scalar: TensorScalar>(
    _ count: Int, coefficients: [Double], noise: Double = 0.1, _ stream: inout RandomStream
  ) -> (x: Tensor<Scalar>, y: Tensor<Scalar>) {
    curve(count, -1..<1, noise, &stream) { x in coefficients.reversed().reduce(0) { $0 * x + $1 } }
  }

  /// Monthly rents of flats, made up but rent-like: surfaces uniform in 15..<120 m², and 180 + 14·surface + 0.02·surface² euros with a
  /// deviation of 8 % of the rent: the larger the flat, the more its rent varies.
  ///
  /// Features: samples × 1; values: samples × 1.
  public static func rents<Scalar: TensorScalar>(
    _ count: Int, deviation: Double = 0.08, _ stream: inout RandomStream
  ) -> RegressionData<Scalar> {
    var (surfaces, rents): ([Scalar], [Scalar]) = ([], [])
    for _ in Generators.samples(count) {
      let surface = 15 + 105 * stream.uniform()
      surfaces.append(Scalar(surface))
      rents.append(Scalar((180 + 14 * surface + 0.02 * surface * surface) * (1 + deviation * stream.normal())))
    }
    return RegressionData(features: Tensor(surfaces, Shape(count, 1)), values: Tensor(rents, Shape(count, 1)))
  }

  /// 0..<count; traps unless there is one.
  private static func samples(_ count: Int) -> Range<Int> {
    require(count > 0, "Generators: \(count) samples")
    return 0..<count
  }

  private static func curve<Scalar: TensorScalar>(
    _ count: Int, _ range: Range<Double>, _ noise: Double, _ stream: inout RandomStream, _ function: (Double) -> Double
  ) -> (x: Tensor<Scalar>, y: Tensor<Scalar>) {
    var (xs, ys): ([Scalar], [Scalar]) = ([], [])
    for _ in samples(count) {
      let x = range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform()
      xs.append(Scalar(x))
      ys.append(Scalar(function(x) + noise * stream.normal()))
    }
    return (Tensor(xs, Shape(count, 1)), Tensor(ys, Shape(count, 1)))
  }

  private static func plane<Scalar: TensorScalar>(
    _ count: Int, classes: Int, _ point: (Int, Int) -> (Double, Double)
  ) -> Dataset<Scalar> {
    var elements: [Scalar] = []
    var labels: [Int32] = []
    require(classes > 0, "Generators: \(classes) classes")
    for sample in samples(count) {
      let (x, y) = point(sample, sample % classes)
      elements += [Scalar(x), Scalar(y)]
      labels.append(Int32(sample % classes))
    }
    return Dataset(features: Tensor(elements, Shape(count, 2)), labels: labels, classes: classes)
  }
}
