package import Checks
import LabKit

/// What the RNN handout checks, with public seeds: Elman's network and its gradient, clipping, the LSTM, a classifier.
package enum RNNPublicChecks {
  package static let all: [Check] = [step, states, backward, clip, lstm, initialClassifier, scores, gradient]

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
    "states", "states: the state after each step", points: 0.5, after: ["step"],
    hint: "Each step starts from the state that the one before left, the first one from `start`; all states are kept."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("four steps", 3, 4, 2, 5), ("one step", 2, 1, 3, 2), ("one sample", 1, 6, 2, 3), ("all sizes alike", 3, 3, 3, 3),
    ] {
      let problem = RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator)
      draw.add(name, problem.states, own: problem.ownStates)
    }
    return draw.draw()
  }

  /// Each part of the gradient has its third.
  static let backward = Check(
    "backward", "backward: backpropagation through time", points: 0.9, after: ["states"],
    hint: """
      Try two steps of two units by hand. A state changes its own part of the loss, and by way of the next state all that \
      comes later; every step uses the same weights.
      """
  ) { generator in
    var draw = ValueDraw()
    for (count, steps, inputs, units) in [(3, 4, 2, 5), (1, 3, 3, 2), (2, 3, 2, 3)] {
      var problem = RecurrentProblem(count, steps: steps, inputs: inputs, units: units, &generator)
      // As the classifier asks: of the last step alone the loss says something by itself.
      if count == 2 { problem = problem.ending(at: steps - 1) }
      for part in ["cell", "start", "x"] {
        draw.add("gradient in \(part)", problem.backward, part: part) { [problem] own in
          problem.ownGradients(&own).map { $0[part] }
        }
      }
    }
    return draw.draw(partial: true)
  }

  /// The norm of all tensors together is near √9 · 2 = 6: below 50, above 1.
  static let clip = Check(
    "clip", "clip: a norm that is too large, and one that is not", points: 0.4,
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

  /// The bounds take in the usual choices of an m (a matrix's columns, the units, columns and units together) and of a
  /// spread (PyTorch's 0.58/√m, Glorot's, He's, orthogonal state weights), with room for chance: from 0.4 of the least to
  /// 2.1 times the largest. Where all three sizes are alike so is every m: of sixty-four such models together the spread
  /// is known to some per cent, so that the text's 0.5 to 1.5, and 1 for the biases, have a margin of six deviations and
  /// 1.3 times that has none.
  static let initialClassifier = Check(
    "initial", "initialClassifier: shapes, and random weights that follow the seed", points: 0.2,
    hint: "Weights random around 0 with a spread near 1/√columns, all matrices from one generator with the seed."
  ) { generator in
    let (seed, other) = (generator.integer(below: 1 << 40), generator.integer(below: 1 << 40))
    var calls: [Call] = []
    for (inputs, units, classes) in [(60, 40, 30), (3, 50, 2), (4, 24, 4)] {
      for seed in [seed, other] { calls.append(RNNLab.initialClassifier(inputs, units, classes, seed)) }
    }
    calls.append(RNNLab.initialClassifier(60, 40, 30, seed))
    // Seeds that are like 0, like one another in their lower bits, or like one another but for the sign.
    let seeds = [0, 1, seed, seed + 1 << 16, seed + 1 << 32, seed + 1 << 48, ~seed]
    let alike = calls.count..<calls.count + 64
    for place in 0..<64 {
      calls.append(
        RNNLab.initialClassifier(16, 16, 16, place < seeds.count ? seeds[place] : generator.integer(below: 1 << 40)))
    }
    let spread = "is not spread around 0 like 1/√columns"
    func scale(_ number: Int) -> Double { 1 / Double(number).squareRoot() }
    func weights(_ call: Int, _ tensor: Int, _ name: String, _ least: Double, _ most: Double) -> PropertyJudge.Rule {
      .spread(
        call: call, tensor: tensor, mean: -0.5 * most...0.5 * most, deviation: 0.4 * least...2.1 * most,
        because: "\(name) \(spread)")
    }
    func bias(_ tensor: Int, _ name: String) -> PropertyJudge.Rule {
      .spread(
        call: 0, tensor: tensor, mean: -0.2...0.2, deviation: 0...0.3,
        because: "\(name) is neither 0 nor small and random")
    }
    var rules: [PropertyJudge.Rule] = []
    for (call, inputs, units, classes) in [(0, 60, 40, 30), (2, 3, 50, 2)] {
      rules.append(
        .shapes(
          call: call, [[units, inputs], [units, units], [units], [classes, units], [classes]],
          because: "the weights have other shapes"))
      rules += [
        weights(call, 0, "W", scale(inputs + units), scale(min(inputs, units))),
        weights(call, 1, "U", scale(2 * units), scale(units)),
        weights(call, 3, "V", scale(classes + units), scale(units)),
      ]
    }
    rules += [
      bias(2, "b"), bias(4, "the output bias"),
      .fresh(call: 0, tensors: [0, 1, 3], because: "many random numbers occur more than once"),
      .drawnAnew(
        calls: Array(alike.prefix(seeds.count)), tensors: [0, 1, 3], because: "another seed gives the same weights"),
      .identical(calls: [0, 6], because: "the same seed gives other weights"),
      .distinctRows(call: 0, tensor: 0, because: "several units have the same weights"),
      .distinctRows(call: 0, tensor: 1, because: "several units have the same weights"),
      .distinctRows(call: 0, tensor: 3, because: "several classes have the same weights"),
      .unrelated(call: 0, tensors: [0, 1, 3], because: "two matrices have the same random numbers"),
      .drawnAnew(calls: [0, 1], tensors: [0, 1, 3], because: "another seed gives the same weights"),
      .drawnAnew(calls: [4, 5], tensors: [0, 1, 3], because: "another seed gives the same weights"),
    ]
    for (tensor, name, range) in [(0, "W", 0.43...1.72), (1, "U", 0.43...1.72), (3, "V", 0.43...1.72)] {
      rules.append(
        .pooledSpread(
          calls: Array(alike), tensor: tensor, mean: -0.05...0.05,
          deviation: range.lowerBound / 4...range.upperBound / 4, because: "\(name) \(spread)"))
    }
    for (tensor, name) in [(2, "b"), (4, "the output bias")] {
      rules.append(
        .pooledSpread(
          calls: Array(alike), tensor: tensor, mean: -0.05...0.05, deviation: 0...1.14 / 4,
          because: "\(name) is spread wider than 1/√units"))
    }
    return Draw(calls: calls, judge: .property(PropertyJudge(rules)))
  }

  static let scores = Check(
    "scores", "scores: the output layer on the last state", points: 0.4, after: ["states"],
    hint: "Start from zeros, take the state after the last step alone, then h Vᵀ + its bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("five steps", 3, 5), ("one step", 2, 1), ("one sample", 1, 4)] {
      let set = LabelledSequences(count, steps: steps, inputs: 2, units: 4, classes: 3, &generator)
      draw.add(name, set.scores, own: set.ownScores)
    }
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "gradient: every weight and bias of a small classifier", points: 0.4, after: ["scores", "backward"],
    hint: "Which states does the loss depend on directly? backward wants to know it of every step."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, units) in [("three steps", 3, 3, 2), ("one sample", 1, 2, 4)] {
      let set = LabelledSequences(count, steps: steps, inputs: 2, units: units, classes: 3, &generator)
      draw.add(name, set.gradient, own: set.ownGradients)
    }
    return draw.draw()
  }
}
