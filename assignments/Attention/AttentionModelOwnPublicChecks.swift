package import Checks
import LabKit

/// What the functions of the model must answer by the submission's own lower functions.
extension TokenProblem {
  /// The rows that the model starts from.
  private var x: Tensor {
    model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))
  }

  private var norm: LayerNormTensors { LayerNormTensors(x: x, gain: model.gain, shift: model.shift) }

  /// The normalised rows, and the rows after the attention.
  private func ownRows(_ own: inout FollowThrough) -> (normal: Term, y: Term) {
    let normal = own.ask(AttentionLab.layerNorm, .of(norm))
    let attention = own.ask(AttentionLab.multiHead, .of(model.attention), normal, .of(heads), .of(true))
    return (normal, own.work(.of(x) + attention))
  }

  package func ownScores(_ own: inout FollowThrough) -> [Term] {
    [ownRows(&own).y.matmul(.of(model.outputWeights.transposed())) + .of(model.outputBias)]
  }

  /// The way back by its own functions from the slope of the cross-entropy at its own scores. The rows that these read, they
  /// say themselves where the output weights are the identity.
  package func ownGradients(_ own: inout FollowThrough) -> [Term] {
    let (normal, y) = ownRows(&own)
    let scores = own.ask(AttentionLab.scores, .of(model), .of(heads), .of(tokens))
    let delta = own.ask(AttentionLab.crossEntropySlope, scores, .of(targets))
    let features = x.columns
    var bare = model
    bare.outputWeights = Tensor(shape: [features, features])
    for place in 0..<features { bare.outputWeights[place, place] = 1 }
    bare.outputBias = Tensor(shape: [features])
    let read = own.ask(AttentionLab.scores, .of(bare), .of(heads), .of(tokens))
    let yGradient = own.work(delta.matmul(.of(model.outputWeights)))
    let back = own.ask(
      AttentionLab.multiHeadBackward, .of(model.attention), normal, .of(heads), .of(true), yGradient)
    let below = own.ask(AttentionLab.layerNormBackward, .of(norm), back["x"])
    let xGradient = own.work(yGradient + below["x"])
    // A token's row gathers from all of its positions, a position's from its own; the others get nothing.
    var embedding = Tensor(shape: [model.embedding.rows, tokens.count])
    var positions = Tensor(shape: [model.positions.rows, tokens.count])
    for (place, token) in tokens.enumerated() {
      embedding[token, place] = 1
      positions[place, place] = 1
    }
    return [y, read].map { rows in
      .record([
        "embedding": Term.of(embedding).matmul(xGradient), "positions": Term.of(positions).matmul(xGradient),
        "gain": below["gain"], "shift": below["shift"], "attention": back["weights"],
        "outputWeights": delta.transposed.matmul(rows), "outputBias": delta.sumOfRows,
      ])
    }
  }
}
