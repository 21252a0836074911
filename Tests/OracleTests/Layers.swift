import DeepLearning
import LabKit
import Tensors

/// Layers of the library with the parameters that a lab gives them: forward, and back by their explicit backward passes.
struct Layers {
  private let network: DeepLearning.Network<Double>

  /// Makes layers, then gives them these tensors as parameters, in the order in which they made their own.
  init(
    _ tensors: [Tensor],
    _ make: (inout Parameters<Double>, inout RandomStream) -> [any DeepLearning.Layer<Double>]
  ) {
    var parameters = Parameters<Double>()
    var stream = RandomStream(seed: 0)
    let layers = make(&parameters, &stream)
    precondition(
      parameters.slots.count == tensors.count, "\(tensors.count) tensors for \(parameters.slots.map(\.name))")
    for (slot, tensor) in zip(parameters.slots, tensors) { parameters[slot] = tensor.library }
    var network = Network(parameters, layers)
    // A stack spares its first layer the input's gradient; labs ask for it.
    for index in layers.indices { network.stack.layers[index].needsInputGradient = true }
    self.network = network
  }

  /// The output for a batch, outside of training.
  func output(_ x: Tensor) -> Tensor { network.predict(x.library).lab }

  /// The gradients in the input and in each parameter of a loss whose gradient in the output is `outputGradient`.
  func gradients(_ x: Tensor, outputGradient: Tensor) -> (input: Tensor, parameters: [Tensor]) {
    var (stack, gradients) = (network.stack, network.parameters.zeros())
    _ = stack.forward(x.library, network.parameters, training: true)
    let input = stack.backward(outputGradient.library, network.parameters, into: &gradients)
    return (input.lab, gradients.tensors)
  }

  /// The mean cross-entropy of the output and its gradient in each parameter.
  func crossEntropy(_ x: Tensor, _ labels: [Int]) -> (loss: Double, parameters: [Tensor]) {
    var network = network
    let (loss, gradients, _) = network.gradients(x.library, .labels(labels.library), .crossEntropy)
    return (loss, gradients.tensors)
  }
}

/// The mean cross-entropy of scores and its gradient in them, by the library's loss.
func meanCrossEntropy(_ scores: Tensor, _ labels: [Int]) -> (loss: Double, gradient: Tensor) {
  var gradient = LibraryTensor.empty
  let targets = Targets<Double>.labels(labels.library)
  let loss = Loss.crossEntropy.evaluate(scores.library, targets, samples: targets.all, gradient: &gradient)
  return (loss, gradient.lab)
}
