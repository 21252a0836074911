package import Checks
import LabKit

/// What the functions that run over time must answer by the submission's own lower functions.
extension RecurrentProblem {
  private var count: Int { tensors.x.shape[0] }
  private var steps: Int { tensors.x.shape[1] }
  private var units: Int { tensors.cell.bias.count }

  /// Step t of sequences `[n, T, k]`, `[n, k]`.
  private static func cut(_ x: Tensor, _ t: Int) -> Tensor {
    let (steps, size) = (x.shape[1], x.shape[2])
    var cut = Tensor(shape: [x.shape[0], size])
    for sample in 0..<x.shape[0] {
      for place in 0..<size { cut[sample, place] = x.values[(sample * steps + t) * size + place] }
    }
    return cut
  }

  /// The states, each by the submission's own `step` from the one before.
  ///
  /// A question more shows whether that is an attempt at all, where there are few numbers otherwise: many states, which
  /// neither the ones before nor the bias tell.
  private func ownSteps(_ own: inout FollowThrough) -> [Term] {
    var generator = Generator(seed: 1)
    var cell = generator.recurrentCell(inputs: 8, units: 32)
    cell.bias = Tensor(shape: [32])
    let (x, h) = (generator.normal(shape: [32, 8]), generator.normal(shape: [32, 32], deviation: 0.5))
    _ = own.ask(RNNLab.step, .of(cell), .of(x), .of(h))
    var states: [Term] = []
    for t in 0..<steps {
      states.append(
        own.ask(RNNLab.step, .of(tensors.cell), .of(Self.cut(tensors.x, t)), states.last ?? .of(tensors.start)))
    }
    return states
  }

  /// The states that its own `states` gives, one after the other.
  private func ownRun(_ own: inout FollowThrough) -> [Term] {
    let all = own.ask(RNNLab.states, .of(tensors.cell), .of(tensors.x), .of(tensors.start))
    let rows = own.work(all.reshaped([count, steps * units]))
    return (0..<steps).map { rows.columns($0 * units..<($0 + 1) * units) }
  }

  /// `states`: a chain of its own steps.
  package func ownStates(_ own: inout FollowThrough) -> [Term] {
    guard count > 0, steps > 0 else { return [.of(Tensor(shape: [count, steps, units]))] }
    return [.beside(ownSteps(&own)).reshaped([count, steps, units])]
  }

  /// The state after the last step, by its own `step` and by its own `states`.
  package func ownLast(_ own: inout FollowThrough) -> [Term] {
    guard count > 0, steps > 0 else { return [.of(tensors.start)] }
    return [ownSteps(&own), ownRun(&own)].compactMap(\.last)
  }

  /// `backward`: the sweep through the states that its own `step` gives, or its own `states`.
  package func ownGradients(_ own: inout FollowThrough) -> [Term] {
    guard count > 0, steps > 0 else { return [.of(nothing)] }
    let runs = [ownSteps(&own), ownRun(&own)]
    return runs.map { sweep($0, &own) }
  }

  /// `backward` of many steps: that of the later half, then that of the earlier one with what the later half's start says.
  package func ownHalves(_ own: inout FollowThrough) -> [Term] {
    let middle = steps / 2
    func part(_ x: Tensor, _ range: Range<Int>) -> Tensor {
      let (steps, size) = (x.shape[1], x.shape[2])
      let values = (0..<count).flatMap { sample in
        x.values[(sample * steps + range.lowerBound) * size..<(sample * steps + range.upperBound) * size]
      }
      return Tensor(shape: [count, range.count, size], values: values)
    }
    let (x, slopes, cell) = (tensors.x, statesGradient, Term.of(tensors.cell))
    let run = own.ask(RNNLab.states, cell, .of(part(x, 0..<middle)), .of(tensors.start))
    let state = run.reshaped([count, middle * units]).columns((middle - 1) * units..<middle * units)
    let later = own.ask(
      RNNLab.backward, cell, .of(part(x, middle..<steps)), state, .of(part(slopes, middle..<steps)))
    let first = Tensor(shape: [count, (middle - 1) * units], values: part(slopes, 0..<middle - 1).values)
    let last = Tensor(shape: [count, units], values: part(slopes, middle - 1..<middle).values)
    let earlier = own.ask(
      RNNLab.backward, cell, .of(part(x, 0..<middle)), .of(tensors.start),
      Term.beside([.of(first), .of(last) + later["start"]]).reshaped([count, middle, units]))
    let inputs = x.shape[2]
    let rows = Term.beside([
      earlier["x"].reshaped([count, middle * inputs]), later["x"].reshaped([count, (steps - middle) * inputs]),
    ])
    return [
      .record([
        "cell": earlier["cell"] + later["cell"], "start": earlier["start"], "x": rows.reshaped(x.shape),
      ])
    ]
  }

