package import Checks
package import LabKit

/// What the functions that run over time must answer by the submission's own lower functions.
extension LSTMSet {
  /// `lstmRun`: each state by its own `lstmStep` from the one before, as long as the sequence goes on.
  package var run: Question {
    Question(GatedRNNLab.lstmRun(at.weights, at.x, lengths, at.start)) { own in
      askWide(&own)
      let (weights, shape) = (Term.of(at.weights), [count, steps, units])
      var (hidden, memory) = ([Term](), [Term]())
      for t in 0..<steps {
        let states = Term.record([
          "hidden": hidden.last ?? .of(at.start.hidden), "memory": memory.last ?? .of(at.start.memory),
        ])
        // 1 where the sequence goes on, 0 where it has ended; no number may stand past an end.
        let goes = Tensor(column: lengths.map { t < $0 ? 1 : 0 })
        let inputs = at.x.column(t).combined(with: goes) { $1 == 1 ? $0 : 0 }
        let moved = own.ask(GatedRNNLab.lstmStep, weights, .of(inputs), states)
        hidden.append(own.work(.of(goes) * moved["hidden"] + .of(goes.map { 1 - $0 }) * states["hidden"]))
        memory.append(own.work(.of(goes) * moved["memory"] + .of(goes.map { 1 - $0 }) * states["memory"]))
      }
      guard count > 0, steps > 0 else {
        return [.of(LSTMStates(hidden: Tensor(shape: shape), memory: Tensor(shape: shape)))]
      }
      return [
        .record([
          "hidden": Term.beside(hidden).reshaped(shape), "memory": Term.beside(memory).reshaped(shape),
        ])
      ]
    }
  }

  /// Many states, which neither the ones before nor the bias tell: whether `lstmStep` is an attempt shows in these.
  private func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: 1)
    var wide = LSTMSet(32, steps: 1, inputs: 8, units: 16, &generator)
    wide.at.weights = wide.at.weights.alike
    wide.at.weights.bias = 0 * wide.at.weights.bias
    wide.at.start.memory = 0.3 * wide.at.start.memory
    _ = own.ask(GatedRNNLab.lstmStep, .of(wide.at.weights), .of(wide.at.x.column(0)), .of(wide.at.start))
  }

  private var parts: [([String], Tensor)] {
    [
      (["weights", "inputWeights"], at.weights.inputWeights), (["weights", "stateWeights"], at.weights.stateWeights),
      (["weights", "bias"], at.weights.bias), (["start", "hidden"], at.start.hidden),
      (["start", "memory"], at.start.memory), (["x"], at.x),
    ]
  }

  /// `lstmBackward`: the slope of what its own `lstmRun` gives.
  package func requireSlopes(_ own: inout FollowThrough, _ name: String, of gradient: Term, part: String?, unit: Double)
  {
    let direction = own.work(.of((1 / unit) * hiddenGradient.reshaped([hiddenGradient.count])))
    // Many states that come of inputs alone: whether `lstmRun` is an attempt shows in these.
    var generator = Generator(seed: 2)
    let wide = LSTMSet(32, steps: 3, inputs: 8, units: 16, &generator)
    let zeros = 0 * wide.at.start.hidden
    _ = own.ask(
      GatedRNNLab.lstmRun, .of(wide.at.weights.alike), .of(wide.at.x), .of(wide.lengths),
      .of(LSTMStates(hidden: zeros, memory: zeros)))
    own.requireSlopes(
      name, of: (1 / unit) * gradient, at: .of(at), parts: parts.filter { part == nil || $0.0[0] == part }
    ) { own, at in
      own.ask(GatedRNNLab.lstmRun, at["weights"], at["x"], .of(lengths), at["start"])["hidden"]
        .along(direction, count: hiddenGradient.count)
    }
  }
}

extension GRUSet {
  private var parts: [([String], Tensor)] {
    [
      (["weights", "inputWeights"], at.weights.inputWeights), (["weights", "stateWeights"], at.weights.stateWeights),
      (["weights", "inputBias"], at.weights.inputBias), (["weights", "stateBias"], at.weights.stateBias),
      (["start"], at.start), (["x"], at.x),
    ]
  }

  /// `gruBackward`: the slope of what its own `gruRun` gives.
  package func requireSlopes(_ own: inout FollowThrough, _ name: String, of gradient: Term, part: String?, unit: Double)
  {
    let direction = own.work(.of((1 / unit) * statesGradient.reshaped([statesGradient.count])))
    // As above.
    var generator = Generator(seed: 2)
    let wide = GRUSet(32, steps: 3, inputs: 8, units: 16, &generator)
    _ = own.ask(
      GatedRNNLab.gruRun, .of(wide.at.weights), .of(wide.at.x), .of(wide.lengths), .of(0 * wide.at.start))
    own.requireSlopes(
      name, of: (1 / unit) * gradient, at: .of(at), parts: parts.filter { part == nil || $0.0[0] == part }
    ) { own, at in
      own.ask(GatedRNNLab.gruRun, at["weights"], at["x"], .of(lengths), at["start"])
        .along(direction, count: statesGradient.count)
    }
  }
}

extension Term {
  /// Σ direction ⊙ this.
  fileprivate func along(_ direction: Term, count: Int) -> Term {
    (reshaped([count]) * direction).sumOfColumns.number
  }
}

