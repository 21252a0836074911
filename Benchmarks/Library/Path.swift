import DeepLearning
import Tensors

/// Single operations that the workloads leave out, in `torch_worker.py`'s order; Float, one thread.
struct Path: Sendable {
  let name: String
  /// A call to be timed, with all that it needs made before.
  let make: @Sendable () -> () -> Void

  static let all: [Path] =
    [
      layer("batch norm 64x16x28x28") { BatchNorm(16, name: "0", in: &$0) },
      layer("dropout 64x16x28x28") { _ in
        var stream = RandomStream(seed: 0)
        return Dropout(0.5, &stream)
      },
      layer("average pooling 2") { _ in AveragePooling(2) },
      layer("max pooling 3, 2, 1") { _ in MaxPooling(Window(kernel: 3, stride: 2, padding: 1)) },
      matrix("a + row") { a, row in _ = a + row },
      matrix("a + column") { a, row in _ = a + row.reshaped([1000, 1]) },
      matrix("2 * a") { a, _ in _ = 2 * a },
      matrix("-a") { a, _ in _ = -a },
      matrix("a * b") { a, _ in _ = a * a },
      matrix("sum along 0") { a, _ in _ = a.sum(along: [0]) },
      matrix("sum along 1") { a, _ in _ = a.sum(along: [1]) },
      matrix("sum") { a, _ in _ = a.sum() },
      matrix("max along 1") { a, _ in _ = a.max(along: [1]) },
      matrix("transposed") { a, _ in _ = a.transposed },
      matrix("argmax") { a, _ in _ = a.argmax() },
      matrix("exp") { a, _ in _ = a.exp() },
    ]
    + [
      ("squared error", Loss<Float>.squaredError), ("absolute error", .absoluteError), ("huber", .huber),
      ("binary cross-entropy", .binaryCrossEntropy),
    ].map { name, loss in
      Path(name: name + " 64x784") {
        var stream = RandomStream(seed: 0)
        let output = Tensor<Float>(normal: 0, [64, 784], &stream)
        let targets = Targets.values(Tensor<Float>(uniform: 0..<1, [64, 784], &stream))
        var gradient = Tensor<Float>.empty
        return { _ = loss.evaluate(output, targets, samples: 0..<64, gradient: &gradient) }
      }
    }

  private static func matrix(
    _ name: String, _ body: @escaping @Sendable (Tensor<Float>, Tensor<Float>) -> Void
  ) -> Path {
    Path(name: name + " 1000x1000") {
      var stream = RandomStream(seed: 0)
      let (a, row) = (Tensor<Float>(normal: 0, [1000, 1000], &stream), Tensor<Float>(normal: 0, [1000], &stream))
      return { body(a, row) }
    }
  }

  /// Forward and backward.
  private static func layer(
    _ name: String, _ layer: @escaping @Sendable (inout Parameters<Float>) -> any Layer<Float>
  ) -> Path {
    Path(name: name) {
      var stream = RandomStream(seed: 0)
      var parameters = Parameters<Float>()
      var layer = layer(&parameters)
      let input = Tensor<Float>(normal: 0, [64, 16, 28, 28], &stream)
      let seed = layer.forward(input, parameters, training: false)
      var gradients = parameters.zeros()
      return {
        _ = layer.forward(input, parameters, training: true)
        _ = layer.backward(seed, parameters, into: &gradients)
      }
    }
  }
}
