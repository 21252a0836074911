public import LabKit

/// The RNN lab's operations: each function of the contract by its name, and some that put functions together.
public enum RNNLab {
  public static let step = Operation<Tensor, RecurrentCell, Tensor, Tensor>("step")
  public static let states = Operation<Tensor, RecurrentCell, Tensor, Tensor>("states")
  public static let backward = Operation<RecurrentTensors, RecurrentCell, Tensor, Tensor, Tensor>("backward")
  public static let clip = Operation<[Tensor], [Tensor], Double>("clip")
  public static let lstmStep = Operation<LSTMState, LSTMCell, Tensor, LSTMState>("lstmStep")
  public static let initialClassifier = Operation<SequenceClassifier, Int, Int, Int, Int>("initialClassifier")
  public static let scores = Operation<Tensor, SequenceClassifier, Tensor>("scores")
  public static let gradient = Operation<SequenceClassifier, SequenceClassifier, Tensor, [Int]>("gradient")

  /// lstmStep on each of the inputs in turn, every step from the state that the one before gave.
  public static let lstmRun = Operation<[LSTMState], LSTMCell, [Tensor], LSTMState>("lstmRun")

  /// Σ direction ⊙ states: a loss whose gradient in the states is `direction`.
  public static let statesLoss = Operation<Double, RecurrentTensors, Tensor>("statesLoss")

  /// crossEntropy(scores(model, x), labels): the submission's own loss, to be differentiated.
  public static let loss = Operation<Double, SequenceClassifier, Tensor, [Int]>("loss")

  /// The gradient of `crossEntropy` in the scores.
  public static let crossEntropySlope = Operation<Tensor, Tensor, [Int]>("crossEntropySlope")

  /// initialClassifier, mini-batch descent along the clipped gradient, then the class with the highest score for each
  /// unseen sequence.
  public static let learn = Operation<[Int], Int, Tensor, [Int], Tensor, SequenceTraining>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: RNNContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      step.perform { Submission().step($0, $1, $2) },
      states.perform { Submission().states($0, $1, from: $2) },
      backward.perform { Submission().backward($0, $1, from: $2, statesGradient: $3) },
      clip.perform { Submission().clip($0, maximumNorm: $1) },
      lstmStep.perform { Submission().lstmStep($0, $1, $2) },
      initialClassifier.perform { inputs, units, classes, seed in
        Submission().initialClassifier(
          inputs: inputs, units: units, classes: classes, seed: UInt64(bitPattern: Int64(seed)))
      },
      scores.perform { Submission().scores($0, $1) },
      gradient.perform { Submission().gradient($0, $1, $2) },
      lstmRun.perform { cell, inputs, start in
        var states: [LSTMState] = []
        for x in inputs { states.append(Submission().lstmStep(cell, x, states.last ?? start)) }
        return states
      },
      statesLoss.perform { tensors, direction in
        let states = Submission().states(tensors.cell, tensors.x, from: tensors.start)
        guard states.shape == direction.shape else { return .nan }
        return zip(states.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
      },
      loss.perform { crossEntropy(Submission().scores($0, $1), $2).loss },
      crossEntropySlope.perform { crossEntropy($0, $1).gradient },
      learn.perform { classes, x, labels, unseen, training in
        let submission = Submission()
        let (inputs, units) = (x.shape[2], training.units)
        var model = submission.initialClassifier(
          inputs: inputs, units: units, classes: classes, seed: UInt64(bitPattern: Int64(training.seed)))
        // A model of other shapes is not the one to be trained.
        let shapes = model.tensors.map(\.shape)
        guard shapes == [[units, inputs], [units, units], [units], [classes, units], [classes]] else { return [] }
        training.fit(&model, x, labels, with: submission)
        return submission.scores(model, unseen).argmaxOfRows()
      },
    ]
  }

  /// The mean over the rows of −ln softmax(scores)[label], and its gradient in the scores `[n, classes]`.
  public static func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> (loss: Double, gradient: Tensor) {
    var (loss, gradient) = (0.0, scores)
    for (row, label) in labels.enumerated() {
      let values = scores.row(row).values
      let largest = values.max() ?? 0
      let sum = values.reduce(0) { $0 + exp($1 - largest) }
      loss += largest + log(sum) - values[label]
      for column in values.indices { gradient[row, column] = exp(values[column] - largest) / sum }
      gradient[row, label] -= 1
    }
    let count = Double(max(labels.count, 1))
    return (loss / count, gradient / count)
  }
}

/// How `learn` trains: mini-batch stochastic gradient descent along the clipped gradient, with steps that shrink evenly
/// from the learning rate to 0.
public struct SequenceTraining: Hashable, Sendable {
  public var units: Int
  public var epochs: Int
  public var batchSize: Int
  public var learningRate: Double
  public var maximumNorm: Double
  public var seed: Int

  public init(
    units: Int, epochs: Int, batchSize: Int, learningRate: Double, maximumNorm: Double, seed: Int
  ) {
    self.units = units
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.maximumNorm = maximumNorm
    self.seed = seed
  }

  func fit(_ model: inout SequenceClassifier, _ x: Tensor, _ labels: [Int], with submission: some RNNContract) {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)))
    let steps = epochs * ((labels.count + batchSize - 1) / batchSize)
    var done = 0
    for _ in 0..<epochs {
      let order = generator.permutation(labels.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, order.count)])
        let slope = submission.gradient(model, x.rows(at: batch), batch.map { labels[$0] })
        let clipped = submission.clip(slope.tensors, maximumNorm: maximumNorm)
        let rate = learningRate * (1 - Double(done) / Double(steps))
        model.cell.inputWeights -= rate * clipped[0]
        model.cell.stateWeights -= rate * clipped[1]
        model.cell.bias -= rate * clipped[2]
        model.outputWeights -= rate * clipped[3]
        model.outputBias -= rate * clipped[4]
        done += 1
      }
    }
  }
}

extension SequenceClassifier {
  /// W, U, b, V and the output bias, as `clip` gets them.
  var tensors: [Tensor] { [cell.inputWeights, cell.stateWeights, cell.bias, outputWeights, outputBias] }
}
