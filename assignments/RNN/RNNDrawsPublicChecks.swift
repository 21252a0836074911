package import LabKit

/// What the checks of this lab draw.
extension Generator {
  /// Weights scaled so that sums stay near 1 at any size, and a bias.
  package mutating func recurrentCell(inputs: Int, units: Int) -> RecurrentCell {
    RecurrentCell(
      inputWeights: normal(shape: [units, inputs], deviation: 1 / Double(inputs).squareRoot()),
      stateWeights: normal(shape: [units, units], deviation: 1 / Double(units).squareRoot()),
      bias: normal(shape: [units], deviation: 0.5))
  }

  /// The same with four rows for each unit.
  package mutating func lstmCell(inputs: Int, units: Int) -> LSTMCell {
    LSTMCell(
      inputWeights: normal(shape: [4 * units, inputs], deviation: 1 / Double(inputs).squareRoot()),
      stateWeights: normal(shape: [4 * units, units], deviation: 1 / Double(units).squareRoot()),
      bias: normal(shape: [4 * units], deviation: 0.5))
  }

  /// Hidden states within (−1, 1), memory beyond.
  package mutating func lstmState(_ count: Int, units: Int) -> LSTMState {
    LSTMState(hidden: normal(shape: [count, units], deviation: 0.4), memory: normal(shape: [count, units]))
  }
}

extension RecurrentCell {
  /// Smaller weights, with which sums stay so near 0 that tanh is nearly a line: what is nearly right is near there.
  package var calm: RecurrentCell {
    RecurrentCell(inputWeights: 0.4 * inputWeights, stateWeights: 0.4 * stateWeights, bias: 0.4 * bias)
  }
}

/// A cell, sequences, a state to start from, and a gradient for what comes out.
package struct RecurrentProblem {
  package var tensors: RecurrentTensors
  package var statesGradient: Tensor

  package init(_ tensors: RecurrentTensors, statesGradient: Tensor) {
    self.tensors = tensors
    self.statesGradient = statesGradient
  }

  package init(_ count: Int, steps: Int, inputs: Int, units: Int, _ generator: inout Generator) {
    tensors = RecurrentTensors(
      cell: generator.recurrentCell(inputs: inputs, units: units),
      start: generator.normal(shape: [count, units], deviation: 0.5),
      x: generator.normal(shape: [count, steps, inputs]))
    statesGradient = generator.normal(shape: [count, steps, units])
  }

  /// Many steps of one sample, two units and one input: a rotation of states so small that nothing fades on the way.
  package init(turning steps: Int, _ generator: inout Generator) {
    // Of 3, 4, 5 and of 5, 12, 13: its rows have length 1 but for rounding.
    let isFirst = generator.integer(below: 2) == 0
    let (c, s): (Double, Double) = (isFirst ? 0.6 : 5.0 / 13, isFirst ? 0.8 : 12.0 / 13)
    let cell = RecurrentCell(
      inputWeights: generator.normal(shape: [2, 1], deviation: 1e-3),
      stateWeights: Tensor(shape: [2, 2], values: [c, -s, s, c]), bias: Tensor(shape: [2]))
    tensors = RecurrentTensors(
      cell: cell, start: generator.normal(shape: [1, 2], deviation: 0.02),
      x: generator.normal(shape: [1, steps, 1]))
    statesGradient = generator.normal(shape: [1, steps, 2])
  }

  package var states: Call { RNNLab.states(tensors.cell, tensors.x, tensors.start) }
  package var backward: Call { backward(tensors) }
  package func backward(_ tensors: RecurrentTensors) -> Call {
    RNNLab.backward(tensors.cell, tensors.x, tensors.start, statesGradient)
  }
  package func loss(_ tensors: RecurrentTensors) -> Call { RNNLab.statesLoss(tensors, statesGradient) }

  /// This with a gradient at one step only.
  package func ending(at step: Int) -> RecurrentProblem {
    var problem = self
    let (steps, units) = (statesGradient.shape[1], statesGradient.shape[2])
    for index in 0..<statesGradient.count where index / units % steps != step {
      problem.statesGradient.values[index] = 0
    }
    return problem
  }
}

/// A classifier, sequences and their classes.
package struct LabelledSequences {
  package var model: SequenceClassifier
  package var x: Tensor
  package var labels: [Int]

  package init(
    _ count: Int, steps: Int, inputs: Int, units: Int, classes: Int, _ generator: inout Generator
  ) {
    model = SequenceClassifier(
      cell: generator.recurrentCell(inputs: inputs, units: units),
      outputWeights: generator.normal(shape: [classes, units], deviation: 1 / Double(units).squareRoot()),
      outputBias: generator.normal(shape: [classes], deviation: 0.5))
    x = generator.normal(shape: [count, steps, inputs])
    labels = (0..<count).map { _ in generator.integer(below: classes) }
  }

  package var scores: Call { RNNLab.scores(model, x) }
  package var gradient: Call { RNNLab.gradient(model, x, labels) }
}
