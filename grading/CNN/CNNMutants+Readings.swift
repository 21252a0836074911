import Checks

/// What is read otherwise than the statement says it: ties, and which side of a kernel is its width.
extension CNNMutants {
  private static let width =
    "width = lab.outputSize(input: columns, kernel: kernelWidth, stride: stride, padding: padding)"
  private static let height =
    "height = lab.outputSize(input: rows, kernel: kernelHeight, stride: stride, padding: padding)"
  private static let loop = """
    for (place, winner) in winners(x, size, stride).offsets.enumerated() {
          gradient.values[winner] += outputGradient.values[place]
        }
    """

  /// Every element of a window that is equal to its largest one gets this.
  private static func ties(_ share: String) -> String {
    """
    let (shape, offsets) = winners(x, size, stride)
        for (place, winner) in offsets.enumerated() {
          let plane = place / (shape[2] * shape[3])
          let (i, j) = (place / shape[3] % shape[2], place % shape[3])
          let window = (0..<size * size).map { k in
            (plane * x.shape[2] + i * stride + k / size) * x.shape[3] + j * stride + k % size
          }
          let equal = window.filter { x.values[$0] == x.values[winner] }
          for offset in equal { gradient.values[offset] += \(share) }
        }
    """
  }

  static let readings: [Mutant] = [
    Mutant(
      "pool-gradient-to-all-ties", "the whole gradient to each of several equal largest elements",
      replacing: [(loop, ties("outputGradient.values[place]"))], fails: ["pool.backward.edges"]),
    Mutant(
      "pool-gradient-shared-by-ties", "the gradient divided among several equal largest elements",
      replacing: [(loop, ties("outputGradient.values[place] / Double(equal.count)"))], fails: ["pool.backward.edges"]),
    Mutant(
      "width-from-kernel-height", "the output's width worked out with the kernel's height",
      replacing: [(width, width.replacing("kernelWidth", with: "kernelHeight"))],
      fails: ["convolve", "convolve.backward", "convolve.edges", "convolve.backward.oracle"]),
    Mutant(
      "height-from-image-width", "the output's height worked out with the image's width",
      replacing: [(height, height.replacing("input: rows", with: "input: columns"))],
      fails: [
        "convolve", "convolve.channels", "convolve.backward", "network.scores", "network.gradient", "convolve.strides",
        "convolve.edges", "convolve.backward.oracle", "convolve.differences",
      ], sometimes: ["network.gradient.deep", "network.repeats"]),
    Mutant(
      "pool-windows-side-by-side", "pooling steps by its size, whatever the stride",
      replacing: [
        (
          "func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {\n",
          "func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {\n    let stride = size\n"
        )
      ], fails: ["pool", "pool.edges"], sometimes: ["network.repeats"]),
  ]
}
