import DeepLearning
import Tensors
import Testing

/// Every hand-written gradient against finite differences of its own forward pass, in Double.
@Suite struct GradientTests {
  @Test(arguments: LayerGoldenTests.cases) func layer(_ layerCase: LayerCase) throws {
    let golden = try Golden<Double>("layers")
    let name = layerCase.name
    var parameters = Parameters<Double>()
    var layer: any Layer<Double> = layerCase.make().layer(in: &parameters)
    for slot in parameters.slots { parameters[slot] = try golden[name + "/p/" + slot.name] }
    let input = try golden[name + "/input"]
    let seed = try golden[name + "/seed"]
    var gradients = parameters.zeros()
    _ = layer.forward(input, parameters, training: true)
    let inputGradient = layer.backward(seed, parameters, into: &gradients)

    for slot in parameters.slots {
      let expected = differences(of: parameters[slot]) { value in
        var moved = parameters
        moved[slot] = value
        return layer.forward(input, moved, training: true).dot(seed)
      }
      expectSlopes(gradients[slot], expected, "\(name) \(slot.name)")
    }
    if inputGradient.count > 0 {
      let expected = differences(of: input) { layer.forward($0, parameters, training: true).dot(seed) }
      expectSlopes(inputGradient, expected, "\(name) input")
    }
  }

  /// A batch without images has no slope, whatever batch came before it.
  @Test(arguments: LayerGoldenTests.cases.filter { $0.name.hasPrefix("convolution") })
  func noImages(_ layerCase: LayerCase) throws {
    let golden = try Golden<Double>("layers")
    var parameters = Parameters<Double>()
    var layer: any Layer<Double> = layerCase.make().layer(in: &parameters)
    var gradients = parameters.zeros()
    let full = try golden[layerCase.name + "/input"]
    for input in [full, full.rows(0..<0)] {
      let output = layer.forward(input, parameters, training: true)
      _ = layer.backward(Tensor(repeating: 1, output.shape), parameters, into: &gradients)
    }
    #expect(gradients.values.norm() == 0)
  }

  @Test(arguments: [Loss<Double>.squaredError, .huber, .binaryCrossEntropy, .absoluteError])
  func loss(_ loss: Loss<Double>) {
    var stream = RandomStream(seed: 3)
    let output = Tensor<Double>(normal: 0, [3, 4], &stream)
    let targets = Targets.values(Tensor<Double>(uniform: 0..<1, [3, 4], &stream))
    var gradient = Tensor<Double>(zeros: [0])
    _ = loss.evaluate(output, targets, samples: targets.all, gradient: &gradient)
    var unused = gradient
    let expected = differences(of: output) {
      loss.evaluate($0, targets, samples: targets.all, gradient: &unused)
    }
    expectSlopes(gradient, expected, "\(loss)")
  }

  @Test func crossEntropy() {
    var stream = RandomStream(seed: 4)
    let output = Tensor<Double>(normal: 0, [5, 3], &stream)
    let targets = Targets<Double>.labels([0, 2, 1, 1, 0])
    var gradient = Tensor<Double>(zeros: [0])
    _ = Loss.crossEntropy.evaluate(output, targets, samples: targets.all, gradient: &gradient)
    var unused = gradient
    let expected = differences(of: output) {
      Loss.crossEntropy.evaluate($0, targets, samples: targets.all, gradient: &unused)
    }
    expectSlopes(gradient, expected, "crossEntropy")
  }
}

/// (8(f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))) / 12h with h = 1e-4, for at most 60 elements spread over the tensor.
func differences(of x: Tensor<Double>, _ f: (Tensor<Double>) -> Double) -> [Int: Double] {
  let h = 1e-4
  let step = max(1, x.count / 60)
  var result: [Int: Double] = [:]
  for place in stride(from: 0, to: x.count, by: step) {
    func value(_ shift: Double) -> Double {
      var moved = x
      moved[flat: place] += shift
      return f(moved)
    }
    result[place] = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h)
  }
  return result
}

/// Within 1e-7 of the expected slopes, relative to the largest of them.
func expectSlopes(
  _ gradient: Tensor<Double>, _ expected: [Int: Double], _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let scale = max(expected.values.map(abs).max() ?? 0, 1e-3)
  for (place, slope) in expected {
    #expect(
      abs(gradient[flat: place] - slope) <= 1e-7 * scale, "\(what), element \(place)", sourceLocation: sourceLocation)
  }
}
