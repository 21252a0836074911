import Checks
import LabKit
import Labs

extension RNNHiddenChecks {
  static let backwardOracle = Check(
    "backward.oracle", "backward: many steps, every shape", points: 0.8, after: ["backward"],
    hint:
      "What goes back from one step to the one before passes through Uᵀ and 1 − h², and adds to that step's own part.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("one step", 3, 1, 2, 4), ("twelve steps", 2, 12, 3, 4), ("all sizes alike", 3, 3, 3, 3),
      ("one unit", 4, 5, 2, 1),
      // Some 9,000 numbers to differentiate in: one sweep back takes milliseconds, a loss for each beyond the budget.
      ("many weights", 4, 24, 32, 64),
    ] {
      let problem = RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator)
      draw.add(name, problem.backward, own: problem.ownGradients)
    }
    let problem = RecurrentProblem(3, steps: 12, inputs: 2, units: 4, &generator)
    draw.add("the last step's loss only", problem.ending(at: 11).backward, own: problem.ending(at: 11).ownGradients)
    draw.add("a middle step's loss only", problem.ending(at: 5).backward, own: problem.ending(at: 5).ownGradients)
    // All is a line in what comes from above, whatever its size.
    for (name, size) in [("a small gradient", 1e-6), ("a tiny gradient", 1e-30), ("a huge gradient", 1e9)] {
      var scaled = problem
      scaled.statesGradient = size * problem.statesGradient
      draw.add(name, scaled.backward, unit: size, own: scaled.ownGradients)
    }
    let long = RecurrentProblem(turning: 1200, &generator)
    draw.add("many steps", long.ending(at: 1199).backward, own: long.ending(at: 1199).ownHalves)
    // A sweep back is the square of the units, a run forward for each of them the cube.
    var wide = RecurrentProblem(15, steps: 60, inputs: 1, units: 192, &generator)
    wide.tensors.cell = wide.tensors.cell.calm
    draw.add("many units", wide.backward, own: wide.ownHalves)
    return draw.draw(partial: true)
  }

  static let backwardEdges = Check(
    "backward.edges", "backward: no steps, no samples", points: 0.2, after: ["backward"],
    hint: "What does a loss that depends on no state depend on? Shapes follow from the arguments alone."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("no steps", 2, 0), ("no samples", 0, 3), ("a step beside them", 2, 1)] {
      let problem = RecurrentProblem(count, steps: steps, inputs: 3, units: 2, &generator)
      draw.add(name, problem.backward, isTrivial: count * steps == 0, own: problem.ownGradients)
    }
    return draw.draw()
  }

  static let backwardDifferences = Check(
    "backward.differences", "backward: the slope of your own states", points: 0.6, after: ["states"],
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
        firstStep: 0.05, rows: 6, using: &generator, gradient: { problem.backward($0) }, loss: { problem.loss($0) },
        own: problem.ownGradients)
    }
    return draw.draw
  }

  static let scoresEdges = Check(
    "scores.edges", "scores: many steps, no steps, no samples", points: 0.3, after: ["scores"],
    hint: "The state after the last of no steps is the start."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("thirty steps", 2, 30), ("no steps", 2, 0)] {
      let set = LabelledSequences(count, steps: steps, inputs: 2, units: 3, classes: 4, &generator)
      draw.add(name, set.scores, own: set.ownScores)
    }
    var large = LabelledSequences(2, steps: 3, inputs: 2, units: 3, classes: 4, &generator)
    large.model.outputWeights = 1e6 * large.model.outputWeights
    draw.add("large output weights", large.scores, own: large.ownScores)
    let empty = LabelledSequences(0, steps: 3, inputs: 2, units: 3, classes: 4, &generator)
    draw.add("no samples", empty.scores, isTrivial: true) { _ in [.of(Tensor(shape: [0, 4]))] }
    return draw.draw()
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: every shape, many weights", points: 0.5, after: ["gradient", "backward.oracle"],
    hint: """
      The loss hangs on the last state alone: backward gets zeros for all other steps. RNNLab.crossEntropy has the \
      gradient in the scores.
      """, budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units, classes) in [
      ("one step", 3, 1, 2, 3, 4), ("fourteen steps", 4, 14, 3, 5, 2), ("one sample", 1, 4, 2, 3, 3),
      ("all sizes alike", 3, 3, 3, 3, 3),
      // Some 9,000 weights: see backward.oracle.
      ("many weights", 12, 12, 32, 72, 20),
    ] {
      let set = LabelledSequences(
        count, steps: steps, inputs: inputs, units: units, classes: classes, &generator)
      draw.add(name, set.gradient, own: set.ownGradients)
    }
    // Softmax knows no common part of the scores, however large: e¹⁰⁰⁰ and e⁻¹⁰⁰⁰ must not occur on the way.
    for shift in [1000.0, -1000] {
      var set = LabelledSequences(3, steps: 3, inputs: 2, units: 3, classes: 4, &generator)
      set.model.outputBias = set.model.outputBias + shift
      draw.add("scores far from 0", set.gradient, own: set.ownGradients)
    }
    var large = LabelledSequences(8, steps: 3, inputs: 2, units: 3, classes: 4, &generator)
    large.model.outputWeights = 1e4 * large.model.outputWeights
    draw.add("large output weights", large.gradient, own: large.ownGradients)
    return draw.draw(partial: true)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: no steps, no samples", points: 0.2, after: ["gradient", "scores.edges"],
    hint: "Without steps the scores are the output bias: what do they still depend on? A mean over nothing is 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("no steps", 3, 0), ("no samples", 0, 3), ("a step beside them", 3, 1)] {
      let set = LabelledSequences(count, steps: steps, inputs: 2, units: 3, classes: 3, &generator)
      if count > 0 {
        draw.add(name, set.gradient, own: set.ownGradients)
      } else {
        draw.add(name, set.gradient, isTrivial: true) { _ in [.of(set.nothing)] }
      }
    }
    return draw.draw()
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.4, after: ["scores", "backward"],
    hint: "Nudge one output weight by ±h and compare; when all of these agree, try the cell's."
  ) { generator in
    var draw = GradientDraw<SequenceClassifier>()
    for (name, steps, units) in [("two steps", 2, 3), ("five steps", 5, 4)] {
      let set = LabelledSequences(3, steps: steps, inputs: 2, units: units, classes: 3, &generator)
      draw.add(
        at: set.model, names: ["W", "U", "b", "V", "output bias"].map { "\($0) (\(name))" }, directions: 3,
        firstStep: 0.05, rows: 6, using: &generator, gradient: { RNNLab.gradient($0, set.x, set.labels) },
        loss: { RNNLab.loss($0, set.x, set.labels) }, own: set.ownGradients)
    }
    return draw.draw
  }
}
