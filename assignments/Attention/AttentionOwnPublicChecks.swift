package import Checks
import LabKit

/// What the functions of attention must answer by the submission's own lower functions.
extension AttentionTensors {
  /// Row t under the mask: its own weights of query t over the keys up to it, and zeros.
  package func ownMask(_ own: inout FollowThrough) -> [Term] {
    let columns = (0..<q.rows).map { t -> Term in
      let row = own.ask(
        AttentionLab.attentionWeights, .of(q.rows(at: [t])), .of(k.rows(at: Array(0...t))), .of(false)
      ).transposed
      guard t + 1 < k.rows else { return row }
      let zeros = Tensor(shape: [1, k.rows - t - 1])
      return Term.beside([row.transposed, .of(zeros)]).transposed
    }
    return [Term.beside(columns).transposed]
  }

  private func ownWeights(_ own: inout FollowThrough, _ causal: Bool) -> Term {
    own.ask(AttentionLab.attentionWeights, .of(q), .of(k), .of(causal))
  }

  /// The weighted sum with its own weights.
  package func ownAttention(_ own: inout FollowThrough, causal: Bool) -> [Term] {
    guard q.rows > 0 else { return [.of(Tensor(shape: [0, v.columns]))] }
    return [ownWeights(&own, causal).matmul(.of(v))]
  }

  /// The way back through its own weights.
  package func ownBackward(_ own: inout FollowThrough, causal: Bool, _ outputGradient: Tensor) -> [Term] {
    let weights = ownWeights(&own, causal)
    let slope = Term.of(outputGradient.matmul(v.transposed()))
    let mean = (weights * slope).sumOfColumns.reshaped([q.rows, 1])
    let delta = own.work(1 / Double(q.columns).squareRoot() * (weights * (slope - mean)))
    return [
      .record([
        "q": delta.matmul(.of(k)), "k": delta.transposed.matmul(.of(q)),
        "v": weights.transposed.matmul(.of(outputGradient)),
      ])
    ]
  }
}

extension LayerNormTensors {
  /// The way back through its own normalised rows; Σ c² / Σ c n is by how much it divides the distances c from the mean.
  package func ownBackward(_ own: inout FollowThrough, _ outputGradient: Tensor) -> [Term] {
    var bare = self
    bare.gain = Tensor(shape: gain.shape, repeating: 1)
    bare.shift = Tensor(shape: shift.shape)
    let rows = own.ask(AttentionLab.layerNorm, .of(bare))
    let (column, share) = ([x.rows, 1], 1 / Double(x.columns))
    var centred = x
    for row in 0..<x.rows {
      let mean = x.row(row).values.reduce(0, +) * share
      for place in 0..<x.columns { centred[row, place] -= mean }
    }
    let squares = Term.of((centred * centred).sum(axis: 1)).reshaped(column)
    let deviation = own.work(squares / (rows * .of(centred)).sumOfColumns.reshaped(column))
    let delta = outputGradient * gain
    let mean = share * Term.of(delta.sum(axis: 1)).reshaped(column)
    let slope = share * (rows * .of(delta)).sumOfColumns.reshaped(column)
    return [
      .record([
        "x": (.of(delta) - mean - rows * slope) / deviation, "gain": (rows * .of(outputGradient)).sumOfRows,
        "shift": .of(outputGradient.sum(axis: 0)),
      ])
    ]
  }
}

/// Multi-head attention of x, and a gradient for what comes out.
package struct HeadProblem {
  package var weights: HeadWeights
  package var x: Tensor
  package var heads: Int
  package var causal: Bool
  package var outputGradient: Tensor

  package init(_ positions: Int, features: Int, heads: Int, causal: Bool, _ generator: inout Generator) {
    weights = generator.headWeights(features)
    x = generator.normal(shape: [positions, features])
    outputGradient = generator.normal(shape: [positions, features])
    (self.heads, self.causal) = (heads, causal)
  }

  package var forward: Call { AttentionLab.multiHead(weights, x, heads, causal) }
  package var backward: Call { AttentionLab.multiHeadBackward(weights, x, heads, causal, outputGradient) }

  /// The columns of one head.
  private func part(_ tensor: Tensor, _ head: Int) -> Tensor {
    let size = tensor.columns / heads
    return tensor.transposed().rows(at: Array(head * size..<(head + 1) * size)).transposed()
  }

  private var inputs: [Tensor] {
    [weights.queries, weights.keys, weights.values].map { x.matmul($0.transposed()) }
  }

  /// What its own attention gives for each head, side by side.
  private func ownJoined(_ own: inout FollowThrough) -> Term {
    let inputs = inputs
    let parts = (0..<heads).map { head in
      let (q, k, v) = (part(inputs[0], head), part(inputs[1], head), part(inputs[2], head))
      return own.ask(AttentionLab.attention, .of(q), .of(k), .of(v), .of(causal))
    }
    return own.work(.beside(parts))
  }

  package func ownForward(_ own: inout FollowThrough) -> [Term] {
    [ownJoined(&own).matmul(.of(weights.output.transposed()))]
  }

  /// The way back through its own `attentionBackward`; what the heads give it says itself where the output matrix is the
  /// identity.
  package func ownBackward(_ own: inout FollowThrough) -> [Term] {
    let (inputs, below) = (inputs, outputGradient.matmul(weights.output))
    let slopes = (0..<heads).map { head in
      let (q, k, v) = (part(inputs[0], head), part(inputs[1], head), part(inputs[2], head))
      return own.ask(
        AttentionLab.attentionBackward, .of(q), .of(k), .of(v), .of(causal), .of(part(below, head)))
    }
    let (q, k, v) = (
      own.work(.beside(slopes.map { $0["q"] })), own.work(.beside(slopes.map { $0["k"] })),
      own.work(.beside(slopes.map { $0["v"] }))
    )
    let back = own.work(
      q.matmul(.of(weights.queries)) + k.matmul(.of(weights.keys)) + v.matmul(.of(weights.values)))
    var bare = weights
    bare.output = Tensor(shape: weights.output.shape)
    for place in 0..<x.columns { bare.output[place, place] = 1 }
    let read = own.ask(AttentionLab.multiHead, .of(bare), .of(x), .of(heads), .of(causal))
    return [ownJoined(&own), read].map { joined in
      .record([
        "weights": .record([
          "queries": q.transposed.matmul(.of(x)), "keys": k.transposed.matmul(.of(x)),
          "values": v.transposed.matmul(.of(x)), "output": Term.of(outputGradient.transposed()).matmul(joined),
        ]), "x": back,
      ])
    }
  }
}