extension FollowThrough {
  /// Requires that along a random direction of each tensor the gradient is what differences of the loss come to.
  ///
  /// Of φ(h) = (L(h) − L(−h)) / 2h the sum (φ(h) − 20 φ(h/2) + 64 φ(h/4)) / 45 is off by h⁶ only (Richardson).
  fileprivate mutating func requireSlopes(
    _ name: String, of gradient: Term, at: Term, parts: [([String], Tensor)],
    loss: (inout FollowThrough, Term) -> Term
  ) {
    var generator = Generator(seed: 3)
    let at = work(at)
    for (path, tensor) in parts where tensor.count > 0 {
      let normal = generator.normal(shape: tensor.shape)
      let direction = work(.of(normal / (normal * normal).sum().squareRoot()))
      // A record with this tensor alone: what it does not name stays as it is.
      let move = path.reversed().reduce(direction) { Term.record([Term.Field($1, $0)]) }
      var slope = Term.of(0.0)
      for (h, weight) in [(0.02, 1.0), (0.01, -20), (0.005, 64)] {
        let sides = [h, -h].map { step in
          let moved = work(at + step * move)
          return loss(&self, moved)
        }
        slope = work(slope + (weight / 45 / (2 * h)) * (sides[0] - sides[1]))
      }
      require(
        name, path.reduce(gradient) { $0[$1] }.along(direction.reshaped([tensor.count]), count: tensor.count),
        equals: slope)
    }
  }
}

/// A case with slopes: what its answer must be is said of the answer itself.
extension ValueDraw {
  package mutating func add(
    _ name: String, _ set: LSTMSet, part: String? = nil, isTrivial: Bool = false, unit: Double = 1,
    followed: Bool = true
  ) {
    let answer = Term.answer(draw().calls.count)
    add(name, set.backward(set.at), part: part, isTrivial: isTrivial, unit: unit == 1 ? nil : unit) { own in
      if followed, set.hiddenGradient.count > 0 {
        set.requireSlopes(&own, name, of: answer, part: part, unit: unit)
      }
      return [part.map { answer[$0] } ?? answer]
    }
  }

  package mutating func add(
    _ name: String, _ set: GRUSet, part: String? = nil, isTrivial: Bool = false, unit: Double = 1,
    followed: Bool = true
  ) {
    let answer = Term.answer(draw().calls.count)
    add(name, set.backward(set.at), part: part, isTrivial: isTrivial, unit: unit == 1 ? nil : unit) { own in
      if followed, set.statesGradient.count > 0 {
        set.requireSlopes(&own, name, of: answer, part: part, unit: unit)
      }
      return [part.map { answer[$0] } ?? answer]
    }
  }
}

/// The same for the classifier.
extension GatedModelSet {
  private var sizes: (count: Int, steps: Int, units: Int, classes: Int) {
    (x.shape[0], x.shape[1], model.outputWeights.columns, model.outputBias.count)
  }
  private var start: LSTMStates {
    let zeros = Tensor(shape: [sizes.count, sizes.units])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  /// Weights that no order of the blocks changes: whether the functions below are attempts shows in these.
  private static func askWide(_ own: inout FollowThrough, isGradient: Bool) {
    var generator = Generator(seed: 4)
    var wide = GatedModelSet(32, steps: 3, inputs: 8, units: 16, classes: 6, everyStep: true, &generator)
    wide.model.weights = wide.model.weights.alike
    wide.model.outputBias = 0 * wide.model.outputBias
    let (weights, x, lengths) = (Term.of(wide.model.weights), Term.of(wide.x), Term.of(wide.lengths))
    _ = own.ask(GatedRNNLab.lstmRun, weights, x, lengths, .of(wide.start))
    guard isGradient else { return }
    _ = own.ask(GatedRNNLab.scores, .of(wide.model), x, lengths)
    let said = Term.of(generator.normal(shape: [32, 3, 16]))
    _ = own.ask(GatedRNNLab.lstmBackward, weights, x, lengths, .of(wide.start), said)
  }

  private func ownHidden(_ own: inout FollowThrough) -> Term {
    own.ask(GatedRNNLab.lstmRun, .of(model.weights), .of(x), .of(lengths), .of(start))["hidden"]
      .reshaped([sizes.count * sizes.steps, sizes.units])
  }

  /// The output layer on its own states.
  package var scores: Question {
    Question(GatedRNNLab.scores(model, x, lengths)) { own in
      let (count, steps, _, classes) = sizes
      guard count * steps > 0 else { return [.of(Tensor(shape: [count, steps, classes]))] }
      Self.askWide(&own, isGradient: false)
      let rows = ownHidden(&own).matmul(.of(model.outputWeights.transposed())) + .of(model.outputBias)
      return [rows.reshaped([count, steps, classes])]
    }
  }

  /// Its own loss at its own scores, handed to its own `lstmBackward`.
  package var gradient: Question {
    Question(gradientCall) { own in
      let (count, steps, units, classes) = sizes
      guard count * steps > 0 else { return [.of(GatedClassifier(model.tensors.map { 0 * $0 }))] }
      Self.askWide(&own, isGradient: true)
      let scores = own.ask(GatedRNNLab.scores, .of(model), .of(x), .of(lengths))
      let slope = own.ask(GatedRNNLab.loss, scores, .of(labels), .of(lengths), .of(everyStep))["gradient"]
      let delta = own.work(slope.reshaped([count * steps, classes]))
      let back = own.ask(
        GatedRNNLab.lstmBackward, .of(model.weights), .of(x), .of(lengths), .of(start),
        delta.matmul(.of(model.outputWeights)).reshaped([count, steps, units]))
      return [
        .record([
          "weights": back["weights"], "outputWeights": delta.transposed.matmul(ownHidden(&own)),
          "outputBias": delta.sumOfRows,
        ])
      ]
    }
  }
}
