package import Checks
import LabKit

/// What the CNN handout checks, with public seeds: convolution, pooling, their gradients, then a network of them.
package enum CNNPublicChecks {
  package static let all: [Check] = [
    outputSize, convolve, convolveChannels, pool, convolveBackward, poolBackward, initialNetwork, scores, gradient,
  ]

  static let outputSize = Check(
    "outputSize", "outputSize: how many places a kernel has", points: 0.3,
    hint: "The padding stands on both sides; a kernel that would reach beyond it has no place there."
  ) { generator in
    var draw = ValueDraw()
    for (name, strides, paddings) in [("stride 1", 1...1, 0...0), ("padding", 1...1, 1...3), ("stride", 2...4, 0...3)] {
      for _ in 0..<6 {
        let kernel = 1 + generator.integer(below: 5)
        let stride = strides.lowerBound + generator.integer(below: strides.count)
        let padding = paddings.lowerBound + generator.integer(below: paddings.count)
        draw.add(name, CNNLab.outputSize(kernel + generator.integer(below: 20), kernel, stride, padding))
      }
    }
    // One length after the other, so that some divide by the stride and others do not.
    let kernel = 2 + generator.integer(below: 3)
    for more in 0..<4 { draw.add("stride 3", CNNLab.outputSize(kernel + 6 + more, kernel, 3, 0)) }
    return draw.draw()
  }

  static let convolve = Check(
    "convolve", "convolve: one channel, one kernel", points: 0.7,
    hint: """
      y(i, j) = b + Σ x(i + m, j + n) w(m, n): the kernel is not flipped, and the bias is added once. The output's height \
      comes from the kernel's height, its width from the width.
      """
  ) { generator in
    var draw = ValueDraw()
    draw.add("square", ConvolutionProblem([1, 1, 4, 4], [1, 1, 3, 3], &generator).convolve)
    draw.add("wide", ConvolutionProblem([1, 1, 4, 7], [1, 1, 2, 3], &generator).convolve)
    draw.add("two images", ConvolutionProblem([2, 1, 5, 4], [1, 1, 3, 2], &generator).convolve)
    draw.add("padding", ConvolutionProblem([1, 1, 4, 5], [1, 1, 3, 3], padding: 1, &generator).convolve)
    return draw.draw()
  }

  static let convolveChannels = Check(
    "convolve.channels", "convolve: several channels and kernels", points: 0.6, after: ["convolve"],
    hint:
      "Each output channel has a kernel with a layer for every input channel; sum over these, then add the bias once."
  ) { generator in
    var draw = ValueDraw()
    for (name, x, kernels, padding) in [
      ("three channels in", [1, 3, 4, 5], [1, 3, 2, 2], 0), ("four channels out", [1, 1, 5, 4], [4, 1, 3, 3], 0),
      ("both, three images", [3, 2, 5, 6], [3, 2, 3, 3], 1),
    ] {
      let problem = ConvolutionProblem(x, kernels, padding: padding, &generator)
      draw.add(name, problem.convolve, own: problem.ownChannels)
    }
    return draw.draw(partial: true)
  }

  static let pool = Check(
    "pool", "maxPool: the largest of each window", points: 0.4,
    hint: """
      Each channel by itself; windows start every `stride` rows and columns; one that would reach beyond is left out. \
      What is the largest of −3 and −5?
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, shape, size, stride) in [
      ("one channel", [1, 1, 4, 6], 2, 2), ("channels and images", [2, 3, 4, 4], 2, 2),
      ("three by three", [1, 2, 6, 9], 3, 3), ("overlapping", [1, 2, 6, 8], 3, 2),
    ] {
      // Below 0 for the most part, so that some windows are wholly there.
      let x = generator.normal(shape: shape) - 1
      draw.add(name, PoolingProblem(x, size: size, stride: stride, &generator).pool)
    }
    return draw.draw()
  }

  /// One image and one channel by the part of the gradient, then both together, each with its share; no stride.
  static let convolveBackward = Check(
    "convolve.backward", "convolveBackward: one channel, one kernel; then several", points: 0.9, after: ["convolve"],
    hint: """
      Write y(i, j) out for an image of 3 × 3 and a kernel of 2 × 2, then differentiate: each weight meets one pixel at \
      every place, each pixel up to four weights, the bias every place.
      """
  ) { generator in
    var draw = FollowedDraw()
    for (image, kernel, padding) in [([3, 3], [2, 2], 0), ([5, 4], [2, 3], 0), ([4, 3], [3, 3], 1)] {
      let problem = ConvolutionProblem([1, 1] + image, [1, 1] + kernel, padding: padding, &generator)
      for part in ["x", "kernels"] {
        let answer = draw.add("gradient in \(part)", problem.backward, part: part)
        problem.requireAdjoint(&draw.own, "gradient in \(part)", answer, parts: [part], &generator)
      }
    }
    let several = ConvolutionProblem([2, 2, 4, 4], [3, 2, 3, 3], padding: 1, &generator)
    let answer = draw.add("images and channels", several.backward)
    several.requireAdjoint(&draw.own, "images and channels", answer, &generator)
    return draw.draw(partial: true)
  }

  static let poolBackward = Check(
    "pool.backward", "maxPoolBackward: where the largest came from", points: 0.4, after: ["pool"],
    hint: "Only the element that was the largest of its window has an influence; all the others get 0."
  ) { generator in
    var draw = FollowedDraw()
    for (name, shape, size) in [
      ("one channel", [1, 1, 4, 6], 2), ("channels and images", [2, 3, 4, 4], 2), ("three by three", [1, 2, 6, 9], 3),
    ] {
      let problem = PoolingProblem(generator.images(shape), size: size, stride: size, &generator)
      let answer = draw.add(name, problem.backward)
      problem.requireSlope(&draw.own, name, answer, &generator)
    }
    return draw.draw()
  }

  /// The bounds take in Glorot's, He's, LeCun's and PyTorch's initialisations, normal and uniform: with n numbers in each
  /// sum, their standard deviations lie between 0.57/√n and 1.42/√n here. The sums of the three layers have 18, 108 and
  /// 512 numbers, so that a spread that suits one of them suits no other. Of 32 small networks together the spread is
  /// known to a per cent or some, so that the ends of what is allowed have a margin of five deviations, and 1.3 times the
  /// upper one has none.
  static let initialNetwork = Check(
    "network.initial", "initialNetwork: shapes, and random weights that follow the seed", points: 0.3,
    hint: """
      Kernels [outputs, inputs, 3, 3] with a spread near 1/√(9 · inputs); the dense layer reads what the last pooling \
      leaves; all drawn from one generator that starts from the seed.
      """
  ) { generator in
    let (seed, other) = (generator.seed(), generator.seed())
    var calls = [
      CNNLab.initialNetwork([16, 32], [2, 12, 16], 10, seed), CNNLab.initialNetwork([9, 15], [1, 4, 3, 2], 5, other),
      CNNLab.initialNetwork([16, 32], [2, 12, 16], 10, seed), CNNLab.initialNetwork([16, 32], [2, 12, 16], 10, other),
      CNNLab.initialNetwork([3, 5], [2], 4, seed),
    ]
    // Seeds that are like 0, like one another in their lower bits, or like one another but for the sign.
    let seeds = [0, 1, seed, seed + 1 << 16, seed + 1 << 32, seed + 1 << 48, ~seed]
    let alike = Array(calls.count..<calls.count + 32)
    for place in 0..<32 {
      calls.append(CNNLab.initialNetwork([4, 4], [4, 16], 16, place < seeds.count ? seeds[place] : generator.seed()))
    }
    let pooled = [(0, 36.0, 0.475...1.575), (2, 64, 0.475...1.575), (1, 36, 0...1.17), (3, 64, 0...1.17)].map {
      tensor, inputs, range in
      let scale = 1 / inputs.squareRoot()
      return PropertyJudge.Rule.pooledSpread(
        calls: alike, tensor: tensor, mean: -0.3 * scale...0.3 * scale,
        deviation: range.lowerBound * scale...range.upperBound * scale,
        because: tensor % 2 == 0
          ? "the weights are not spread around 0 like 1/√inputs" : "the biases are spread wider than 1/√inputs")
    }
    let biases = [(1, 18.0), (3, 108), (5, 512)].map { tensor, inputs in
      PropertyJudge.Rule.spread(
        call: 0, tensor: tensor, mean: -0.1 - 1 / inputs.squareRoot()...0.1 + 1 / inputs.squareRoot(),
        deviation: 0...1 / inputs.squareRoot(),
        because: "the biases are neither 0 nor small")
    }
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge(
          [
            .shapes(
              call: 0, [[12, 2, 3, 3], [12], [16, 12, 3, 3], [16], [10, 512], [10]],
              because: "the layers have other shapes"),
            .shapes(
              call: 1, [[4, 1, 3, 3], [4], [3, 4, 3, 3], [3], [2, 3, 3, 3], [2], [5, 2], [5]],
              because: "the layers have other shapes"),
            .shapes(call: 4, [[4, 30], [4]], because: "a network without blocks has other shapes"),
            .identical(calls: [0, 2], because: "the same seed gives another network"),
            .distinct(calls: [0, 3], because: "another seed gives the same network"),
            .drawnAnew(calls: [0, 3], tensors: [0, 2, 4], because: "another seed gives the same weights"),
            .distinctRows(call: 0, tensor: 0, because: "several kernels of a block are the same"),
            .distinctRows(call: 0, tensor: 2, because: "several kernels of a block are the same"),
            .distinctRows(call: 0, tensor: 4, because: "several units of a layer have the same weights"),
            .unrelated(call: 0, tensors: [0, 2, 4], because: "the layers have the same random numbers"),
            .startingWeights(tensor: 0, inputs: 18, widest: 2), .startingWeights(tensor: 2, inputs: 108, widest: 2),
            .startingWeights(tensor: 4, inputs: 512, widest: 2),
            .fresh(call: 0, tensors: [0, 2, 4], because: "many random numbers occur more than once"),
            .drawnAnew(
              calls: Array(alike.prefix(seeds.count)), tensors: [0, 2],
              because: "another seed gives the same weights"),
          ] + biases + pooled)))
  }

  static let scores = Check(
    "network.scores", "scores: convolution, ReLU, pooling, dense layer", points: 0.4,
    after: ["convolve.channels", "pool"],
    hint: "Blocks in their order; then each image as one row, channel after channel, row after row; then x Wᵀ + b."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, channels, classes) in [
      ("one block", 2, (4, 4), [1, 3], 4), ("two blocks", 3, (8, 8), [1, 3, 4], 5),
      ("one image", 1, (4, 8), [2, 3, 2], 3), ("odd sizes", 2, (7, 9), [1, 2, 3], 3),
    ] {
      let set = LabelledImages(count, size, channels, classes: classes, &generator)
      draw.add(name, set.scores, own: set.ownScores)
    }
    return draw.draw()
  }

  static let gradient = Check(
    "network.gradient", "gradient: the weights and biases of a small network", points: 0.4,
    after: ["network.scores", "convolve.backward", "pool.backward"],
    hint: """
      Back through the layers in reverse order: dense, pooling, ReLU, convolution, each with the input that it had on the \
      way forward. CNNLab.crossEntropy has the gradient in the scores.
      """
  ) { generator in
    var draw = FollowedDraw()
    for (name, count, size, channels, classes) in [
      ("no block", 4, (3, 2), [2], 3), ("one block", 3, (4, 6), [1, 3], 4), ("two blocks", 2, (8, 4), [2, 3, 4], 3),
    ] {
      let set = LabelledImages(count, size, channels, classes: classes, &generator)
      let answer = draw.add(name, set.gradient)
      set.requireGradient(&draw.own, name, answer, &generator)
    }
    return draw.draw(partial: true)
  }
}
