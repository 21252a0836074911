package import Checks
import LabKit

/// What the RNN handout checks, with public seeds: Elman's network and its gradient, clipping, the LSTM, a classifier.
package enum RNNPublicChecks {
  package static let all: [Check] = [step, states, backward, clip, lstm, initialClassifier, scores]

  static let step = Check(
    "step", "step: tanh(x Wᵀ + h Uᵀ + b)", points: 0.5,
    hint: "One row for each sample; W has shape [units, inputs], U has shape [units, units]; the bias is added once."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, inputs, units) in [("several samples", 4, 3, 5), ("one sample", 1, 2, 3), ("square", 3, 3, 3)] {
      let cell = generator.recurrentCell(inputs: inputs, units: units)
      let (x, h) = (generator.normal(shape: [count, inputs]), generator.normal(shape: [count, units], deviation: 0.5))
      draw.add(name, RNNLab.step(cell, x, h))
    }
    return draw.draw()
  }

  static let states = Check(
    "states", "states: the state after each step", points: 0.6, after: ["step"],
    hint: "Each step starts from the state that the one before left, the first one from `start`; all states are kept."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("four steps", 3, 4, 2, 5), ("one step", 2, 1, 3, 2), ("one sample", 1, 6, 2, 3), ("all sizes alike", 3, 3, 3, 3),
    ] {
      draw.add(name, RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator).states)
    }
    return draw.draw()
  }

  /// Each part of the gradient has its third.
  static let backward = Check(
    "backward", "backward: backpropagation through time", points: 1.0, after: ["states"],
    hint: """
      Go from the last step to the first. What a state changes: its own part of the loss, and the next state. Times \
      1 − h², that is delta; the weights' gradient is the sum over the steps of delta ᵀ · what the weights met there.
      """
  ) { generator in
    var draw = ValueDraw()
    for (count, steps, inputs, units) in [(3, 4, 2, 5), (1, 3, 3, 2)] {
      let problem = RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator)
      for part in ["cell", "start", "x"] { draw.add("gradient in \(part)", problem.backward, part: part) }
    }
    return draw.draw(partial: true)
  }

  /// The norm of all tensors together is near √9 · 2 = 6: below 50, above 1.
  static let clip = Check(
    "clip", "clip: a norm that is too large, and one that is not", points: 0.5,
    hint: "One norm, of all numbers of all tensors together, and one factor for all: the direction stays."
  ) { generator in
    var draw = ValueDraw()
    for (name, maximum) in [("too large", 1.0), ("small enough", 50), ("too large", 2)] {
      let gradients = [[2, 3], [3]].map { generator.normal(shape: $0, deviation: 2) + 0.5 }
      draw.add(name, RNNLab.clip(gradients, maximum))
    }
    draw.add("one tensor", RNNLab.clip([generator.normal(shape: [5], deviation: 3) + 1], 0.5))
    return draw.draw()
  }

  static let lstm = Check(
    "lstm", "lstmStep: gates, memory, hidden state", points: 0.8,
    hint: """
      Rows of W, U and b: input gate, forget gate, candidate, output gate. The candidate has tanh, the gates have σ; the \
      hidden state is made from the new memory.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, inputs, units) in [("several samples", 3, 2, 4), ("one sample", 1, 3, 2), ("square", 2, 3, 3)] {
      let cell = generator.lstmCell(inputs: inputs, units: units)
      let (x, state) = (generator.normal(shape: [count, inputs]), generator.lstmState(count, units: units))
      for part in ["memory", "hidden"] { draw.add("\(part), \(name)", RNNLab.lstmStep(cell, x, state), part: part) }
    }
    return draw.draw(partial: true)
  }

  /// The bounds take in the usual choices, orthogonal state weights too: with n numbers in each sum, standard deviations
  /// between 0.5/√n and 1.5/√n.
  static let initialClassifier = Check(
    "initial", "initialClassifier: shapes, and random weights that follow the seed", points: 0.2,
    hint: "Weights random around 0 with a spread near 1/√(numbers in each sum), all from one generator with the seed."
  ) { generator in
    let (seed, other) = (generator.integer(below: 1 << 40), generator.integer(below: 1 << 40))
    let calls = [
      RNNLab.initialClassifier(20, 30, 15, seed), RNNLab.initialClassifier(3, 4, 2, other),
      RNNLab.initialClassifier(20, 30, 15, seed), RNNLab.initialClassifier(20, 30, 15, other),
    ]
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, [[30, 20], [30, 30], [30], [15, 30], [15]], because: "the weights have other shapes"),
          .shapes(call: 1, [[4, 3], [4, 4], [4], [2, 4], [2]], because: "the weights have other shapes"),
          .identical(calls: [0, 2], because: "the same seed gives other weights"),
          .distinct(calls: [0, 3], because: "another seed gives the same weights"),
          .distinctRows(call: 0, tensor: 0, because: "several units have the same weights"),
          .distinctRows(call: 0, tensor: 1, because: "several units have the same weights"),
          .startingWeights(tensor: 0, inputs: 20), .startingWeights(tensor: 1, inputs: 30),
          .startingWeights(tensor: 3, inputs: 30),
        ])))
  }

  static let scores = Check(
    "scores", "scores: the output layer on the last state", points: 0.4, after: ["states"],
    hint: "Start from zeros, take the state after the last step alone, then h Vᵀ + its bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("five steps", 3, 5), ("one step", 2, 1), ("one sample", 1, 4)] {
      draw.add(name, LabelledSequences(count, steps: steps, inputs: 2, units: 4, classes: 3, &generator).scores)
    }
    return draw.draw()
  }
}
