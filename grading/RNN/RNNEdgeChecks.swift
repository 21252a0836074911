import Checks
import LabKit
import Labs

extension RNNHiddenChecks {
  /// Weights of ±1000 meet inputs near 1, so that no sum lies where tanh is not ±1; nor does one where they are ±40, so that
  /// both answers must be alike whatever else is wrong.
  static let stepEdges = Check(
    "step.edges", "step: sums of ±1000, one unit, no samples", points: 0.3, after: ["step"],
    hint: "tanh of a large number is ±1: ∞ / ∞ must not occur on the way."
  ) { generator in
    var draw = ValueDraw()
    func cell(_ weight: Double, _ last: Double, _ state: Tensor, _ bias: Tensor) -> RecurrentCell {
      RecurrentCell(
        inputWeights: Tensor(shape: [3, 1], values: [weight, -weight, last]), stateWeights: state, bias: bias)
    }
    let (last, bias) = (generator.normal(), generator.normal(shape: [3], deviation: 0.5))
    let state = generator.normal(shape: [3, 3], deviation: 0.1)
    let x = Tensor(shape: [2, 1], values: [generator.uniform(0.8, 1.2), generator.uniform(-1.2, -0.8)])
    let h = generator.normal(shape: [2, 3], deviation: 0.5)
    // That it is an attempt is seen where there are numbers enough, which neither state nor bias tell.
    var ordinary = generator.recurrentCell(inputs: 6, units: 16)
    ordinary.bias = Tensor(shape: [16])
    let many = generator.normal(shape: [16, 6])
    let states = generator.normal(shape: [16, 16], deviation: 0.5)
    draw.add("large sums", RNNLab.step(cell(1000, last, state, bias), x, h)) { own in
      _ = own.ask(RNNLab.step, .of(ordinary), .of(many), .of(states))
      return [own.ask(RNNLab.step, .of(cell(40, last, state, bias)), .of(x), .of(h))]
    }
    let one = generator.recurrentCell(inputs: 1, units: 1)
    let (input, before) = (generator.normal(shape: [3, 1]), generator.normal(shape: [3, 1], deviation: 0.5))
    // A step of one unit is a unit of a step of several.
    let (widened, wide) = (Self.widened(one), Tensor(shape: [3, 2], values: before.values.flatMap { [$0, 0] }))
    draw.add("one unit", RNNLab.step(one, input, before)) {
      [$0.ask(RNNLab.step, .of(widened), .of(input), .of(wide)).columns(0..<1)]
    }
    draw.add("no samples", RNNLab.step(one, Tensor(shape: [0, 1]), Tensor(shape: [0, 1])), isTrivial: true) { _ in
      [.of(Tensor(shape: [0, 1]))]
    }
    return draw.draw()
  }

  /// With a second unit that has nothing to do with the first.
  private static func widened(_ cell: RecurrentCell) -> RecurrentCell {
    RecurrentCell(
      inputWeights: Tensor(shape: [2, 1], values: cell.inputWeights.values + [0]),
      stateWeights: Tensor(shape: [2, 2], values: cell.stateWeights.values + [0, 0, 0]),
      bias: Tensor(cell.bias.values + [0]))
  }

