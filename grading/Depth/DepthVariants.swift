import Checks

/// Choices that the statement leaves open: the tent's weights, the order of composition, how bends are told apart.
enum DepthVariants {
  static let all: [Variant] = [
    Variant("tents-inside", replacing: [("compose(tent, network)", "compose(network, tent)")]),
    Variant(
      "tents-of-an-absolute-value",
      replacing: [
        (
          "ReLULayer(weights: Tensor(column: [1, 1]), biases: [0, -0.5])",
          "ReLULayer(weights: Tensor(column: [2, -2]), biases: [-1, 1])"
        ),
        (
          "ReLULayer(weights: Tensor(rows: [[2, -4]]), biases: [0])",
          "ReLULayer(weights: Tensor(rows: [[-1, -1]]), biases: [1])"
        ),
      ]),
    Variant(
      "tents-from-the-right",
      replacing: [
        (
          "ReLULayer(weights: Tensor(column: [1, 1]), biases: [0, -0.5])",
          "ReLULayer(weights: Tensor(column: [-1, -1]), biases: [1, 0.5])"
        )
      ]),
    Variant(
      "tents-of-large-weights",
      replacing: [
        (
          "ReLULayer(weights: Tensor(column: [1, 1]), biases: [0, -0.5])",
          "ReLULayer(weights: Tensor(column: [1024, 0.25]), biases: [0, -0.125])"
        ),
        (
          "ReLULayer(weights: Tensor(rows: [[2, -4]]), biases: [0])",
          "ReLULayer(weights: Tensor(rows: [[0x1p-9, -16]]), biases: [0])"
        ),
      ]),
    Variant(
      "bends-told-apart-closely",
      replacing: [("let near = 1e-9 *", "let near = 1e-12 *"), ("1e-9 * steepest", "1e-12 * steepest")]),
    Variant(
      "bends-told-apart-widely",
      replacing: [("let near = 1e-9 *", "let near = 1e-7 *"), ("1e-9 * steepest", "1e-7 * steepest")]),
    Variant(
      "units-on-from-0",
      replacing: [("slopes[unit] * middle + offsets[unit] <= 0", "slopes[unit] * middle + offsets[unit] < 0")]),
  ]
}
