import Checks
import LabKit
import Labs

/// The ways forward.
extension GatedRNNHiddenChecks {
  /// Each kind of gate is pushed to ±1000 by its bias, the others stay ordinary; pushed to ±60 it is as open or as shut to the
  /// last bit, so that both answers must be alike whatever else is wrong.
  static let stepExtreme = Check(
    "lstmStep.extreme", "lstmStep: gates wide open and shut, a large memory, any shape", points: 0.4,
    after: ["lstmStep"],
    hint: "1 / (1 + e⁻ᶻ) and eᶻ / (1 + eᶻ) are the same number: which of them is safe for z = 1000, which for −1000?",
    partial: true
  ) { draw, generator in
    // Without a memory to hand through, that it is an attempt is seen in what is new.
    var wide = LSTMSet(16, steps: 1, inputs: 6, units: 16, &generator)
    wide.at.weights = wide.at.weights.alike
    wide.at.start = LSTMStates(hidden: Tensor(shape: [16, 16]), memory: Tensor(shape: [16, 16]))
    func step(_ set: LSTMSet) -> Call {
      GatedRNNLab.lstmStep(set.at.weights, set.at.x.column(0), set.at.start)
    }
    func own(_ set: LSTMSet, _ own: inout FollowThrough) -> Term {
      own.ask(GatedRNNLab.lstmStep, .of(set.at.weights), .of(set.at.x.column(0)), .of(set.at.start))
    }
    for (gate, name) in ["input gate", "forget gate", "candidate", "output gate"].enumerated() {
      for sign in [1.0, -1] {
        let set = LSTMSet(2, steps: 1, inputs: 2, units: 3, &generator)
        func pushed(_ shift: Double) -> LSTMSet {
          var set = set
          for unit in 0..<3 { set.at.weights.bias[3 * gate + unit] += shift }
          return set
        }
        draw.add(name, step(pushed(1000 * sign))) { [wide] steps in
          if gate == 0, sign == 1 { _ = own(wide, &steps) }
          return [own(pushed(60 * sign), &steps)]
        }
      }
    }
    var large = LSTMSet(2, steps: 1, inputs: 2, units: 3, &generator)
    for place in 0..<6 { large.at.start.memory.values[place] = place % 2 == 0 ? 1e6 : -1e6 }
    // The new memory is a line in the old one.
    func line(_ set: LSTMSet, _ steps: inout FollowThrough) -> [Term] {
      let (base, less) = (own(set.remembering(0), &steps)["memory"], own(set.remembering(0.1), &steps)["memory"])
      return [base + 10 * (less - base)]
    }
    draw.add("a large memory", step(large), part: "memory") { [large] in line(large, &$0) }
    draw.add("a large memory", step(large), part: "hidden") { [large] in [own(large.remembering(0.1), &$0)["hidden"]] }
    // σ(−60) is no 0: that much of a memory of 10²⁶ is ordinary.
    var shut = LSTMSet(2, steps: 1, inputs: 2, units: 3, &generator)
    for unit in 0..<3 { shut.at.weights.bias[3 + unit] -= 60 }
    shut.at.start.memory = 1e26 * shut.at.start.memory
    draw.add("a small gate, a vast memory", step(shut), part: "memory") { [shut] in line(shut, &$0) }
    for (count, inputs, units) in [(3, 2, 1), (2, 1, 3)] {
      draw.add("one unit, one input", step(LSTMSet(count, steps: 1, inputs: inputs, units: units, &generator)))
    }
    draw.add("no sequences", step(LSTMSet(0, steps: 1, inputs: 2, units: 3, &generator)), isTrivial: true)
  }