  static let statesEdges = Check(
    "states.edges", "states: many steps, no steps, no samples", points: 0.3, after: ["states"],
    hint: "Shapes follow from the arguments alone: [samples, steps, units], whichever of them is 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps) in [("thirty steps", 2, 30), ("no steps", 3, 0), ("no samples", 0, 4)] {
      let problem = RecurrentProblem(count, steps: steps, inputs: 3, units: 4, &generator)
      draw.add(name, problem.states, isTrivial: count * steps == 0, own: problem.ownStates)
    }
    let long = RecurrentProblem(turning: 600, &generator)
    draw.add("six hundred steps", long.states, own: long.ownStates)
    return draw.draw()
  }

  /// 3, 4 and 12 have norm 13 exactly: at the limit nothing changes, below and above it are told apart. Gradients and limit
  /// may be in any unit: where all is a sixteenth, so is what comes out, and less than half of a norm far above the limit.
  static let clipEdges = Check(
    "clip.edges", "clip: zeros, the limit itself, tensors of unlike size", points: 0.4, after: ["clip"],
    hint:
      "Zeros stay zeros: what is 0 / 0? A small norm is never made larger. One large tensor scales the small ones too."
  ) { generator in
    var draw = ValueDraw()
    let far = [
      ("one large tensor", [1e4 * generator.normal(shape: [3, 2]), generator.normal(shape: [2])], 1),
      ("a small limit", [generator.normal(shape: [3, 2]), generator.normal(shape: [4])], 1e-4),
    ]
    for (call, (name, gradients, limit)) in far.enumerated() {
      draw.add(name, RNNLab.clip(gradients, limit)) { own in
        let answer = Term.answer(call)[0].reshaped([6])
        let quarter = gradients[0].values.reduce(0) { $0 + $1 * $1 } / 4
        let excess = ((answer * answer).sumOfRows.number - .of(quarter)).reshaped([]).positivePart.number
        own.require(name, excess, equals: .of(0.0))
        return [16 * own.ask(RNNLab.clip, .of(gradients.map { $0 / 16 }), .of(limit / 16))]
      }
    }
    let scale = Double(1 + generator.integer(below: 8))
    let pythagoras = [Tensor([3 * scale, 4 * scale]), Tensor(shape: [1, 1], values: [-12 * scale])]
    draw.add("a hair too large", RNNLab.clip(pythagoras, 12.999 * scale))
    draw.add("a hair too large", RNNLab.clip(pythagoras, (1 - 1e-9) * 13 * scale))
    // Nothing is so small that its direction does not count, and nothing too large to be scaled.
    for (name, size) in [("tiny gradients", 1e-12), ("tiny gradients", 1e-40), ("huge gradients", 1e12)] {
      let gradients = [generator.normal(shape: [3, 2]) + 0.5, generator.normal(shape: [4])]
      draw.add(name, RNNLab.clip(gradients.map { size * $0 }, size / 8), unit: size)
    }
    for (name, gradients, limit) in [
      ("no limit", [generator.normal(shape: [4])], .infinity), ("the limit itself", pythagoras, 13 * scale),
      ("zeros", [Tensor(shape: [2, 3]), Tensor(shape: [3])], 1),
      ("no tensors", [], 1), ("much too small", [1e-3 * generator.normal(shape: [4])], 1),
    ] {
      draw.add(name, RNNLab.clip(gradients, limit), isTrivial: true) { _ in [.of(gradients)] }
    }
    return draw.draw(partial: true)
  }

  static let lstmRun = Check(
    "lstm.run", "lstmStep: over many steps", points: 0.4, after: ["lstm"],
    hint: "Hand on both parts of the state; nothing else may pass from one step to the next."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, steps, inputs, units) in [
      ("twelve steps", 2, 12, 3, 4), ("one unit", 3, 5, 2, 1), ("one input", 2, 6, 1, 3), ("no samples", 0, 2, 3, 2),
    ] {
      let cell = generator.lstmCell(inputs: inputs, units: units)
      let inputs = (0..<steps).map { _ in generator.normal(shape: [count, inputs]) }
      let start = generator.lstmState(count, units: units)
      draw.add(name, RNNLab.lstmRun(cell, inputs, start), isTrivial: count == 0) { own in
        guard count > 0 else { return [.of(inputs.map { _ in start })] }
        var states: [Term] = []
        for x in inputs { states.append(own.ask(RNNLab.lstmStep, .of(cell), .of(x), states.last ?? .of(start))) }
        return [.list(states)]
      }
    }
    return draw.draw()
  }

  /// Each kind of gate is pushed to ±1000 by its bias, the others stay ordinary; pushed to ±60 it is as open or as shut to the
  /// last bit, so that both answers must be alike whatever else is wrong.
  static let lstmExtreme = Check(
    "lstm.extreme", "lstmStep: gates wide open and shut, a large memory", points: 0.4, after: ["lstm"],
    hint: "1 / (1 + e⁻ᶻ) and eᶻ / (1 + eᶻ) are the same number: which of them is safe for z = 1000, which for −1000?"
  ) { generator in
    var draw = ValueDraw()
    // Without a memory to hand through, that it is an attempt is seen in what is new.
    let (ordinary, many) = (generator.lstmCell(inputs: 6, units: 16), generator.normal(shape: [16, 6]))
    let empty = LSTMState(hidden: Tensor(shape: [16, 16]), memory: Tensor(shape: [16, 16]))
    for (gate, name) in ["input gate", "forget gate", "candidate", "output gate"].enumerated() {
      for sign in [1.0, -1] {
        let cell = generator.lstmCell(inputs: 2, units: 3)
        func pushed(_ shift: Double) -> LSTMCell {
          var cell = cell
          for unit in 0..<3 { cell.bias[3 * gate + unit] += shift }
          return cell
        }
        let (x, state) = (generator.normal(shape: [2, 2]), generator.lstmState(2, units: 3))
        draw.add(name, RNNLab.lstmStep(pushed(1000 * sign), x, state)) { own in
          if gate == 0, sign == 1 { _ = own.ask(RNNLab.lstmStep, .of(ordinary), .of(many), .of(empty)) }
          return [own.ask(RNNLab.lstmStep, .of(pushed(60 * sign)), .of(x), .of(state))]
        }
      }
    }
    let (cell, x) = (generator.lstmCell(inputs: 2, units: 3), generator.normal(shape: [2, 2]))
    var state = generator.lstmState(2, units: 3)
    for place in state.memory.values.indices { state.memory.values[place] = place % 2 == 0 ? 1e6 : -1e6 }
    var less = state
    less.memory = state.memory / 10
    draw.add("a large memory", RNNLab.lstmStep(cell, x, state), part: "hidden") {
      [$0.ask(RNNLab.lstmStep, .of(cell), .of(x), .of(less))["hidden"]]
    }
    // The new memory is a line in the old one.
    var none = state
    none.memory = 0 * state.memory
    draw.add("a large memory, handed on", RNNLab.lstmStep(cell, x, state), part: "memory") { [less, none] own in
      let base = own.ask(RNNLab.lstmStep, .of(cell), .of(x), .of(none))["memory"]
      return [base + 10 * (own.ask(RNNLab.lstmStep, .of(cell), .of(x), .of(less))["memory"] - base)]
    }
    // σ(−60) is no 0: that much of a memory of 10²⁶ is ordinary. The new memory is a line in the old one.
    var shut = generator.lstmCell(inputs: 2, units: 3)
    for unit in 0..<3 { shut.bias[3 + unit] -= 60 }
    var vast = generator.lstmState(2, units: 3)
    vast.memory = 1e26 * vast.memory
    var (tenth, gone) = (vast, vast)
    (tenth.memory, gone.memory) = (vast.memory / 10, 0 * vast.memory)
    draw.add("a small gate, a vast memory", RNNLab.lstmStep(shut, x, vast), part: "memory") { [tenth, gone, shut] own in
      let base = own.ask(RNNLab.lstmStep, .of(shut), .of(x), .of(gone))["memory"]
      return [base + 10 * (own.ask(RNNLab.lstmStep, .of(shut), .of(x), .of(tenth))["memory"] - base)]
    }
    return draw.draw()
  }
}
