package import Checks
package import LabKit

/// What the checks of this lab draw: weights scaled so that sums stay near 1 at any size, and biases.
extension Generator {
  package mutating func lstmWeights(inputs: Int, units: Int) -> LSTMWeights {
    LSTMWeights(
      inputWeights: normal(shape: [4 * units, inputs], deviation: 1 / Double(max(inputs, 1)).squareRoot()),
      stateWeights: normal(shape: [4 * units, units], deviation: 1 / Double(units).squareRoot()),
      bias: normal(shape: [4 * units], deviation: 0.5))
  }

  package mutating func gruWeights(inputs: Int, units: Int) -> GRUWeights {
    GRUWeights(
      inputWeights: normal(shape: [3 * units, inputs], deviation: 1 / Double(max(inputs, 1)).squareRoot()),
      stateWeights: normal(shape: [3 * units, units], deviation: 1 / Double(units).squareRoot()),
      inputBias: normal(shape: [3 * units], deviation: 0.5), stateBias: normal(shape: [3 * units], deviation: 0.5))
  }

  /// Hidden states within (−1, 1), memory beyond.
  package mutating func lstmStates(_ count: Int, units: Int) -> LSTMStates {
    LSTMStates(hidden: normal(shape: [count, units], deviation: 0.4), memory: normal(shape: [count, units]))
  }
}

extension LSTMWeights {
  /// The first block's rows in all four: what comes of these does not hang on the order of the blocks, so that a mistake
  /// in that is no reason to take all of it for no attempt.
  package var alike: LSTMWeights {
    func four(_ tensor: Tensor) -> Tensor {
      let block = tensor.values.prefix(tensor.count / 4)
      return Tensor(shape: tensor.shape, values: (0..<4).flatMap { _ in block })
    }
    return LSTMWeights(inputWeights: four(inputWeights), stateWeights: four(stateWeights), bias: four(bias))
  }
}

/// An LSTM, sequences, states to start from, and a gradient for the hidden states that come out.
package struct LSTMSet {
  package var at: LSTMGradient
  package var lengths: [Int]
  package var hiddenGradient: Tensor

  /// All sequences have T steps where no `lengths` are told.
  package init(
    _ count: Int, steps: Int, inputs: Int, units: Int, lengths: [Int]? = nil, _ generator: inout Generator
  ) {
    at = LSTMGradient(
      weights: generator.lstmWeights(inputs: inputs, units: units),
      start: generator.lstmStates(count, units: units), x: generator.normal(shape: [count, steps, inputs]))
    self.lengths = lengths ?? [Int](repeating: steps, count: count)
    hiddenGradient = generator.normal(shape: [count, steps, units])
  }

  var count: Int { at.x.shape[0] }
  var steps: Int { at.x.shape[1] }
  var units: Int { at.start.hidden.columns }

  package func backward(_ at: LSTMGradient) -> Call {
    GatedRNNLab.lstmBackward(at.weights, at.x, lengths, at.start, hiddenGradient)
  }
  package func loss(_ at: LSTMGradient) -> Call { GatedRNNLab.lstmLoss(at, lengths, hiddenGradient) }
}

/// The same of a GRU.
package struct GRUSet {
  package var at: GRUGradient
  package var lengths: [Int]
  package var statesGradient: Tensor

  package init(
    _ count: Int, steps: Int, inputs: Int, units: Int, lengths: [Int]? = nil, _ generator: inout Generator
  ) {
    at = GRUGradient(
      weights: generator.gruWeights(inputs: inputs, units: units),
      start: generator.normal(shape: [count, units], deviation: 0.6),
      x: generator.normal(shape: [count, steps, inputs]))
    self.lengths = lengths ?? [Int](repeating: steps, count: count)
    statesGradient = generator.normal(shape: [count, steps, units])
  }

  package var run: Call { GatedRNNLab.gruRun(at.weights, at.x, lengths, at.start) }
  package func backward(_ at: GRUGradient) -> Call {
    GatedRNNLab.gruBackward(at.weights, at.x, lengths, at.start, statesGradient)
  }
  package func loss(_ at: GRUGradient) -> Call { GatedRNNLab.gruLoss(at, lengths, statesGradient) }
}

/// A classifier, sequences, and a class for each step; what stands at steps that never count is no class.
package struct GatedModelSet {
  package var model: GatedClassifier
  package var x: Tensor
  package var labels: [[Int]]
  package var lengths: [Int]
  package var everyStep: Bool

  package init(
    _ count: Int, steps: Int, inputs: Int, units: Int, classes: Int, lengths: [Int]? = nil, everyStep: Bool,
    _ generator: inout Generator
  ) {
    model = GatedClassifier(
      weights: generator.lstmWeights(inputs: inputs, units: units),
      outputWeights: generator.normal(shape: [classes, units], deviation: 2 / Double(units).squareRoot()),
      outputBias: generator.normal(shape: [classes], deviation: 0.5))
    x = generator.normal(shape: [count, steps, inputs])
    let lengths = lengths ?? [Int](repeating: steps, count: count)
    labels = generator.labels(steps, classes: classes, lengths: lengths, everyStep: everyStep)
    (self.lengths, self.everyStep) = (lengths, everyStep)
  }

  package var gradientCall: Call { gradient(model) }
  package func gradient(_ model: GatedClassifier) -> Call {
    GatedRNNLab.gradient(model, x, labels, lengths, everyStep)
  }
  package func loss(_ model: GatedClassifier) -> Call { GatedRNNLab.modelLoss(model, x, labels, lengths, everyStep) }
}

/// Scores and a class for each step, by themselves.
package struct GatedScoreSet {
  package var scores: Tensor
  package var labels: [[Int]]
  package var lengths: [Int]
  package var everyStep: Bool

  package init(
    _ count: Int, steps: Int, classes: Int, lengths: [Int]? = nil, everyStep: Bool, _ generator: inout Generator
  ) {
    scores = generator.normal(shape: [count, steps, classes], deviation: 1.5)
    let lengths = lengths ?? [Int](repeating: steps, count: count)
    labels = generator.labels(steps, classes: classes, lengths: lengths, everyStep: everyStep)
    (self.lengths, self.everyStep) = (lengths, everyStep)
  }

  package var call: Call { GatedRNNLab.loss(scores, labels, lengths, everyStep) }
}

extension Generator {
  /// A class at each step that counts, and −1 at all others.
  fileprivate mutating func labels(_ steps: Int, classes: Int, lengths: [Int], everyStep: Bool) -> [[Int]] {
    lengths.map { length in
      (0..<steps).map { t in
        let counts = everyStep ? t < length : t == length - 1
        return counts ? integer(below: classes) : -1
      }
    }
  }
}