  static let lstmRunEdges = Check(
    "lstmRun.edges", "lstmRun: many steps, no steps, any lengths, anything past an end", points: 0.4,
    after: ["lstmRun"],
    hint: "A sequence of length 0 stays at its start. What stands past an end is not looked at: 0 · NaN is NaN.",
    partial: true
  ) { draw, generator in
    for (name, count, steps, lengths) in [
      ("thirty steps", 2, 30, [30, 17]), ("six hundred steps", 1, 600, nil), ("a length of 0", 3, 3, [0, 2, 3]),
      ("no sequence of all steps", 2, 5, [2, 3]),
      ("one of many", 5, 3, [1, 1, 3, 1, 1]),
    ] as [(String, Int, Int, [Int]?)] {
      draw.add(name, LSTMSet(count, steps: steps, inputs: 2, units: 3, lengths: lengths, &generator).run)
    }
    for (name, number) in [
      ("no number past an end", Double.nan), ("infinity past an end", .infinity), ("huge past an end", 1e200),
    ] {
      var set = LSTMSet(3, steps: 4, inputs: 2, units: 3, lengths: [1, 4, 2], &generator)
      set.at.x = set.at.x.filled(number, pastEndsOf: set.lengths)
      draw.add(name, set.run)
    }
    draw.add(
      "nothing but ends", LSTMSet(2, steps: 3, inputs: 2, units: 3, lengths: [0, 0], &generator).run, isTrivial: true)
    draw.add("no steps", LSTMSet(2, steps: 0, inputs: 2, units: 3, &generator).run, isTrivial: true)
    draw.add("no sequences", LSTMSet(0, steps: 3, inputs: 2, units: 3, &generator).run, isTrivial: true)
  }

  static let gruRunEdges = Check(
    "gruRun.edges", "gruRun: many steps, no steps, any lengths, gates wide open and shut", points: 0.4,
    after: ["gruRun"],
    hint: "A sequence of length 0 stays at its start. What stands past an end is not looked at: 0 · NaN is NaN.",
    partial: true
  ) { draw, generator in
    for (name, count, steps, lengths) in [
      ("thirty steps", 2, 30, [30, 17]), ("six hundred steps", 1, 600, nil), ("a length of 0", 3, 3, [0, 2, 3]),
      ("no sequence of all steps", 2, 5, [2, 3]), ("one of many", 5, 3, [1, 1, 3, 1, 1]),
    ] as [(String, Int, Int, [Int]?)] {
      draw.add(name, GRUSet(count, steps: steps, inputs: 2, units: 3, lengths: lengths, &generator).run)
    }
    draw.add("one unit", GRUSet(3, steps: 4, inputs: 1, units: 1, &generator).run)
    for (name, number) in [("no number past an end", Double.nan), ("huge past an end", 1e200)] {
      var set = GRUSet(3, steps: 4, inputs: 2, units: 3, lengths: [1, 4, 2], &generator)
      set.at.x = set.at.x.filled(number, pastEndsOf: set.lengths)
      draw.add(name, set.run)
    }
    for (gate, name) in ["reset gate", "update gate", "candidate"].enumerated() {
      for sign in [1.0, -1] {
        var set = GRUSet(2, steps: 2, inputs: 2, units: 3, &generator)
        for unit in 0..<3 { set.at.weights.inputBias[3 * gate + unit] += 1000 * sign }
        draw.add(name, set.run)
      }
    }
    var large = GRUSet(2, steps: 3, inputs: 2, units: 3, &generator)
    large.at.start = 1e6 * large.at.start
    large.at.weights.stateWeights = 1e-6 * large.at.weights.stateWeights
    draw.add("a large state", large.run)
    // σ(−60) is no 0: that much of a state of 10²⁶ is ordinary.
    var vast = GRUSet(2, steps: 1, inputs: 2, units: 3, &generator)
    vast.at.start = 1e26 * vast.at.start
    vast.at.weights.stateWeights = 1e-26 * vast.at.weights.stateWeights
    for unit in 0..<3 { vast.at.weights.inputBias[3 + unit] -= 60 }
    draw.add("a small gate, a vast state", vast.run)
    draw.add("no steps", GRUSet(2, steps: 0, inputs: 2, units: 3, &generator).run, isTrivial: true)
    draw.add("no sequences", GRUSet(0, steps: 3, inputs: 2, units: 3, &generator).run, isTrivial: true)
  }
}

extension LSTMSet {
  /// With its memory so many times what it was.
  fileprivate func remembering(_ share: Double) -> LSTMSet {
    var set = self
    set.at.start.memory = share * at.start.memory
    return set
  }
}
