import Checks
import LabKit
import Labs

/// The GRU's way back.
extension GatedRNNHiddenChecks {
  static let gruOracle = Check(
    "gruBackward.oracle", "gruBackward: many steps, every shape, gradients of any size", points: 0.6,
    after: ["gruBackward"],
    hint: """
      The candidate's sum has two sides: W and b see its slope, U and a see it times the reset gate. A state past an end \
      is the last one: what the loss says of it is said of that one.
      """, budget: 3, partial: true
  ) { draw, generator in
    for (name, count, steps, inputs, units, lengths) in [
      ("twelve steps", 2, 12, 3, 4, nil), ("unlike lengths", 4, 7, 2, 3, [7, 3, 5, 1]),
      ("all sizes alike", 3, 3, 3, 3, nil),
      ("one unit, one input", 3, 4, 1, 1, [4, 2, 3]),
    ] as [(String, Int, Int, Int, Int, [Int]?)] {
      draw.add(name, GRUSet(count, steps: steps, inputs: inputs, units: units, lengths: lengths, &generator))
    }
    // Some 12,000 numbers to differentiate in: one sweep back takes milliseconds, a loss for each beyond the budget.
    draw.add("many weights", GRUSet(4, steps: 16, inputs: 24, units: 48, lengths: [16, 9, 4, 12], &generator))
    let set = GRUSet(3, steps: 9, inputs: 2, units: 4, lengths: [9, 4, 6], &generator)
    for (name, step) in [("the last step's loss only", 8), ("a middle step's loss only", 4)] {
      draw.add(name, set.saying { _, t in t == step })
    }
    draw.add("a loss past the ends only", set.saying { row, t in t >= set.lengths[row] })
    draw.add("a loss of one sequence only", set.saying { row, _ in row == 1 })
    // All is a line in what comes from above, whatever its size.
    for (name, size) in [("a tiny gradient", 1e-30), ("a small gradient", 1e-9), ("a huge gradient", 1e9)] {
      var scaled = set
      scaled.statesGradient = size * set.statesGradient
      draw.add(name, scaled, unit: size)
    }
    let long = GRUSet.remembering(600, &generator)
    draw.add("six hundred steps", long, followed: false)
    for sign in [1.0, -1] {
      var pushed = GRUSet(3, steps: 3, inputs: 2, units: 4, lengths: [3, 1, 2], &generator)
      for gate in 0..<3 { pushed.at.weights.inputBias[4 * gate + gate] += 1000 * sign }
      draw.add("gates wide open and shut", pushed)
    }
  }

  static let gruEdges = Check(
    "gruBackward.edges", "gruBackward: no steps, no sequences, lengths of 0, anything past an end", points: 0.2,
    after: ["gruBackward"],
    hint: "Past an end x has the gradient 0, and what stands there is not looked at: 0 · NaN is NaN.", partial: true
  ) { draw, generator in
    for (name, count, steps, lengths) in [
      ("a length of 0", 3, 3, [0, 3, 2]), ("no sequence of all steps", 2, 5, [2, 3]),
    ] as [(String, Int, Int, [Int])] {
      draw.add(name, GRUSet(count, steps: steps, inputs: 2, units: 3, lengths: lengths, &generator))
    }
    for (name, number) in [
      ("no number past an end", Double.nan), ("infinity past an end", .infinity), ("huge past an end", 1e200),
    ] {
      var set = GRUSet(3, steps: 4, inputs: 2, units: 3, lengths: [1, 4, 2], &generator)
      set.at.x = set.at.x.filled(number, pastEndsOf: set.lengths)
      draw.add(name, set)
    }
    // What is said of the start is said by the states that are copies of it.
    draw.add(
      "nothing but ends", GRUSet(2, steps: 3, inputs: 2, units: 3, lengths: [0, 0], &generator), isTrivial: true)
    draw.add("no steps", GRUSet(2, steps: 0, inputs: 2, units: 3, &generator), isTrivial: true)
    draw.add("no sequences", GRUSet(0, steps: 3, inputs: 2, units: 3, &generator), isTrivial: true)
  }

  static let gruDifferences = Check(
    "gruBackward.differences", "gruBackward: the slope of your own states", points: 0.3, after: ["gruRun"],
    hint: """
      Nudge one weight by ±h: Σ g ⊙ states must change by 2h times what gruBackward says. First with one step, then \
      with two: what is right for one and wrong for two is lost between the steps.
      """
  ) { generator in
    var draw = GradientDraw<GRUGradient>()
    for (name, count, steps, units, lengths) in [
      ("one step", 2, 1, 3, nil), ("two steps", 2, 2, 2, nil), ("unlike lengths", 3, 5, 4, [3, 5, 1]),
    ] as [(String, Int, Int, Int, [Int]?)] {
      let set = GRUSet(count, steps: steps, inputs: 2, units: units, lengths: lengths, &generator)
      draw.add(
        at: set.at, names: ["W", "U", "b", "a", "start", "x"].map { "\($0) (\(name))" },
        directions: 2, firstStep: 0.05, rows: 6, using: &generator, gradient: { set.backward($0) },
        loss: { set.loss($0) })
    }
    return draw.draw
  }

  /// CPU time at 16 steps of 6 sequences, at sixteen times as many steps, and at sixteen times as many sequences: running
  /// forward again from the start for each step back, or the whole batch for each of its sequences, takes up to sixteen
  /// times as many times the reference's there.
  static let gruTiming = Check(
    "gruBackward.timing", "gruBackward: no more work than needed", points: 0.1, after: ["gruBackward.oracle"],
    hint: "Keep states and gates of one run forward; going back, no step needs to run forward again.", budget: 30
  ) { generator in
    let calls = (0..<48).map { round in
      let (count, steps) = [(6, 16), (6, 256), (96, 16)][round % 3]
      let set = GRUSet(count, steps: steps, inputs: 3, units: 6, &generator)
      return set.backward(set.at)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2], growth: 4)))
  }
}

extension GRUSet {
  /// This with a gradient at those sequences and steps only.
  func saying(where isSaid: (Int, Int) -> Bool) -> GRUSet {
    var set = self
    set.statesGradient = statesGradient.kept(where: isSaid)
    return set
  }

  /// One sequence of two units whose update gates are so near 1 that what the last step says reaches the first.
  static func remembering(_ steps: Int, _ generator: inout Generator) -> GRUSet {
    var set = GRUSet(1, steps: steps, inputs: 1, units: 2, &generator)
    set.at.weights.inputWeights = 0.3 * set.at.weights.inputWeights
    set.at.weights.stateWeights = 0.3 * set.at.weights.stateWeights
    for unit in 0..<2 { set.at.weights.inputBias[2 + unit] = 8 }
    return set.saying { _, t in t == steps - 1 }
  }
}
