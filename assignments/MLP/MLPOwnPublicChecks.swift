package import Checks
import LabKit

/// What the functions of the second half must answer by the submission's own lower functions.
extension LabelledBatch {
  /// σ and the affine step of each layer by the submission's own `activate` and `forward`.
  private func ownLayers(_ own: inout FollowThrough) -> (inputs: [Term], sums: [Term]) {
    var inputs: [Term] = [.of(x)]
    var sums: [Term] = []
    for (index, layer) in network.layers.enumerated() {
      sums.append(own.work(inputs[index].matmul(Term.of(layer.weights).transposed) + .of(layer.bias)))
      if index < network.layers.count - 1 {
        inputs.append(own.ask(MLPLab.activate, .of(network.activation), sums[index]))
      }
    }
    return (inputs, sums)
  }

  /// The scores: the affine steps with the submission's own `activate` between them.
  package func ownScores(_ own: inout FollowThrough) -> [Term] { [ownLayers(&own).sums.last ?? .of(x)] }

  /// The classes: the highest of the submission's own scores.
  package func ownClasses(_ own: inout FollowThrough) -> [Term] {
    [own.ask(MLPLab.forward, .of(network), .of(x)).argmaxOfRows]
  }

  /// The loss: its own `crossEntropy` of its own scores.
  package func ownLoss(_ own: inout FollowThrough) -> [Term] {
    let scores = own.ask(MLPLab.forward, .of(network), .of(x))
    return [
      own.ask(MLPLab.crossEntropy, scores, .of(labels)),
      own.ask(MLPLab.crossEntropy, ownScores(&own)[0], .of(labels)),
    ]
  }

  /// The gradient: backpropagation with its own activations, derivatives and softmax.
  package func ownGradients(_ own: inout FollowThrough) -> [Term] {
    let (inputs, sums) = ownLayers(&own)
    var oneHot = Tensor(shape: [labels.count, network.layers.last?.bias.count ?? 0])
    for (row, label) in labels.enumerated() { oneHot[row, label] = 1 }
    let probabilities = own.ask(MLPLab.softmax, sums[sums.count - 1])
    var delta = own.work((1 / Double(max(labels.count, 1))) * (probabilities - .of(oneHot)))
    var gradients: [Term] = []
    for index in network.layers.indices.reversed() {
      gradients.append(
        .record(["weights": delta.transposed.matmul(inputs[index]), "bias": delta.sumOfRows]))
      guard index > 0 else { break }
      let slope = own.ask(MLPLab.activationDerivative, .of(network.activation), sums[index - 1])
      delta = own.work(delta.matmul(.of(network.layers[index].weights)) * slope)
    }
    return [.list(gradients.reversed())]
  }

  /// The network after a step for each of `batches`, by its own `backward`.
  package func ownFit(_ own: inout FollowThrough, batches: [Range<Int>], learningRate: Double) -> [Term] {
    var layers = Term.of(network.layers)
    var last: (x: Tensor, term: Term)?
    for batch in batches {
      // Where all samples are alike, their numbers are written down once.
      let rows = x.rows(at: Array(batch))
      let batchTerm = last.flatMap { $0.x == rows ? $0.term : nil } ?? own.work(.of(rows))
      last = (rows, batchTerm)
      let now = Term.record(["layers": layers, "activation": .of(network.activation)])
      let result = own.ask(MLPLab.backward, now, batchTerm, .of(Array(labels[batch])))
      layers = own.work(layers - learningRate * result["gradients"])
    }
    return [.record(["layers": layers, "activation": .of(network.activation)])]
  }

  /// The batches of some epochs in the order of the samples.
  package func batches(of batchSize: Int, epochs: Int) -> [Range<Int>] {
    (0..<epochs).flatMap { _ in
      stride(from: 0, to: labels.count, by: batchSize).map { $0..<min($0 + batchSize, labels.count) }
    }
  }
}
