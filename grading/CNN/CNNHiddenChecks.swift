package import Checks
import LabKit
import Labs

extension Lab {
  /// Convolution and pooling, forward and backward, and a small network of them.
  package static let cnn = Lab(
    name: "CNN", title: "Convolutional networks: convolution, pooling, their gradients, training on signs",
    publicChecks: CNNPublicChecks.all, hiddenChecks: CNNHiddenChecks.all, mutants: CNNMutants.all,
    variants: CNNVariants.all)
}

/// What only the instructor checks: strides and edges, gradients of every shape, training, time.
enum CNNHiddenChecks {
  static let all: [Check] = [
    convolveStrides, convolveEdges, poolEdges, backwardOracle, backwardDifferences, poolBackwardEdges,
    deepGradient, gradientDifferences, repeats, accuracy, timing,
  ]

  static let convolveStrides = Check(
    "convolve.strides", "convolve: stride and padding together", points: 0.6,
    after: ["outputSize", "convolve.channels"],
    hint:
      "Place (i, j) sees the pixels from (i · stride − padding, j · stride − padding) on; outside the image stand zeros."
  ) { generator in
    var draw = ValueDraw()
    for (name, x, kernels, stride, padding) in [
      ("stride 2", [2, 2, 7, 9], [3, 2, 3, 3], 2, 0), ("stride 2, padding 1", [2, 2, 6, 8], [2, 2, 3, 3], 2, 1),
      ("stride 3, padding 2", [1, 3, 8, 7], [2, 3, 4, 4], 3, 2),
      ("a stride that leaves pixels out", [1, 2, 8, 6], [2, 2, 3, 3], 2, 0),
    ] {
      let problem = ConvolutionProblem(x, kernels, stride: stride, padding: padding, &generator)
      draw.add(name, problem.convolve) { problem.ownOfPadded(&$0) }
    }
    return draw.draw(partial: true)
  }

  static let convolveEdges = Check(
    "convolve.edges", "convolve: small and large kernels, no images", points: 0.3, after: ["convolve.channels"],
    hint:
      "A kernel may be one pixel or the whole image, and the padding wider than the kernel; then a place sees zeros only."
  ) { generator in
    var draw = ValueDraw()
    let one = ConvolutionProblem([2, 3, 3, 4], [2, 3, 1, 1], &generator)
    draw.add("1 × 1", one.convolve, own: one.ownOfThree)
    let whole = ConvolutionProblem([2, 2, 4, 3], [3, 2, 4, 3], &generator)
    draw.add("the whole image", whole.convolve) { whole.ownOfPadded(&$0, extra: 1) }
    let wide = ConvolutionProblem([1, 2, 3, 2], [2, 2, 2, 2], padding: 3, &generator)
    draw.add("wide padding", wide.convolve) { wide.ownOfPadded(&$0) }
    let large = ConvolutionProblem([1, 2, 2, 3], [2, 2, 4, 3], padding: 1, &generator)
    draw.add("a kernel larger than the image", large.convolve) { large.ownOfPadded(&$0) }
    // Kernels wider than twice the image, of which a stride leaves pixels out.
    for (x, kernels, stride, padding) in [([1, 2, 4, 1], [2, 2, 3, 5], 2, 2), ([2, 1, 2, 3], [2, 1, 8, 7], 3, 4)] {
      let narrow = ConvolutionProblem(x, kernels, stride: stride, padding: padding, &generator)
      draw.add("a narrow image", narrow.convolve) { narrow.ownOfPadded(&$0) }
    }
    // Nothing may be done by so and so many at once that what is left over is forgotten.
    let many = ConvolutionProblem([67, 1, 3, 2], [2, 1, 2, 2], &generator)
    draw.add("67 images", many.convolve, own: many.ownOfThree)
    let row = ConvolutionProblem([2, 1, 1, 6], [2, 1, 1, 3], &generator)
    draw.add("one row", row.convolve, own: row.ownOfThree)
    let none = ConvolutionProblem([0, 2, 4, 5], [3, 2, 3, 3], &generator)
    draw.add("no images", none.convolve) { _ in [.of(none.outputGradient)] }
    return draw.draw()
  }

