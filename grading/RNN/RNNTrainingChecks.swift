import Checks
import LabKit
import Labs

extension RNNHiddenChecks {
  /// Four unlike questions of one shape to each function: a cache by shape answers one of them with another's.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Gradients and states start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    let problems = (0..<4).map { _ in
      var problem = RecurrentProblem(3, steps: 4, inputs: 2, units: 3, &generator)
      problem.tensors.cell = problem.tensors.cell.calm
      return problem
    }
    // Of the sizes of the memory task: what is kept from one training for another shows here.
    func sets(_ count: Int) -> [LabelledSequences] {
      (0..<4).map { _ in
        var set = LabelledSequences(count, steps: 5, inputs: 4, units: 24, classes: 4, &generator)
        set.model.cell = set.model.cell.calm
        return set
      }
    }
    draw.add("step", problems.map { RNNLab.step($0.tensors.cell, generator.normal(shape: [3, 2]), $0.tensors.start) })
    draw.add("states", problems.map(\.states))
    draw.add("backward", problems.map(\.backward))
    draw.add("clip", (0..<4).map { _ in RNNLab.clip([2, 3].map { generator.normal(shape: [$0, 4]) }, 0.5) })
    draw.add(
      "lstmStep",
      (0..<4).map { _ in
        RNNLab.lstmStep(
          generator.lstmCell(inputs: 2, units: 3), generator.normal(shape: [3, 2]), generator.lstmState(3, units: 3))
      })
    // The last seed differs from the first in its upper half alone.
    let seeds = (0..<3).map { _ in generator.integer(below: 1 << 40) }
    draw.add(
      "initialClassifier", (seeds + [seeds[0] + (1 << 45)]).map { RNNLab.initialClassifier(2, 3, 3, $0) },
      isDetermined: false)
    draw.add("scores", sets(300).map(\.scores))
    draw.add("gradient", sets(10).map(\.gradient))
    return draw.draw
  }

  /// Sequences of five symbols; the class is the first one's, all later ones distract: nothing but what the state carries
  /// over four steps can tell it, and guessing is right on a quarter. So few steps and so many units that every usual
  /// initialisation learns it. What a symbol looks like is drawn from the key, so that nothing but learning finds out.
  static let accuracy = Check(
    "accuracy", "learn: which symbol came first, four steps ago", points: 0.5,
    after: ["initial", "clip", "scores", "gradient"],
    hint: "initialClassifier, gradient, clip and scores together. Plot the loss: it must fall.", budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<2 {
      let task = MemoryTask(&generator)
      let (x, labels) = task.sequences(800, &generator)
      let (unseen, wanted) = task.sequences(300, &generator)
      let training = SequenceTraining(
        units: 24, epochs: 10, batchSize: 10, learningRate: 0.3, maximumNorm: 1,
        seed: generator.integer(below: 1 << 40))
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: wanted))
      calls.append(RNNLab.learn(4, x, labels, unseen, training))
    }
    // The training is the kit's. Where a function that it is made of is wrong, there is nothing else to learn from it: what
    // it is made of must be an attempt at what was asked, at the training's own size.
    // Without an output bias, which would tell what there is to tell.
    var set = LabelledSequences(0, steps: 5, inputs: 4, units: 24, classes: 4, &generator)
    set.model.cell = set.model.cell.calm
    set.model.outputBias = Tensor(shape: [4])
    (set.x, set.labels) = MemoryTask(&generator).sequences(10, &generator)
    let many = MemoryTask(&generator).sequences(300, &generator).x
    calls += [set.gradient, RNNLab.scores(set.model, many)]
    var own = FollowThrough()
    own.require("gradient", .answer(2), equals: own.ask(RNNLab.gradient, .of(set.model), .of(set.x), .of(set.labels)))
    own.require("scores", .answer(3), equals: own.ask(RNNLab.scores, .of(set.model), .of(many)))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.95)), own: own)
  }

  /// CPU time at 20 steps of 8 sequences, at sixteen times as many steps, and at sixteen times as many sequences: running
  /// forward again from the start for each step back, or the whole batch for each of its sequences, takes up to sixteen
  /// times as many times the reference's there.
  static let timing = Check(
    "timing", "backward: no more work than needed", points: 0.4, after: ["backward.oracle"],
    hint: "Keep the states of one run forward; going back, no step needs to run forward again.", budget: 30
  ) { generator in
    let calls = (0..<48).map { round in
      let (count, steps) = [(8, 20), (8, 320), (128, 20)][round % 3]
      var problem = RecurrentProblem(count, steps: steps, inputs: 4, units: 12, &generator)
      problem.tensors.cell = problem.tensors.cell.calm
      return problem.backward
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2], growth: 4)))
  }
}

/// What four symbols look like, drawn anew: the rows of a random rotation, so that none is nearer to another.
private struct MemoryTask {
  private let symbols: [[Double]]

  init(_ generator: inout Generator) {
    var rows: [[Double]] = []
    while rows.count < 4 {
      var row = generator.normal(shape: [4]).values
      for other in rows {
        let along = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
        row = zip(row, other).map { $0 - along * $1 }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // What is left of an unlucky draw says nothing but rounding.
      if length > 0.1 { rows.append(row.map { $0 / length }) }
    }
    symbols = rows
  }

  /// `[count, 5, 4]`, and the first symbol of each.
  func sequences(_ count: Int, _ generator: inout Generator) -> (x: Tensor, labels: [Int]) {
    var x = Tensor(shape: [count, 5, 4])
    var labels: [Int] = []
    for sample in 0..<count {
      for step in 0..<5 {
        let symbol = generator.integer(below: 4)
        for place in 0..<4 { x[sample, step, place] = symbols[symbol][place] }
        if step == 0 { labels.append(symbol) }
      }
    }
    return (x, labels)
  }
}
