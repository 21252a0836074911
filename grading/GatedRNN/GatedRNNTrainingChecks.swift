import Checks
import LabKit
import Labs

extension GatedRNNHiddenChecks {
  /// Four unlike questions of one shape to each function: a cache by shape answers one of them with another's.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Gradients and states start from zero at each call: nothing may be kept in static or global variables."
  ) { (generator: inout Generator) -> Draw in
    var draw = RepeatDraw()
    let lengths = [[3, 4, 1], [4, 2, 3], [1, 3, 4], [2, 4, 2]]
    let sets = lengths.map { LSTMSet(3, steps: 4, inputs: 2, units: 3, lengths: $0, &generator) }
    draw.add("lstmStep", sets.map { GatedRNNLab.lstmStep($0.at.weights, $0.at.x.column(0), $0.at.start) })
    draw.add("lstmRun", sets.map(\.run.call))
    draw.add("lstmBackward", sets.map { $0.backward($0.at) })
    let gru = lengths.map { GRUSet(3, steps: 4, inputs: 2, units: 3, lengths: $0, &generator) }
    draw.add("gruRun", gru.map(\.run))
    draw.add("gruBackward", gru.map { $0.backward($0.at) })
    // The last seed differs from the first in its upper half alone.
    let seeds = (0..<3).map { _ in generator.integer(below: 1 << 40) }
    draw.add(
      "initialModel", (seeds + [seeds[0] + (1 << 45)]).map { GatedRNNLab.initialModel(2, 3, 3, $0) },
      isDetermined: false)
    // Of the memory task's sizes: what is kept from one training for another shows here.
    let models = lengths.map { lengths in
      GatedModelSet(
        3, steps: 4, inputs: 9, units: GatedMemoryTask.training(0).units, classes: 8, lengths: lengths, everyStep: true,
        &generator)
    }
    draw.add("scores", models.map(\.scores.call))
    draw.add(
      "loss", lengths.map { GatedScoreSet(3, steps: 4, classes: 3, lengths: $0, everyStep: true, &generator).call },
      isMixed: false)
    draw.add("gradient", models.map(\.gradientCall), isMixed: false)
    return draw.draw
  }

  /// The first symbol of forty is marked, and is the class: nothing but what the state carries over tells it.
  static let accuracy = Check(
    "accuracy", "learn: which symbol was marked, 39 steps ago", points: 0.4,
    after: ["initial", "biases", "scores", "gradient", "gradient.oracle"],
    hint: "initialModel, gradient and scores together. Plot the loss: it must fall.", budget: 120
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<2 {
      let task = GatedMemoryTask(&generator)
      let (known, classes) = task.sequences(300, shortest: 1, &generator)
      let (unseen, wanted) = task.sequences(150, shortest: GatedMemoryTask.longest, &generator)
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: wanted))
      calls.append(
        GatedRNNLab.learn(
          task.symbols, known, classes, unseen, GatedMemoryTask.training(generator.integer(below: 1 << 40))))
    }
    // The training is the kit's. Where a function that it is made of is wrong, there is nothing else to learn from it: what
    // it is made of must be an attempt at what was asked, at the training's own size.
    var set = GatedModelSet(
      10, steps: 12, inputs: 9, units: GatedMemoryTask.training(0).units, classes: GatedMemoryTask.kinds,
      lengths: (0..<10).map { 3 + $0 }, everyStep: true, &generator)
    set.model.outputBias = Tensor(shape: [GatedMemoryTask.kinds])
    calls += [set.gradientCall, set.scores.call]
    var own = FollowThrough()
    own.require(
      "gradient", .answer(2),
      equals: own.ask(
        GatedRNNLab.gradient, .of(set.model), .of(set.x), .of(set.labels), .of(set.lengths), .of(true)))
    own.require(
      "scores", .answer(3), equals: own.ask(GatedRNNLab.scores, .of(set.model), .of(set.x), .of(set.lengths)))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.85)), own: own)
  }
}

/// Eight symbols, of which the first of a sequence is marked and all later ones distract; what symbols and mark look like is
/// drawn anew, as the rows of a random rotation, and so is which symbol is which class.
struct GatedMemoryTask {
  static let (kinds, longest) = (8, 40)
  static func training(_ seed: Int) -> GatedTraining {
    GatedTraining(units: 12, classes: kinds, batchSize: 10, steps: 400, learningRate: 0.05, seed: seed)
  }

  /// The symbols, and then the same with the mark.
  let symbols: Tensor
  private let classes: [Int]

  init(_ generator: inout Generator) {
    var rows: [Tensor] = []
    while rows.count < Self.kinds + 1 {
      var row = generator.normal(shape: [Self.kinds + 1])
      for _ in 0..<2 {
        for other in rows { row -= other * (row * other).sum() }
      }
      let length = (row * row).sum().squareRoot()
      // What is left of an unlucky draw says nothing but rounding.
      if length > 0.1 { rows.append(row / length) }
    }
    let plain = Array(rows.prefix(Self.kinds))
    symbols = Tensor(rows: (plain + plain.map { $0 + rows[Self.kinds] }).map(\.values))
    classes = generator.permutation(Self.kinds)
  }

  /// Sequences of at least `shortest` steps, and the class of each.
  func sequences(_ count: Int, shortest: Int, _ generator: inout Generator) -> (known: [[Int]], classes: [Int]) {
    var (sequences, labels): ([[Int]], [Int]) = ([], [])
    for _ in 0..<count {
      let first = generator.integer(below: Self.kinds)
      let rest = shortest + generator.integer(below: Self.longest - shortest + 1) - 1
      sequences.append([Self.kinds + first] + (0..<rest).map { _ in generator.integer(below: Self.kinds) })
      labels.append(classes[first])
    }
    return (sequences, labels)
  }
}
