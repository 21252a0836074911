public import LabKit

/// The Regularization lab's operations: each function of the contract by its name, and a few that put functions together.
public enum RegularizationLab {
  public static let ridgeLoss = Operation<Double, RidgeModel, Tensor, [Double], Double>("ridgeLoss")
  public static let ridgeGradient = Operation<RidgeModel, RidgeModel, Tensor, [Double], Double>("ridgeGradient")
  public static let ridgeDescent =
    Operation<RidgeModel, RidgeModel, Tensor, [Double], Double, Double, Int>("ridgeDescent")
  public static let dropoutMask = Operation<Tensor, [Int], Double, Int>("dropoutMask")
  public static let dropout = Operation<Tensor, Tensor, Double, Bool, Int>("dropout")
  public static let dropoutBackward = Operation<Tensor, Tensor, Tensor>("dropoutBackward")
  public static let batchNormEvaluation =
    Operation<Tensor, BatchNormParameters, RunningStatistics, Tensor, Double>("batchNormEvaluation")
  public static let batchNormBackward =
    Operation<BatchNormGradients, BatchNormPoint, Tensor, Double>("batchNormBackward")

  /// batchNormTraining on one batch after the other: the outputs, and the statistics at the end.
  public static let batchNormTraining =
    Operation<BatchNormRun, BatchNormParameters, RunningStatistics, [Tensor], Double, Double>("batchNormTraining")

  /// shouldStop on one loss after the other, until it says so.
  public static let earlyStopping = Operation<Stopping, [Double], Int>("earlyStopping")

  /// shouldStop on the losses of several runs, a row each, in turn and to their end: for each run and epoch the answer, the
  /// epochs seen, the best epoch and its loss. −∞ stands for a loss of NaN, which no question can hold that equals itself.
  public static let stoppingTraces = Operation<Tensor, Tensor, Int>("stoppingTraces")

  /// How many units the masks of one seed after the other drop.
  public static let dropCounts = Operation<Tensor, [Int], Double, Int, Int>("dropCounts")

  /// For masks of neighbouring seeds, at p = 1/2: the share of units that agree, or do not, at the best of a few shifts.
  public static let maskEchoes = Operation<Tensor, [Int], Int, Int>("maskEchoes")

  /// How many units of a shape have a twin: another unit that is dropped in the masks of just the same seeds, at p = 1/2, or
  /// in just the others.
  public static let maskTwins = Operation<Int, [Int], Int, Int>("maskTwins")

  /// Whether dropout in training drops some of x, and whether it keeps some: 1 or 0 each.
  public static let dropoutActs = Operation<[Int], Tensor, Double, Int>("dropoutActs")

  /// The different numbers in a mask, in rising order.
  public static let maskLevels = Operation<[Double], [Int], Double, Int>("maskLevels")

  /// What dropout in training gives, less x times the mask of the same shape and seed.
  public static let dropoutLessMask = Operation<Tensor, Tensor, Double, Int>("dropoutLessMask")

  /// Σ c ⊙ batchNormTraining(x): a loss whose gradient in the output is c.
  public static let batchNormLoss = Operation<Double, BatchNormPoint, Tensor, Double>("batchNormLoss")

