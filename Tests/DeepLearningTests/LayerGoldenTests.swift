import DeepLearning
import Tensors
import Testing

/// Every layer's output and gradients against PyTorch's, in Double and Float.
@Suite struct LayerGoldenTests {
  static let cases: [LayerCase] = [
    LayerCase("dense") { .dense(7, 5) },
    LayerCase("dense-wide") { .dense(70, 83) },
    LayerCase("dense-relu") { .dense(7, 5, relu: true) },
    LayerCase("layer-norm") { .layerNorm(11) },
    LayerCase("batch-norm") { .batchNorm(5) },
    LayerCase("batch-norm-images") { .batchNorm(3) },
    LayerCase("relu") { .relu },
    LayerCase("tanh") { .tanh },
    LayerCase("sigmoid") { .sigmoid },
    LayerCase("exp") { .exp },
    LayerCase("gelu") { .gelu },
    LayerCase("convolution") { .convolution(2, 3, Window(kernel: 3), (5, 6)) },
    LayerCase("convolution-padded") { .convolution(3, 4, Window(kernel: 3, padding: 1), (5, 5)) },
    LayerCase("convolution-strided") { .convolution(2, 3, Window(kernel: 3, stride: 2, padding: 1), (7, 6)) },
    LayerCase("convolution-dilated") { .convolution(2, 3, Window(kernel: 3, padding: 2, dilation: 2), (7, 8)) },
    LayerCase("convolution-grouped") { .convolution(4, 6, Window(kernel: 3, padding: 1), (5, 5), groups: 2) },
    LayerCase("convolution-uneven") {
      .convolution(1, 2, Window(kernel: (2, 4), stride: (1, 2), padding: (1, 2)), (6, 20))
    },
    LayerCase("max-pool") { .maxPool(Window(kernel: 2, stride: 2)) },
    LayerCase("max-pool-odd") { .maxPool(Window(kernel: 3, stride: 2, padding: 1)) },
    LayerCase("average-pool") { .averagePool(Window(kernel: 2, stride: 2)) },
    LayerCase("average-pool-odd") { .averagePool(Window(kernel: 3, stride: 2, padding: 1)) },
    LayerCase("elman-sequence") { .elman(3, 5, .sequence) },
    LayerCase("elman-last") { .elman(3, 19, .last) },
    LayerCase("elman-lengths") { .elman(3, 5, .last, lengths: [6, 2, 4, 1]) },
    LayerCase("lstm-sequence") { .lstm(3, 5, .sequence) },
    LayerCase("lstm-last") { .lstm(3, 19, .last) },
    LayerCase("gru-sequence") { .gru(3, 5, .sequence) },
    LayerCase("gru-last") { .gru(3, 19, .last) },
    LayerCase("embedding") { .embedding(7, 5, 6) },
    LayerCase("attention") { .attention(12, 3) },
    LayerCase("block") { .block(8, 2) },
  ]

  @Test(arguments: cases) func inDouble(_ layerCase: LayerCase) throws { try check(layerCase, Double.self) }

  @Test(arguments: cases) func inFloat(_ layerCase: LayerCase) throws { try check(layerCase, Float.self) }

  private func check<Scalar: TensorScalar>(_ layerCase: LayerCase, _ type: Scalar.Type) throws {
    let golden = try Golden<Scalar>("layers")
    let name = layerCase.name
    var parameters = Parameters<Scalar>()
    var layer: any Layer<Scalar> = layerCase.make().layer(in: &parameters)
    #expect(parameters.slots.map(\.name).sorted() == golden.names(name + "/p/"))
    for slot in parameters.slots { parameters[slot] = try golden[name + "/p/" + slot.name] }
    // Twice, with a larger batch's workspace in between: nothing may be left of the former call.
    for _ in 0..<2 {
      let output = layer.forward(try golden[name + "/input"], parameters, training: true)
      expectClose(output, try golden[name + "/output"], name + " output")
      var gradients = parameters.zeros()
      gradients.values.fill(Scalar(7))
      let inputGradient = layer.backward(try golden[name + "/seed"], parameters, into: &gradients)
      if golden.names(name + "/input.gradient").count == 1 {
        expectClose(inputGradient, try golden[name + "/input.gradient"], name + " input gradient")
      }
      for slot in parameters.slots {
        expectClose(gradients[slot], try golden[name + "/g/" + slot.name], name + " gradient of " + slot.name)
      }
    }
  }

  @Test(arguments: ["batch-norm", "batch-norm-images"]) func runningStatistics(_ name: String) throws {
    let golden = try Golden<Double>("layers")
    var parameters = Parameters<Double>()
    var layer = BatchNorm<Double>(name == "batch-norm" ? 5 : 3, name: "0", in: &parameters)
    for slot in parameters.slots { parameters[slot] = try golden[name + "/p/" + slot.name] }
    let input = try golden[name + "/input"]
    _ = layer.forward(input, parameters, training: true)
    expectClose(layer.runningMean, try golden[name + "/running_mean"], "running mean")
    expectClose(layer.runningVariance, try golden[name + "/running_var"], "running variance")
    expectClose(layer.forward(input, parameters, training: false), try golden[name + "/evaluated"], "evaluated")
  }
}
