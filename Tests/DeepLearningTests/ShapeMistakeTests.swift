import DeepLearning
import Tensors
import Testing

/// Shape mistakes trap with a message that names the operation and both shapes.
@Suite struct ShapeMistakeTests {
  @Test func dense() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Float>()
      var layer = Dense<Float>(3, 2, name: "0", in: &parameters, &stream)
      _ = layer.forward(Tensor(zeros: [5, 4]), parameters, training: true)
    }
    expectMessage(result, ["Dense", "[5, 4]", "[2, 3]"])
  }

  @Test func convolution() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Float>()
      var layer = Convolution<Float>(1, 2, Window(kernel: 3), size: (8, 8), name: "0", in: &parameters, &stream)
      _ = layer.forward(Tensor(zeros: [2, 1, 7, 8]), parameters, training: true)
    }
    expectMessage(result, ["Convolution", "[2, 1, 7, 8]", "8 × 8"])
  }

  @Test func loss() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradient = Tensor<Float>(zeros: [0])
      _ = Loss.squaredError.evaluate(
        Tensor<Float>(zeros: [2, 3]), .values(Tensor(zeros: [2, 4])), samples: 0..<2, gradient: &gradient)
    }
    expectMessage(result, ["Loss", "[2, 3]", "[2, 4]"])
  }

  @Test func backwardWithoutForward() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1)
      var parameters = Parameters<Float>()
      var layer = Dense<Float>(3, 2, name: "0", in: &parameters, &stream)
      var gradients = parameters.zeros()
      _ = layer.backward(Tensor(zeros: [5, 2]), parameters, into: &gradients)
    }
    expectMessage(result, ["Dense.backward: no forward"])
  }
}

/// All parts must be in what the process wrote before it ended.
func expectMessage(
  _ result: ExitTest.Result?, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  let bytes = result?.standardErrorContent ?? []
  let text = String(decoding: bytes, as: UTF8.self)
  for part in parts { #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation) }
}