  /// ridgeDescent on labels of ±1, then 1 where w·x + b ≥ 0 and 0 elsewhere, for samples not seen in training.
  public static let learn = Operation<[Int], RidgeModel, Tensor, [Double], Double, Double, Int, Tensor>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: RegularizationContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      ridgeLoss.perform { Submission().ridgeLoss($0, $1, $2, lambda: $3) },
      ridgeGradient.perform { Submission().ridgeGradient($0, $1, $2, lambda: $3) },
      ridgeDescent.perform { Submission().ridgeDescent($0, $1, $2, lambda: $3, rate: $4, steps: $5) },
      dropoutMask.perform { Submission().dropoutMask(shape: $0, probability: $1, seed: seed($2)) },
      dropout.perform { Submission().dropout($0, probability: $1, isTraining: $2, seed: seed($3)) },
      dropoutBackward.perform { Submission().dropoutBackward($0, mask: $1) },
      batchNormEvaluation.perform { Submission().batchNormEvaluation($0, $1, $2, epsilon: $3) },
      batchNormBackward.perform { point, outputGradient, epsilon in
        Submission().batchNormBackward(
          point.parameters, point.input, outputGradient: outputGradient, epsilon: epsilon)
      },
      batchNormTraining.perform { parameters, start, batches, momentum, epsilon in
        var running = start
        let outputs = batches.map {
          Submission().batchNormTraining(parameters, &running, $0, momentum: momentum, epsilon: epsilon)
        }
        return BatchNormRun(outputs: outputs, running: running)
      },
      earlyStopping.perform { losses, patience in
        var state = StoppingState()
        for (place, loss) in losses.enumerated()
        where Submission().shouldStop(&state, loss: loss, patience: patience) {
          return Stopping(epochs: place + 1, isStopped: true, bestEpoch: state.bestEpoch, bestLoss: state.bestLoss)
        }
        return Stopping(
          epochs: losses.count, isStopped: false, bestEpoch: state.bestEpoch, bestLoss: state.bestLoss)
      },
      stoppingTraces.perform { stoppingTraces(Submission(), $0, patience: $1) },
      dropCounts.perform { shape, probability, first, count in
        Tensor(
          (0..<count).map { number in
            let mask = Submission().dropoutMask(shape: shape, probability: probability, seed: seed(first + number))
            return Double(mask.values.count { $0 == 0 })
          })
      },
      maskEchoes.perform { shape, first, count in
        let masks = (0...count).map {
          Submission().dropoutMask(shape: shape, probability: 0.5, seed: seed(first + $0)).values.map { $0 == 0 }
        }
        return Tensor((0..<count).map { echo(masks[$0], masks[$0 + 1]) })
      },
      maskTwins.perform { shape, first, count in
        var histories: [UInt64] = []
        for number in 0..<min(count, 64) {
          let mask = Submission().dropoutMask(shape: shape, probability: 0.5, seed: seed(first + number))
          if histories.isEmpty { histories = [UInt64](repeating: 0, count: mask.count) }
          guard mask.count == histories.count else { return -1 }
          for (unit, factor) in mask.values.enumerated() where factor == 0 { histories[unit] |= 1 << UInt64(number) }
        }
        // One that is dropped where another is not has the same history upside down.
        let turned = histories.map { $0 & 1 == 0 ? $0 : ~$0 & (count < 64 ? 1 << UInt64(count) - 1 : .max) }
        return turned.count - Set(turned).count
      },
      dropoutActs.perform { x, probability, number in
        let y = Submission().dropout(x, probability: probability, isTraining: true, seed: seed(number))
        return [y.values.contains { $0 == 0 } ? 1 : 0, y.values.contains { $0 != 0 } ? 1 : 0]
      },
      maskLevels.perform { shape, probability, number in
        Set(Submission().dropoutMask(shape: shape, probability: probability, seed: seed(number)).values).sorted()
      },
      dropoutLessMask.perform { x, probability, number in
        let submission = Submission()
        let mask = submission.dropoutMask(shape: x.shape, probability: probability, seed: seed(number))
        return submission.dropout(x, probability: probability, isTraining: true, seed: seed(number)) - x * mask
      },
      batchNormLoss.perform { point, outputGradient, epsilon in
        let zero = Tensor(shape: [point.input.columns])
        var running = RunningStatistics(mean: zero, variance: zero + 1)
        let output = Submission().batchNormTraining(
          point.parameters, &running, point.input, momentum: 0.1, epsilon: epsilon)
        return (output * outputGradient).sum()
      },
      learn.perform { model, samples, targets, lambda, rate, steps, unseen in
        let trained = Submission().ridgeDescent(
          model, samples, targets, lambda: lambda, rate: rate, steps: steps)
        return (0..<unseen.rows).map { row in
          zip(trained.weights, unseen.row(row).values).reduce(trained.bias) { $0 + $1.0 * $1.1 } >= 0 ? 1 : 0
        }
      },
    ]
  }

  private static func seed(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number)) }

  private static func stoppingTraces(
    _ submission: some RegularizationContract, _ losses: Tensor, patience: Int
  ) -> Tensor {
    var states = [StoppingState](repeating: StoppingState(), count: losses.rows)
    var traces = Tensor(shape: [losses.rows, losses.columns, 4])
    for epoch in 0..<losses.columns {
      for run in 0..<losses.rows {
        let loss = losses[run, epoch] == -.infinity ? .nan : losses[run, epoch]
        let answer = submission.shouldStop(&states[run], loss: loss, patience: patience)
        let first = (run * losses.columns + epoch) * 4
        traces.values[first] = answer ? 1 : 0
        traces.values[first + 1] = Double(states[run].epoch)
        traces.values[first + 2] = Double(states[run].bestEpoch)
        traces.values[first + 3] = states[run].bestLoss
      }
    }
    return traces
  }

  /// How much of one series comes again, or comes inverted, in another: 1/2 for what has nothing to do with each other, and
  /// a little more for the best of several shifts.
  private static func echo(_ one: [Bool], _ other: [Bool]) -> Double {
    (-2...2).map { shift in
      let pairs = one.indices.filter { other.indices.contains($0 + shift) }
      let equal = pairs.count { one[$0] == other[$0 + shift] }
      let share = Double(equal) / Double(max(pairs.count, 1))
      return max(share, 1 - share)
    }.max() ?? 1
  }
}

/// Where batch normalisation is differentiated: γ, β and the input.
public struct BatchNormPoint: Hashable, Sendable {
  public var parameters: BatchNormParameters
  public var input: Tensor

  public init(parameters: BatchNormParameters, input: Tensor) {
    self.parameters = parameters
    self.input = input
  }
}

/// What several batches came to.
public struct BatchNormRun: Hashable, Sendable {
  public var outputs: [Tensor]
  public var running: RunningStatistics

  public init(outputs: [Tensor], running: RunningStatistics) {
    self.outputs = outputs
    self.running = running
  }
}

/// When training ended, and its best epoch.
public struct Stopping: Hashable, Sendable {
  public var epochs: Int
  public var isStopped: Bool
  public var bestEpoch: Int
  public var bestLoss: Double

  public init(epochs: Int, isStopped: Bool, bestEpoch: Int, bestLoss: Double) {
    self.epochs = epochs
    self.isStopped = isStopped
    self.bestEpoch = bestEpoch
    self.bestLoss = bestLoss
  }
}