  /// Windows that do not fit: 5 rows in twos leave one out. Numbers below 0 are not below a maximum that starts at 0.
  static let poolEdges = Check(
    "pool.edges", "maxPool: numbers below 0, windows that overlap or do not fit", points: 0.4, after: ["pool"],
    hint: "What is the largest of −3 and −5? A window that reaches beyond the image is left out."
  ) { generator in
    var draw = ValueDraw()
    for (name, shape, size, stride, shift) in [
      ("below 0", [1, 2, 4, 4], 2, 2, -8.0), ("rows and columns left over", [1, 2, 5, 7], 2, 2, 0),
      ("overlapping by two", [2, 1, 6, 5], 3, 1, 0), ("gaps between windows", [1, 2, 8, 7], 2, 3, 0),
      ("one window", [2, 2, 3, 3], 3, 3, 0), ("one pixel", [2, 3, 2, 3], 1, 1, 0),
      ("67 images", [67, 1, 2, 3], 2, 1, 0), ("far below 0", [1, 1, 2, 4], 2, 2, -1e6),
      ("farther below 0", [1, 1, 2, 4], 2, 2, -1e12),
    ] {
      let problem = PoolingProblem(generator.normal(shape: shape) + shift, size: size, stride: stride, &generator)
      draw.add(name, problem.pool, own: problem.ownWindows)
    }
    let none = PoolingProblem(Tensor(shape: [0, 2, 4, 4]), size: 2, stride: 2, &generator)
    draw.add("no images", none.pool) { _ in [.of(none.outputGradient)] }
    return draw.draw()
  }

  static let backwardOracle = Check(
    "convolve.backward.oracle", "convolveBackward: channels, stride, padding", points: 0.9,
    after: ["outputSize", "convolve.channels", "convolve.strides", "convolve.backward"],
    hint: """
      The same loops as in convolve, with the same pixel for the same weight and place: only what is added to what \
      changes. Sums run over images and places.
      """, budget: 3
  ) { generator in
    var draw = FollowedDraw()
    for (name, x, kernels, stride, padding) in [
      ("channels and images", [3, 2, 4, 5], [3, 2, 2, 3], 1, 0), ("padding 2", [2, 1, 4, 3], [2, 1, 3, 3], 1, 2),
      ("stride 2", [2, 2, 7, 5], [3, 2, 3, 3], 2, 0), ("stride 3, padding 1", [2, 3, 8, 6], [2, 3, 3, 2], 3, 1),
      ("pixels left out", [1, 2, 8, 6], [2, 2, 3, 3], 2, 0), ("1 × 1", [2, 3, 3, 4], [4, 3, 1, 1], 1, 0),
      ("wide padding", [1, 2, 3, 2], [2, 2, 2, 2], 1, 3), ("a narrow image", [1, 2, 4, 1], [2, 2, 3, 5], 2, 2),
      ("a narrow image", [2, 1, 2, 3], [2, 1, 8, 7], 3, 4), ("67 images", [67, 1, 3, 2], [2, 1, 2, 2], 1, 0),
      // Some 9,000 numbers: one sweep takes milliseconds, a convolution for each of them far beyond the budget.
      ("many pixels", [2, 8, 23, 23], [12, 8, 3, 3], 1, 1),
      // So large a kernel that an impulse for each of its elements is a thousand times the sweep.
      ("a large kernel", [2, 2, 64, 64], [1, 2, 32, 32], 1, 0),
    ] {
      let problem = ConvolutionProblem(x, kernels, stride: stride, padding: padding, &generator)
      let answer = draw.add(name, problem.backward)
      problem.requireAdjoint(&draw.own, name, answer, &generator)
    }
    var odd = ConvolutionProblem([3, 2, 4, 4], [2, 2, 3, 3], padding: 1, &generator)
    odd.outputGradient = Tensor(
      shape: odd.outputGradient.shape,
      values: odd.outputGradient.values.enumerated().map {
        // The first image has no gradient, the second a small one.
        $0 < 32 ? 0 : $0 < 64 ? 1e-8 * $1 : 10 * $1
      })
    let answer = draw.add("images of unlike gradients", odd.backward)
    odd.requireAdjoint(&draw.own, "images of unlike gradients", answer, &generator)
    var small = odd
    small.outputGradient = 1e-8 * odd.outputGradient
    let smallAnswer = draw.add("small gradients", small.backward)
    small.requireAdjoint(&draw.own, "small gradients", smallAnswer, &generator)
    // All is a line in what comes from above, whatever its size.
    let plain = ConvolutionProblem([2, 2, 4, 5], [3, 2, 3, 3], padding: 1, &generator)
    for (name, size) in [("tiny gradients", 1e-30), ("huge gradients", 1e9)] {
      var scaled = plain
      scaled.outputGradient = size * plain.outputGradient
      let answer = draw.add(name, scaled.backward, unit: size)
      plain.requireAdjoint(&draw.own, name, (1 / size) * answer, &generator)
    }
    let none = ConvolutionProblem([0, 2, 4, 5], [3, 2, 3, 3], &generator)
    draw.add("no images", none.backward, isTrivial: true)
    return draw.draw(partial: true)
  }

