import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum CNNMutants {
  static let all: [Mutant] = convolutions + poolings + edges + networks + readings + sentences + blind

  private static let size = "(input + 2 * padding - kernel) / stride + 1"
  private static let row = "let row = i * stride + m - padding"
  private static let column = "let column = j * stride + n - padding"
  private static let value = "product.values[index] + kernels.bias[index / view.places]"
  private static let bias = "bias += delta.sum(axis: 1)"
  private static let weights = "weights += delta.matmul(view.columns(of: x, sample).transposed())"
  private static let pixel = "x.values[sample * pixels + tap.pixel] += columns.values[tap.column]"

  /// In outputSize, convolve and convolveBackward.
  private static let convolutions: [Mutant] = [
    Mutant(
      "size-padding-once", "the padding counted on one side only",
      replacing: [(size, "(input + padding - kernel) / stride + 1")],
      fails: [
        "outputSize", "convolve", "convolve.channels", "convolve.backward", "network.scores", "convolve.strides",
        "convolve.edges", "convolve.differences",
      ], sometimes: ["network.repeats"]),
    Mutant(
      "size-rounded-up", "a place for a kernel that reaches beyond the padding",
      replacing: [(size, "(input + 2 * padding - kernel + stride - 1) / stride + 1")],
      fails: [
        "outputSize", "pool", "network.initial", "network.scores", "convolve.strides", "convolve.edges", "pool.edges",
        "convolve.backward.oracle", "convolve.differences", "pool.backward.edges", "network.gradient.deep",
        "network.repeats",
      ]),
    Mutant(
      "size-without-one", "a place too few",
      replacing: [(size, "(input + 2 * padding - kernel) / stride")],
      fails: [
        "outputSize", "convolve", "convolve.channels", "pool", "convolve.backward", "pool.backward", "network.initial",
        "network.scores", "convolve.strides", "convolve.edges", "pool.edges", "convolve.differences",
        "pool.backward.edges",
      ], sometimes: ["network.repeats"]),
    Mutant(
      "kernel-flipped", "the convolution of signal processing, with the kernel turned round",
      replacing: [
        (row, "let row = i * stride + (kernelHeight - 1 - m) - padding"),
        (column, "let column = j * stride + (kernelWidth - 1 - n) - padding"),
      ],
      fails: ["convolve", "convolve.edges", "network.gradient.deep"],
      sometimes: [
        "convolve.backward", "convolve.backward.oracle", "convolve.channels", "convolve.differences",
        "convolve.strides", "network.differences", "network.gradient", "network.repeats", "network.scores", "timing",
      ]),
    Mutant(
      "kernel-transposed", "rows and columns of the kernel exchanged where it is square",
      replacing: [
        (row, "let row = i * stride + (kernelHeight == kernelWidth ? n : m) - padding"),
        (column, "let column = j * stride + (kernelHeight == kernelWidth ? m : n) - padding"),
      ],
      fails: ["convolve"],
      sometimes: ["convolve.channels", "convolve.differences", "network.gradient", "network.repeats", "timing"]),
    Mutant(
      "stride-forgotten", "the windows side by side, whatever the stride",
      replacing: [(row, "let row = i + m - padding"), (column, "let column = j + n - padding")],
      fails: ["convolve.strides", "convolve.edges"], sometimes: ["network.repeats"]),
    Mutant(
      "padding-below-only", "all of the padding below and to the right of the image",
      replacing: [(row, "let row = i * stride + m"), (column, "let column = j * stride + n")],
      fails: ["convolve", "convolve.strides", "convolve.edges"],
      sometimes: [
        "convolve.backward", "convolve.backward.oracle", "convolve.channels", "convolve.differences",
        "network.differences", "network.gradient", "network.gradient.deep", "network.repeats", "network.scores",
        "timing",
      ]),
    Mutant(
      "stride-on-rows-only", "the stride for rows, not for columns",
      replacing: [(column, "let column = j + n - padding")],
      fails: ["convolve.strides", "convolve.edges"]),
    Mutant(
      "bias-forgotten", "the convolution without its bias", replacing: [(value, "product.values[index]")],
      fails: ["convolve", "network.differences"]),
    Mutant(
      "bias-for-each-channel", "the bias added once for every input channel",
      replacing: [(value, "product.values[index] + Double(x.shape[1]) * kernels.bias[index / view.places]")],
      fails: ["convolve.channels", "network.differences"]),
    Mutant(
      "bias-of-the-first-kernel", "the first kernel's bias for all of them",
      replacing: [(value, "product.values[index] + kernels.bias[0]")],
      fails: ["convolve.channels", "network.differences"]),
    Mutant(
      "first-channel-only", "the first channel of each image and kernel only",
      replacing: [("for channel in 0..<channels {", "for channel in 0..<min(1, channels) {")],
      fails: ["convolve.channels", "convolve.backward"], sometimes: ["network.gradient.deep", "network.repeats"]),
    Mutant(
      "pixels-by-division", "the size of an image found by dividing by the number of images, which may be 0",
      replacing: [
        (
          "var y = Tensor(shape: [x.shape[0], kernels.bias.count, view.height, view.width])",
          """
          let pixels = x.count / x.shape[0]
              var y = Tensor(shape: [x.count / pixels, kernels.bias.count, view.height, view.width])
          """
        )
      ],
      fails: ["convolve.edges", "network.gradient.deep"]),
    Mutant(
      "backward-bias-not-summed", "the bias gradient of the first place only",
      replacing: [(bias, "for o in 0..<delta.rows { bias[o] += delta[o, 0] }")],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences"]),
    Mutant(
      "backward-bias-mean", "the bias gradient averaged over the places",
      replacing: [(bias, "bias += delta.sum(axis: 1) / Double(view.places)")],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences"]),
    Mutant(
      "backward-last-image-only", "the weights' gradient overwritten by each image",
      replacing: [(weights, weights.replacing("+=", with: "="))],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences"]),
    Mutant(
      "backward-pixel-overwritten", "a pixel keeps what the last of its places says",
      replacing: [(pixel, pixel.replacing("+=", with: "="))],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences", "timing"]),
    Mutant(
      "backward-weights-by-image-count", "the weights' gradient averaged over the images",
      replacing: [(weights, "weights += delta.matmul(view.columns(of: x, sample).transposed()) / Double(x.shape[0])")],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences"]),
    Mutant(
      "backward-kernel-flipped", "the image's gradient with the kernel turned round",
      replacing: [
        (
          "let transposedWeights = view.matrix(kernels).transposed()",
          """
          var turned = view.matrix(kernels)
              for o in 0..<turned.rows {
                for c in 0..<x.shape[1] {
                  let area = view.fan / x.shape[1]
                  for k in 0..<area { turned[o, c * area + k] = view.matrix(kernels)[o, c * area + area - 1 - k] }
                }
              }
              let transposedWeights = turned.transposed()
          """
        )
      ],
      fails: ["convolve.backward", "convolve.backward.oracle", "convolve.differences", "network.differences"],
      sometimes: ["timing"]),
    Mutant(
      "backward-searches-all-places", "for each element of the columns, a search through all of them",
      replacing: [
        (
          "for tap in taps { x.values[sample * pixels + tap.pixel] += columns.values[tap.column] }",
          """
          for pixel in 0..<pixels {
                for tap in taps where tap.pixel == pixel { x.values[sample * pixels + pixel] += columns.values[tap.column] }
              }
          """
        )
      ],
      fails: ["convolve.backward.oracle"]),
  ]

  private static let larger = "if x.values[offset] > x.values[best] { best = offset }"
  private static let start = "var best = (plane * height + i * stride) * width + j * stride"

  /// In maxPool and maxPoolBackward.
  private static let poolings: [Mutant] = [
    Mutant(
      "pool-from-zero", "the largest searched from 0 up, as if no number were below",
      replacing: [("values: winners.map { x.values[$0] }", "values: winners.map { max(0, x.values[$0]) }")],
      fails: ["pool"]),
    Mutant(
      "pool-mean", "the mean of each window in place of its largest element",
      replacing: [
        (
          "return Tensor(shape: shape, values: winners.map { x.values[$0] })",
          """
          _ = winners
              var y = Tensor(shape: shape)
              for index in 0..<y.count {
                let (plane, i, j) = (index / (shape[2] * shape[3]), index / shape[3] % shape[2], index % shape[3])
                for m in 0..<size {
                  for n in 0..<size {
                    y.values[index] += x.values[(plane * x.shape[2] + i * stride + m) * x.shape[3] + j * stride + n]
                  }
                }
              }
              return y / Double(size * size)
          """
        )
      ],
      fails: ["pool", "network.differences"]),
    Mutant(
      "pool-stride-is-size", "windows always side by side, whatever the stride",
      replacing: [
        (start, start.replacing("stride", with: "min(size, stride)")),
        (
          "let offset = (plane * height + i * stride + m) * width + j * stride + n",
          "let offset = (plane * height + i * min(size, stride) + m) * width + j * min(size, stride) + n"
        ),
      ],
      fails: ["pool.edges"]),
    Mutant(
      "pool-last-of-ties", "the last of several equal elements",
      replacing: [(larger, larger.replacing(">", with: ">="))],
      fails: ["pool.backward.edges"]),
    Mutant(
      "pool-gradient-overwritten", "an element that is the largest of two windows keeps the second gradient",
      replacing: [
        ("gradient.values[winner] += outputGradient", "gradient.values[winner] = outputGradient")
      ],
      fails: ["pool.backward.edges"]),
    Mutant(
      "pool-gradient-to-all", "the gradient spread over the window, as for a mean",
      replacing: [
        (
          "      gradient.values[winner] += outputGradient.values[place]\n",
          """
                _ = winner
                let (rows, columns) = (outputGradient.shape[2], outputGradient.shape[3])
                let (plane, i, j) = (place / (rows * columns), place / columns % rows, place % columns)
                for m in 0..<size {
                  for n in 0..<size {
                    gradient.values[(plane * x.shape[2] + i * stride + m) * x.shape[3] + j * stride + n] +=
                      outputGradient.values[place] / Double(size * size)
                  }
                }

          """
        )
      ],
      fails: ["pool.backward", "pool.backward.edges", "network.differences"], sometimes: ["network.repeats"]),
  ]
}
