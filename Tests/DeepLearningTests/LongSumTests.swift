import DeepLearning
import Tensors
import Testing

/// Gradients of parameters are sums over all places of all samples: however many there are, no digits are lost to one running sum.
@Suite struct LongSumTests {
  /// A third of a million tenths in Float: one running sum is off by some thousandths.
  @Test(arguments: ["layerNorm", "batchNorm"]) func norms(_ name: String) {
    for columns in [3, 32] {
      let rows = 1_000_000 / columns
      var parameters = Parameters<Float>()
      let kind: LayerKind = name == "layerNorm" ? .layerNorm(columns) : .batchNorm(columns)
      var layer: any Layer<Float> = kind.layer(in: &parameters)
      let line = Tensor<Float>((0..<columns).map { Float($0 % 3) }, [1, columns])
      let input = name == "layerNorm" ? line.broadcast(to: [rows, columns]) : alternating(rows, columns)
      let output = layer.forward(input, parameters, training: true)
      var gradients = parameters.zeros()
      _ = layer.backward(output * 0.1 + 0.1, parameters, into: &gradients)
      // Σ (x̂ + 1)/10 and Σ x̂(x̂ + 1)/10, x̂ being the output of the first γ and β.
      let normal = output.elements.map(Double.init)
      for column in [0, columns - 1] {
        let own = stride(from: column, to: normal.count, by: columns).map { normal[$0] }
        let shift = own.reduce(0) { $0 + ($1 + 1) / 10 }
        let gain = own.reduce(0) { $0 + $1 * ($1 + 1) / 10 }
        #expect(abs(Double(gradients["0.bias"][flat: column]) - shift) < 2e-5 * Double(rows), "\(name) \(columns)")
        #expect(abs(Double(gradients["0.weight"][flat: column]) - gain) < 2e-5 * Double(rows), "\(name) \(columns)")
      }
    }
  }

  /// 1 and −1 in turn.
  private func alternating(_ rows: Int, _ columns: Int) -> Tensor<Float> {
    Tensor((0..<rows).flatMap { row in repeatElement(row % 2 == 0 ? 1 : -1, count: columns) }, Shape(rows, columns))
  }

  /// A kernel's gradient is a sum over every place of every sample: two million tenths.
  @Test func convolution() {
    var (stream, parameters) = (RandomStream(seed: 1), Parameters<Float>())
    var layer = Convolution<Float>(1, 1, Window(kernel: 1), size: (256, 512), name: "0", in: &parameters, &stream)
    let input = Tensor<Float>(repeating: 1, [16, 1, 256, 512])
    let output = layer.forward(input, parameters, training: true)
    var gradients = parameters.zeros()
    _ = layer.backward(Tensor(repeating: 0.1, output.shape), parameters, into: &gradients)
    for name in ["0.weight", "0.bias"] {
      #expect(abs(gradients[name].elements[0] / 209_715.2 - 1) < 1e-3, "\(gradients[name])")
    }
  }
}