  /// A convolution is linear in each of its tensors, so that differences are exact for any step.
  static let backwardDifferences = Check(
    "convolve.differences", "convolveBackward: the slope of your own convolution", points: 0.7,
    after: ["convolve", "convolve.channels", "convolve.strides"],
    hint: """
      Nudge one pixel, one weight or one bias by ±h: Σ g ⊙ convolve(…) must change by 2h times what convolveBackward says.
      """
  ) { generator in
    var draw = GradientDraw<ConvolutionTensors>()
    for (name, x, kernels, stride, padding, directions) in [
      ("tiny", [2, 1, 3, 4], [2, 1, 2, 2], 1, 0, 5), ("channels", [2, 2, 4, 5], [3, 2, 3, 3], 1, 1, 3),
      ("stride 2", [1, 2, 5, 6], [2, 2, 3, 3], 2, 1, 3),
    ] {
      let problem = ConvolutionProblem(x, kernels, stride: stride, padding: padding, &generator)
      draw.add(
        at: ConvolutionTensors(x: problem.x, kernels: problem.kernels),
        names: ["x (\(name))", "weights (\(name))", "bias (\(name))"], directions: directions, rows: 3,
        using: &generator, gradient: { problem.backward($0) }, loss: { problem.loss($0) })
    }
    return draw.draw
  }

  /// Ties among multiples of 1/2, which many windows have; the statement says that the first of equals counts.
  static let poolBackwardEdges = Check(
    "pool.backward.edges", "maxPoolBackward: ties, overlaps, numbers below 0", points: 0.5,
    after: ["pool", "pool.edges", "pool.backward"],
    hint: "An element that is the largest of several windows gets the sum; of equal ones the first, by rows, gets all."
  ) { generator in
    var draw = FollowedDraw()
    for (name, shape, size, stride, middle) in [
      ("overlapping", [2, 2, 5, 6], 3, 1, 0.0), ("overlapping by one", [1, 2, 7, 5], 3, 2, 0),
      ("pixels left over", [2, 1, 5, 7], 2, 2, 0), ("gaps between windows", [1, 2, 8, 7], 2, 3, 0),
      ("below 0", [1, 2, 4, 6], 2, 2, -20), ("67 images", [67, 1, 2, 3], 2, 1, 0),
    ] {
      let problem = PoolingProblem(generator.images(shape, around: middle), size: size, stride: stride, &generator)
      let answer = draw.add(name, problem.backward)
      problem.requireSlope(&draw.own, name, answer, &generator)
    }
    for _ in 0..<3 {
      let ties = Tensor(shape: [1, 2, 4, 6], values: (0..<48).map { _ in Double(generator.integer(below: 3)) / 2 })
      draw.add("ties", PoolingProblem(ties, size: 2, stride: 2, &generator).backward)
      draw.add("ties", PoolingProblem(ties - 2, size: 3, stride: 1, &generator).backward)
    }
    let close = Tensor(shape: [1, 2, 4, 6], values: generator.permutation(48).map { 1 + 0x1p-52 * Double($0) })
    draw.add("a hair larger", PoolingProblem(close, size: 2, stride: 2, &generator).backward)
    let far = generator.images([1, 2, 4, 6], around: -1e12)
    draw.add("far below 0", PoolingProblem(far, size: 2, stride: 2, &generator).backward)
    // Nothing is lower than this, so that a search must not start from it either.
    let lowest = Tensor(shape: [1, 2, 4, 4]) - Double.greatestFiniteMagnitude
    draw.add("far below 0", PoolingProblem(lowest, size: 2, stride: 2, &generator).backward)
    for (name, size) in [("tiny gradients", 1e-30), ("huge gradients", 1e9)] {
      let plain = PoolingProblem(generator.images([2, 1, 5, 6]), size: 3, stride: 1, &generator)
      var scaled = plain
      scaled.outputGradient = size * plain.outputGradient
      let answer = draw.add(name, scaled.backward, unit: size)
      plain.requireSlope(&draw.own, name, (1 / size) * answer, &generator)
    }
    draw.add("all equal", PoolingProblem(Tensor(shape: [1, 1, 4, 4]), size: 2, stride: 2, &generator).backward)
    draw.add(
      "no images", PoolingProblem(Tensor(shape: [0, 2, 4, 4]), size: 2, stride: 2, &generator).backward,
      isTrivial: true)
    return draw.draw(partial: true)
  }
}
