import DeepLearning
import Tensors

/// The training steps that are timed: models, batches and optimizers as in `torch_worker.py`, random data, Float.
struct Workload: Sendable {
  let name: String
  let samples: Int
  /// Multiplications and additions of one step's matrix products, forward and backward, without the first layer's unused
  /// input gradient.
  let operations: Double
  /// Whether the goal is four times the best peer instead of twice: a net so small that what surrounds the products counts.
  var isSmall: Bool { operations < 5e7 }
  let make: @Sendable () -> (Trainer<Float>, Tensor<Float>, Targets<Float>)

  static let all: [Workload] = [
    Workload(
      "mlp-64-128-64-10 b32 sgd", 32, dense([64, 128, 64, 10], rows: 32), SGD(rate: 0.1),
      shape: [32, 64], classes: 10
    ) { .mlp([64, 128, 64, 10], seed: 0) },
    Workload(
      "mlp-784-512-256-10 b128 adam", 128, dense([784, 512, 256, 10], rows: 128), Adam(),
      shape: [128, 784], classes: 10
    ) { .mlp([784, 512, 256, 10], seed: 0) },
    Workload(
      "cnn-8x8 16-32 b32 adam", 32, 32 * (2 * product(16, 9, 64) + 3 * product(32, 144, 16) + 3 * product(1, 128, 10)),
      Adam(), shape: [32, 1, 8, 8], classes: 10
    ) { .smallConvolutional(seed: 0) },
    Workload(
      "lenet-28x28 b64 adam", 64,
      64
        * (2 * product(6, 25, 784) + 3 * product(16, 150, 100) + 3 * product(1, 400, 120) + 3 * product(1, 120, 84)
          + 3 * product(1, 84, 10)),
      Adam(), shape: [64, 1, 28, 28], classes: 10
    ) { .leNet(seed: 0) },
    Workload(
      "elman-28-128 T28 b64 adam", 64, 64 * 28 * (2 * product(1, 28, 128) + 3 * product(1, 128, 128)), Adam(),
      shape: [64, 28, 28], classes: 10
    ) { .recurrent(.elman, inputs: 28, size: 128, classes: 10, seed: 0) },
    Workload(
      "lstm-28-128 T28 b64 adam", 64, 64 * 28 * (2 * product(1, 28, 512) + 3 * product(1, 128, 512)), Adam(),
      shape: [64, 28, 28], classes: 10
    ) { .recurrent(.lstm, inputs: 28, size: 128, classes: 10, seed: 0) },
    Workload(
      "gpt-2x64h4 T64 b16 adamw", 16,
      1024 * (2 * (3 * 12 * product(1, 64, 64) + 6 * product(1, 64, 64)) + 3 * product(1, 64, 64)),
      AdamW(), shape: [16, 64], classes: 64, tokens: true
    ) { .gpt(vocabulary: 64, steps: 64, size: 64, heads: 4, blocks: 2, seed: 0) },
  ]

  private init(
    _ name: String, _ samples: Int, _ operations: Double, _ optimizer: any Optimizer<Float>, shape: Shape, classes: Int,
    tokens: Bool = false, _ network: @escaping @Sendable () -> Network<Float>
  ) {
    self.name = name
    self.samples = samples
    self.operations = operations
    make = {
      var stream = RandomStream(seed: 0)
      let targets = tokens ? shape.elementCount : samples
      let labels = (0..<targets).map { _ in Int32(stream.below(classes)) }
      let input =
        tokens
        ? Tensor<Float>((0..<shape.elementCount).map { _ in Float(stream.below(classes)) }, shape)
        : Tensor<Float>(normal: 0, shape, &stream)
      return (Trainer(network(), optimizer, loss: .crossEntropy), input, .labels(labels))
    }
  }

  private static func product(_ m: Int, _ k: Int, _ n: Int) -> Double { 2 * Double(m * k * n) }

  private static func dense(_ sizes: [Int], rows: Int) -> Double {
    zip(sizes, sizes.dropFirst()).enumerated().reduce(0) { sum, layer in
      sum + (layer.offset == 0 ? 2 : 3) * product(rows, layer.element.0, layer.element.1)
    }
  }
}
