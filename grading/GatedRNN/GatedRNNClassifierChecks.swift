import Checks
import LabKit
import Labs

/// What reads the states.
extension GatedRNNHiddenChecks {
  static let scoresEdges = Check(
    "scores.edges", "scores: many steps, no steps, any lengths, large output weights", points: 0.2,
    after: ["scores", "lstmRun.edges"],
    hint: "Before the first step the hidden state is 0: the scores of a sequence without steps are the output bias.",
    partial: true
  ) { draw, generator in
    func set(_ count: Int, _ steps: Int, _ lengths: [Int]?, _ generator: inout Generator) -> GatedModelSet {
      GatedModelSet(
        count, steps: steps, inputs: 2, units: 3, classes: 4, lengths: lengths, everyStep: true, &generator)
    }
    draw.add("forty steps", set(2, 40, [40, 23], &generator).scores)
    draw.add("a length of 0", set(3, 3, [0, 2, 3], &generator).scores)
    var large = set(2, 3, nil, &generator)
    large.model.outputWeights = 1e6 * large.model.outputWeights
    draw.add("large output weights", large.scores)
    var strange = set(3, 4, [1, 4, 2], &generator)
    strange.x = strange.x.filled(.nan, pastEndsOf: strange.lengths)
    draw.add("no number past an end", strange.scores)
    draw.add("no steps", set(2, 0, nil, &generator).scores, isTrivial: true)
    draw.add("no sequences", set(0, 3, nil, &generator).scores, isTrivial: true)
  }

  /// Softmax knows no common part of the scores, however large: e¹⁰⁰⁰ and e⁻¹⁰⁰⁰ must not occur on the way.
  static let lossEdges = Check(
    "loss.edges", "loss: any lengths, nothing that counts, scores far from 0, one class", points: 0.4,
    after: ["loss"],
    hint: """
      A mean over nothing is 0. Take the largest score off before any exponential. Scores past an end do not count, \
      however large they are.
      """, partial: true
  ) { draw, generator in
    for everyStep in [false, true] {
      func add(
        _ name: String, _ lengths: [Int]?, classes: Int = 3, isTrivial: Bool = false,
        _ change: (inout GatedScoreSet) -> Void = { _ in }
      ) {
        var set = GatedScoreSet(
          lengths?.count ?? 3, steps: 4, classes: classes, lengths: lengths, everyStep: everyStep, &generator)
        change(&set)
        draw.add(name, set.call, isTrivial: isTrivial)
      }
      add("a length of 0", [0, 4, 1])
      add("many lengths", [4, 1, 2, 2, 3, 1, 4, 0, 1])
      for shift in [1000.0, -1000] { add("scores far from 0", nil) { $0.scores = $0.scores + shift } }
      add("scores far apart", [4, 2, 3]) { $0.scores = 1e5 * $0.scores }
      for number in [1e200, -1e200, Double.nan] {
        add("anything past an end", [1, 4, 2]) { $0.scores = $0.scores.filled(number, pastEndsOf: $0.lengths) }
      }
      add("one class", [2, 4, 1], classes: 1, isTrivial: true)
      add("nothing counts", [0, 0], isTrivial: true)
      add("no sequences", [], isTrivial: true)
      draw.add(
        "no steps", GatedScoreSet(2, steps: 0, classes: 3, everyStep: everyStep, &generator).call, isTrivial: true)
    }
    // Labels of steps that do not count may be classes too.
    var set = GatedScoreSet(3, steps: 4, classes: 3, lengths: [2, 4, 3], everyStep: false, &generator)
    for row in 0..<3 {
      for t in 0..<4 where t != set.lengths[row] - 1 { set.labels[row][t] = generator.integer(below: 3) }
    }
    draw.add("classes at all steps", set.call)
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: any lengths, many weights, large scores", points: 0.4,
    after: ["gradient", "lstmBackward.oracle", "loss.edges"],
    hint: """
      The gradient in the scores, handed through the output layer, is what lstmBackward gets of each step; the output \
      weights see every hidden state that was read.
      """, budget: 3, partial: true
  ) { draw, generator in
    for everyStep in [false, true] {
      func set(
        _ count: Int, _ steps: Int, _ inputs: Int = 2, _ units: Int = 3, _ classes: Int = 4, _ lengths: [Int]? = nil
      ) -> GatedModelSet {
        GatedModelSet(
          count, steps: steps, inputs: inputs, units: units, classes: classes, lengths: lengths, everyStep: everyStep,
          &generator)
      }
      draw.add("one step", set(3, 1).gradient)
      draw.add("fifteen steps", set(4, 15, 3, 5, 2, [15, 4, 9, 1]).gradient)
      draw.add("a length of 0", set(3, 3, 2, 3, 3, [0, 3, 1]).gradient)
      var strange = set(3, 4, 2, 3, 3, [1, 4, 2])
      strange.x = strange.x.filled(.nan, pastEndsOf: strange.lengths)
      draw.add("no number past an end", strange.gradient)
      for shift in [1000.0, -1000] {
        var far = set(3, 3)
        far.model.outputBias = far.model.outputBias + shift
        draw.add("scores far from 0", far.gradient)
      }
      var large = set(8, 3)
      large.model.outputWeights = 1e4 * large.model.outputWeights
      draw.add("large output weights", large.gradient, unit: 1e4)
      draw.add("nothing counts", set(2, 3, 2, 3, 4, [0, 0]).gradient, isTrivial: true)
      draw.add("no steps", set(2, 0).gradient, isTrivial: true)
      draw.add("no sequences", set(0, 3).gradient, isTrivial: true)
    }
    // Some 16,000 weights: see lstmBackward.oracle.
    draw.add(
      "many weights",
      GatedModelSet(
        4, steps: 12, inputs: 24, units: 48, classes: 20, lengths: [12, 5, 9, 2], everyStep: true, &generator
      ).gradient)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.2,
    after: ["scores", "loss", "lstmBackward"],
    hint: "Nudge one output weight by ±h and compare; when all of these agree, try the LSTM's."
  ) { generator in
    var draw = GradientDraw<GatedClassifier>()
    for (name, everyStep) in [("last steps", false), ("every step", true)] {
      let set = GatedModelSet(
        3, steps: 4, inputs: 2, units: 3, classes: 3, lengths: [2, 4, 3], everyStep: everyStep, &generator)
      draw.add(
        at: set.model, names: ["W", "U", "b", "V", "output bias"].map { "\($0) (\(name))" }, directions: 3,
        firstStep: 0.05, rows: 6, using: &generator, gradient: { set.gradient($0) }, loss: { set.loss($0) },
        own: set.gradient.own)
    }
    return draw.draw
  }
}
