import Tensors
import Testing

/// A step of a recurrence: a product of a tensor's own matrix, tanh or its slope taken on the way to memory.
@Suite struct RecurrenceProductTests {
  @Test(arguments: [1, 5, 16, 33], [3, 16, 40, 70]) func squashes(rows: Int, size: Int) {
    check(Double.self, rows, size, 1e-13)
    check(Float.self, rows, size, 1e-5)
  }

  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, _ m: Int, _ n: Int, _ limit: Scalar) {
    var stream = RandomStream(seed: UInt64(m * 101 + n))
    // Two steps with rows of n + 2, of which the last n are the state.
    let before = Tensor<Scalar>(uniform: -1..<1, [2, m, n + 2], &stream)
    let weights = Tensor<Scalar>(uniform: -0.3..<0.3, [n, n], &stream)
    let bias = Tensor<Scalar>(uniform: -1..<1, [n], &stream)
    var packed = Tensor<Scalar>(zeros: [0])
    packed.pack(weights, weights.layout.transposed)
    func state(_ step: Int) -> MatrixLayout {
      MatrixLayout(start: step * m * (n + 2) + 2, rows: m, columns: n, stride: n + 2)
    }
    let (x, w, b) = (before.elements, weights.elements, bias.elements)
    func sum(_ i: Int, _ j: Int) -> Scalar {
      (0..<n).reduce(0) { $0 + x[i * (n + 2) + 2 + $1] * w[j * n + $1] }
    }
    for own in [nil, packed] {
      var steps = before
      steps.setProduct(
        ofOwn: state(0), weights, weights.layout.transposed, into: state(1), packed: own, columnBias: bias,
        squashing: .tanh)
      var slopes = before
      slopes.setProduct(
        ofOwn: state(0), weights, weights.layout.transposed, into: state(1), adding: true, packed: own,
        squashing: .tanhSlope(steps, state(1)))
      var kept = true
      var worst = Scalar(0)
      for i in 0..<m {
        for j in 0..<(n + 2) {
          let place = (m + i) * (n + 2) + j
          guard j >= 2 else {
            kept = kept && steps[flat: place] == x[place] && slopes[flat: place] == x[place]
            continue
          }
          let y = Scalar(Tensor<Double>([Double(sum(i, j - 2) + b[j - 2])]).tanh()[flat: 0])
          worst = max(worst, abs(steps[flat: place] - y))
          worst = max(worst, abs(slopes[flat: place] - (x[place] + sum(i, j - 2)) * (1 - y * y)))
        }
      }
      #expect(kept && worst <= limit, "\(m) rows of \(n), \(type): \(worst)")
    }
  }
}
