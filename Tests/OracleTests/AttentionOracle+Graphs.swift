import DeepLearning
import Labs
import Tensors

// What the library's causal layer with its projection has no explicit pass for: attention by itself, and without a mask.

extension AttentionOracle {
  /// softmax(q kᵀ / √d) as a graph; what the mask hides gets −∞ before the softmax.
  func weights(_ q: Variable<Double>, _ k: Variable<Double>, _ causal: Bool) -> Variable<Double> {
    var scores = q.multiplied(by: k.transposed) / Double(q.shape[1]).squareRoot()
    if causal {
      var mask = Tensor(shape: Array(scores.shape))
      for row in 0..<mask.rows {
        for column in (row + 1)..<max(mask.columns, row + 1) { mask[row, column] = -.infinity }
      }
      scores = scores + Variable(mask)
    }
    return (scores - scores.logSumExp()).exp()
  }

  func leaves(_ weights: HeadWeights, _ x: Tensor) -> [Variable<Double>] {
    [weights.queries, weights.keys, weights.values, weights.output, x].map { Variable($0) }
  }

  /// Attention without a mask as a graph. A matrix of zeros and ones takes a head's columns out, and puts them back.
  func joined(_ leaves: [Variable<Double>], _ heads: Int) -> Variable<Double> {
    let parts = leaves[..<3].map { leaves[4].multiplied(by: $0.transposed) }
    let (size, width) = (leaves[4].shape[1], leaves[4].shape[1] / heads)
    let joined = (0..<heads).map { head in
      var columns = Tensor(shape: [size, width])
      for column in 0..<width { columns[head * width + column, column] = 1 }
      let own = parts.map { $0.multiplied(by: Variable(columns)) }
      return weights(own[0], own[1], false).multiplied(by: own[2]).multiplied(by: Variable(columns.transposed()))
    }
    return joined.dropFirst().reduce(joined[0], +).multiplied(by: leaves[3].transposed)
  }
}