  /// Where there are no steps or no samples every gradient is 0.
  private var nothing: RecurrentTensors {
    func zeros(_ tensor: Tensor) -> Tensor { Tensor(shape: tensor.shape) }
    let cell = RecurrentCell(
      inputWeights: zeros(tensors.cell.inputWeights), stateWeights: zeros(tensors.cell.stateWeights),
      bias: zeros(tensors.cell.bias))
    return RecurrentTensors(cell: cell, start: zeros(tensors.start), x: zeros(tensors.x))
  }

  private func sweep(_ states: [Term], _ own: inout FollowThrough) -> Term {
    var later = Term.of(Tensor(shape: tensors.start.shape))
    var (weights, recurrent, bias) = (Term.of(0.0), Term.of(0.0), Term.of(0.0))
    var slopes: [Term] = []
    for t in (0..<steps).reversed() {
      let slope = Term.of(1.0) - states[t] * states[t]
      let delta = own.work((.of(Self.cut(statesGradient, t)) + later) * slope)
      weights = own.work(weights + delta.transposed.matmul(.of(Self.cut(tensors.x, t))))
      recurrent = own.work(recurrent + delta.transposed.matmul(t > 0 ? states[t - 1] : .of(tensors.start)))
      bias = own.work(bias + delta.sumOfRows)
      slopes.insert(delta.matmul(.of(tensors.cell.inputWeights)), at: 0)
      later = own.work(delta.matmul(.of(tensors.cell.stateWeights)))
    }
    return .record([
      "cell": .record(["inputWeights": weights, "stateWeights": recurrent, "bias": bias]), "start": later,
      "x": .beside(slopes).reshaped(tensors.x.shape),
    ])
  }
}

/// The same for the classifier.
extension LabelledSequences {
  private var start: Tensor { Tensor(shape: [x.shape[0], model.cell.bias.count]) }

  /// The gradient where there are no samples.
  package var nothing: SequenceClassifier {
    let cell = RecurrentCell(
      inputWeights: 0 * model.cell.inputWeights, stateWeights: 0 * model.cell.stateWeights, bias: 0 * model.cell.bias)
    return SequenceClassifier(
      cell: cell, outputWeights: 0 * model.outputWeights, outputBias: 0 * model.outputBias)
  }

  private func problem(_ statesGradient: Tensor) -> RecurrentProblem {
    RecurrentProblem(
      RecurrentTensors(cell: model.cell, start: start, x: x), statesGradient: statesGradient)
  }

  /// `scores`: the output layer on its own last state.
  package func ownScores(_ own: inout FollowThrough) -> [Term] {
    problem(Tensor(shape: [0])).ownLast(&own).map {
      $0.matmul(.of(model.outputWeights.transposed())) + .of(model.outputBias)
    }
  }

  /// `gradient`: the slope of the cross-entropy at its own scores, handed to its own `backward` at the last step.
  ///
  /// What its scores read, the state after the last step, they say themselves where the output layer is the identity.
  package func ownGradients(_ own: inout FollowThrough) -> [Term] {
    let (count, steps, units) = (x.shape[0], x.shape[1], model.cell.bias.count)
    let scores = own.ask(RNNLab.scores, .of(model), .of(x))
    let delta = own.ask(RNNLab.crossEntropySlope, scores, .of(labels))
    var bare = model
    bare.outputWeights = Tensor(shape: [units, units])
    for unit in 0..<units { bare.outputWeights[unit, unit] = 1 }
    bare.outputBias = Tensor(shape: [units])
    let read = own.ask(RNNLab.scores, .of(bare), .of(x))
    let last = own.work(delta.matmul(.of(model.outputWeights)))
    var slopes = Term.of(Tensor(shape: [count, 0, units]))
    if steps > 0 {
      let before = Tensor(shape: [count, (steps - 1) * units])
      slopes = (steps > 1 ? Term.beside([.of(before), last]) : last).reshaped([count, steps, units])
    }
    let back = own.ask(RNNLab.backward, .of(model.cell), .of(x), .of(start), slopes)
    return ([read] + problem(Tensor(shape: [0])).ownLast(&own)).map { state in
      .record([
        "cell": back["cell"], "outputWeights": delta.transposed.matmul(state), "outputBias": delta.sumOfRows,
      ])
    }
  }
}
