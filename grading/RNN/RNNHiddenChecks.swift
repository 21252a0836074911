package import Checks
import LabKit
import Labs

extension Lab {
  /// Elman's network with backpropagation through time, clipping, and the LSTM's step.
  package static let rnn = Lab(
    name: "RNN", title: "Recurrent networks: backpropagation through time, clipping, LSTM, a memory task",
    publicChecks: RNNPublicChecks.all, hiddenChecks: RNNHiddenChecks.all, mutants: RNNMutants.all,
    variants: RNNVariants.all)
}

/// What only the instructor checks: edges, gradients over many steps, the LSTM over many steps, training, time.
enum RNNHiddenChecks {
  static let all: [Check] = [
    stepEdges, statesEdges, backwardOracle, backwardDifferences, clipEdges, lstmRun, lstmExtreme,
    gradient, gradientDifferences, repeats, accuracy, timing,
  ]

  /// Weights of ±1000 meet inputs near 1, so that no sum lies where tanh is not ±1.
  static let stepEdges = Check(
    "step.edges", "step: sums of ±1000, one unit, no samples", points: 0.3, after: ["step"],
    hint: "tanh of a large number is ±1: ∞ / ∞ must not occur on the way."
  ) { generator in
    var draw = ValueDraw()
    let cell = RecurrentCell(
      inputWeights: Tensor(shape: [3, 1], values: [1000, -1000, generator.normal()]),
      stateWeights: generator.normal(shape: [3, 3], deviation: 0.1), bias: generator.normal(shape: [3]))
    let x = Tensor(shape: [2, 1], values: [generator.uniform(0.8, 1.2), generator.uniform(-1.2, -0.8)])
    draw.add("large sums", RNNLab.step(cell, x, generator.normal(shape: [2, 3])))
    let one = generator.recurrentCell(inputs: 1, units: 1)
    draw.add("one unit", RNNLab.step(one, generator.normal(shape: [3, 1]), generator.normal(shape: [3, 1])))
    draw.add("no samples", RNNLab.step(one, Tensor(shape: [0, 1]), Tensor(shape: [0, 1])))
    return draw.draw()
  }

  static let statesEdges = Check(
    "states.edges", "states: many steps, no steps, no samples", points: 0.3, after: ["states"],
    hint: "Shapes follow from the arguments alone: [samples, steps, units], whichever of them is 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("thirty steps", 2, 30), ("no steps", 3, 0), ("no samples", 0, 4)] {
      draw.add(name, RecurrentProblem(count, steps: steps, inputs: 3, units: 4, &generator).states)
    }
    return draw.draw()
  }

  static let backwardOracle = Check(
    "backward.oracle", "backward: many steps, every shape", points: 1.0, after: ["backward"],
    hint:
      "What goes back from one step to the one before passes through Uᵀ and 1 − h², and adds to that step's own part."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("one step", 3, 1, 2, 4), ("ten steps", 2, 10, 3, 4), ("all sizes alike", 3, 3, 3, 3), ("one unit", 4, 5, 2, 1),
      ("no steps", 2, 0, 3, 2),
    ] {
      draw.add(name, RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator).backward)
    }
    let problem = RecurrentProblem(3, steps: 6, inputs: 2, units: 4, &generator)
    draw.add("the last step's loss only", problem.endingAtLast.backward)
    return draw.draw(partial: true)
  }

  static let backwardDifferences = Check(
    "backward.differences", "backward: the slope of your own states", points: 0.7,
    hint: """
      Nudge one weight by ±h: Σ g ⊙ states must change by 2h times what backward says. First with one step, then with \
      two: what is right for one and wrong for two is lost between the steps.
      """
  ) { generator in
    var draw = GradientDraw<RecurrentTensors>()
    for (name, count, steps, inputs, units, directions) in [
      ("one step", 2, 1, 3, 2, 3), ("two steps", 2, 2, 2, 2, 4), ("five steps", 3, 5, 2, 4, 3),
    ] {
      let problem = RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator)
      draw.add(
        at: problem.tensors, names: ["W", "U", "b", "start", "x"].map { "\($0) (\(name))" }, directions: directions,
        firstStep: 0.05, rows: 6, using: &generator, gradient: { problem.backward($0) }, loss: { problem.loss($0) })
    }
    return draw.draw
  }

  /// 3, 4 and 12 have norm 13 exactly: at the limit nothing changes, below and above it are told apart.
  static let clipEdges = Check(
    "clip.edges", "clip: zeros, the limit itself, tensors of unlike size", points: 0.4, after: ["clip"],
    hint:
      "Zeros stay zeros: what is 0 / 0? A small norm is never made larger. One large tensor scales the small ones too."
  ) { generator in
    var draw = ValueDraw()
    let scale = Double(1 + generator.integer(below: 8))
    let pythagoras = [Tensor([3 * scale, 4 * scale]), Tensor(shape: [1, 1], values: [-12 * scale])]
    draw.add("the limit itself", RNNLab.clip(pythagoras, 13 * scale))
    draw.add("a little too large", RNNLab.clip(pythagoras, 12.5 * scale))
    draw.add("zeros", RNNLab.clip([Tensor(shape: [2, 3]), Tensor(shape: [3])], 1))
    draw.add("no tensors", RNNLab.clip([], 1))
    draw.add("much too small", RNNLab.clip([1e-3 * generator.normal(shape: [4])], 1))
    let unlike = [1e4 * generator.normal(shape: [3, 2]), generator.normal(shape: [2])]
    draw.add("one large tensor", RNNLab.clip(unlike, 1))
    return draw.draw()
  }

  static let lstmRun = Check(
    "lstm.run", "lstmStep: over many steps", points: 0.5, after: ["lstm"],
    hint: "Hand on both parts of the state; nothing else may pass from one step to the next."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("twelve steps", 2, 12, 3, 4), ("one unit", 3, 5, 2, 1), ("one input", 2, 6, 1, 3), ("no samples", 0, 2, 3, 2),
    ] {
      let cell = generator.lstmCell(inputs: inputs, units: units)
      let inputs = (0..<steps).map { _ in generator.normal(shape: [count, inputs]) }
      draw.add(name, RNNLab.lstmRun(cell, inputs, generator.lstmState(count, units: units)))
    }
    return draw.draw()
  }

  /// Each kind of gate is pushed to ±1000 by its bias, the others stay ordinary.
  static let lstmExtreme = Check(
    "lstm.extreme", "lstmStep: gates wide open and shut", points: 0.4, after: ["lstm"],
    hint: "1 / (1 + e⁻ᶻ) and eᶻ / (1 + eᶻ) are the same number: which of them is safe for z = 1000, which for −1000?"
  ) { generator in
    var draw = ValueDraw()
    for (gate, name) in ["input gate", "forget gate", "candidate", "output gate"].enumerated() {
      for shift in [1000.0, -1000] {
        var cell = generator.lstmCell(inputs: 2, units: 3)
        for unit in 0..<3 { cell.bias[3 * gate + unit] += shift }
        draw.add(name, RNNLab.lstmStep(cell, generator.normal(shape: [2, 2]), generator.lstmState(2, units: 3)))
      }
    }
    return draw.draw()
  }
}
