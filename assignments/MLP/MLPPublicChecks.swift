package import Checks
import LabKit

/// What the MLP handout checks, with public seeds: first the functions of one layer, then those of a network.
package enum MLPPublicChecks {
  package static let all: [Check] = [
    activate, activateMore, derivative, derivativeMore, softmax, crossEntropy,
    forward, predict, initialNetwork, backward, backwardLoss, fit,
  ]

  static let activate = Check(
    "activate", "activate: identity, tanh, ReLU", points: 0.3,
    hint: "Each element by itself, in a tensor of the same shape: z, tanh z, max(0, z)."
  ) { activations([.identity, .tanh, .relu], MLPLab.activate, &$0) }

  static let activateMore = Check(
    "activate.more", "activate: sigmoid, leaky ReLU, softplus", points: 0.3,
    hint: "1 / (1 + e⁻ᶻ); εz + (1 − ε) max(0, z) with ε = 0.01; ln(1 + eᶻ)."
  ) { activations([.sigmoid, .leakyReLU, .softplus], MLPLab.activate, &$0) }

  static let derivative = Check(
    "derivative", "activationDerivative: identity, tanh, ReLU", points: 0.3,
    hint: "The derivative of each formula in z, taken at the input z of each element, not at σ(z)."
  ) { activations([.identity, .tanh, .relu], MLPLab.activationDerivative, &$0) }

  static let derivativeMore = Check(
    "derivative.more", "activationDerivative: sigmoid, leaky ReLU, softplus", points: 0.3,
    hint: "Differentiate each formula by hand, then try a few numbers: (σ(z + h) − σ(z − h)) / 2h must be near."
  ) { activations([.sigmoid, .leakyReLU, .softplus], MLPLab.activationDerivative, &$0) }

  static let softmax = Check(
    "softmax", "softmax: each row of scores as probabilities", points: 0.4,
    hint: "Each row by itself: exponentials of its scores, divided by their sum in that row."
  ) { generator in
    var draw = ValueDraw()
    draw.add("four samples, three classes", MLPLab.softmax(generator.normal(shape: [4, 3], deviation: 2)))
    draw.add("one sample", MLPLab.softmax(generator.normal(shape: [1, 5])))
    draw.add("as many samples as classes", MLPLab.softmax(generator.normal(shape: [3, 3])))
    draw.add("equal scores", MLPLab.softmax(Tensor(shape: [2, 4], repeating: generator.normal())))
    return draw.draw()
  }

  static let crossEntropy = Check(
    "crossEntropy", "crossEntropy: the mean of −ln softmax(scores)[label]", points: 0.4,
    hint: "A mean over the samples, of the natural logarithm, with a minus; classes are counted from 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, classes) in [("five samples", 5, 3), ("one sample", 1, 4), ("two classes", 6, 2)] {
      let scores = generator.normal(shape: [count, classes], deviation: 2)
      draw.add(name, MLPLab.crossEntropy(scores, generator.labels(count, classes: classes)))
    }
    draw.add("equal scores", MLPLab.crossEntropy(Tensor(shape: [2, 4], repeating: generator.normal()), [3, 0]))
    return draw.draw()
  }

  /// Every activation on a matrix and on a vector; each activation is a case with its share.
  ///
  /// Normal numbers are never exactly 0, so no convention for a kink is tested.
  private static func activations(
    _ activations: [Activation], _ operation: Operation<Tensor, Activation, Tensor>, _ generator: inout Generator
  ) -> Draw {
    var draw = ValueDraw()
    for activation in activations {
      for shape in [[3, 4], [5]] {
        draw.add(
          "\(activation)", operation(activation, generator.normal(shape: shape, deviation: 2)),
          isTrivial: activation == .identity)
      }
    }
    return draw.draw(partial: true)
  }
}
