import Checks
import LabKit
import Labs

extension EmbeddingsHiddenChecks {
  private static let parts = ["pairs", "counts", "noise", "negatives", "initial", "train"]

  /// A language of this key alone: what it is made of is known, and was nowhere told to the process that learns it.
  static let likeness = Check(
    "likeness", "a text is learnt: words of one kind are alike", points: 0.3, after: parts + ["cosines", "nearest"],
    hint: "All functions together: words that stand among the same words must come out alike.", budget: 20
  ) { generator in
    var (calls, trials): ([Call], [AccuracyJudge.Trial]) = ([], [])
    for _ in 0..<2 {
      let grid = WordGrid(&generator)
      let lines = grid.lines
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: lines.labels))
      calls.append(
        EmbeddingsLab.likeness(
          grid.text(1000, &generator), WordGrid.training(&generator), lines.asked, lines.anchors))
    }
    var own = ownTraining(&calls, &generator)
    for word in 0..<4 {
      let set = LikenessSet(30, size: 4, &generator)
      calls.append(set.nearest(word, 29))
      own.require(
        "nearest", .answer(calls.count - 1),
        equals: own.ask(EmbeddingsLab.nearest, .of(word), .of(set.table), .of(29)))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.9)), own: own)
  }

  static let analogies = Check(
    "analogies", "a text is learnt: analogies hold", points: 0.3, after: parts + ["cosines", "analogy"],
    hint: "All functions together: what two words have in common is the same step from one vector to another.",
    budget: 20
  ) { generator in
    var (calls, trials): ([Call], [AccuracyJudge.Trial]) = ([], [])
    for _ in 0..<2 {
      let grid = WordGrid(&generator)
      let (questions, answers) = grid.analogies(60, &generator)
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: answers))
      calls.append(
        EmbeddingsLab.analogies(grid.text(1000, &generator), WordGrid.training(&generator), questions))
    }
    var own = ownTraining(&calls, &generator)
    for _ in 0..<24 {
      let set = LikenessSet(30, size: 4, &generator)
      let words = generator.permutation(30)
      calls.append(set.analogy(words[0], words[1], words[2]))
      own.require(
        "analogy", .answer(calls.count - 1),
        equals: own.ask(EmbeddingsLab.analogy, .of(words[0]), .of(words[1]), .of(words[2]), .of(set.table)))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.9)), own: own)
  }

  /// The composition is the kit's. Where a function that it is made of is wrong, there is nothing else to learn from it: what
  /// it is made of must be an attempt at what was asked, at the training's own size.
  private static func ownTraining(_ calls: inout [Call], _ generator: inout Generator) -> FollowThrough {
    var own = FollowThrough()
    let set = VectorSet(
      WordGrid.vocabulary, size: 10, negatives: 5, examples: 150, deviation: 0.03, &generator)
    calls.append(set.train(rate: 0.3, epochs: 6))
    own.require(
      "train", .answer(calls.count - 1),
      equals: own.ask(EmbeddingsLab.train, .of(set.vectors), .of(set.examples), .of(0.3), .of(6)))
    return own
  }

  /// Four unlike questions of one shape for each function, and more of the one that answers with a single word.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Nothing may be kept in static or global variables, and all chance comes from the seed."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, _ count: Int = 4, others: [Call] = [], _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<count).map { _ in call(&generator) }, others: others)
    }
    let text = generator.permutation(12)
    add("pairs", others: [EmbeddingsLab.pairs(text, 3)]) { EmbeddingsLab.pairs($0.permutation(12), 2) }
    add("counts") { EmbeddingsLab.counts($0.text(30, vocabulary: 8), 8) }
    add("subsample") {
      EmbeddingsLab.subsample(
        $0.text(20, vocabulary: 4), $0.text(4, vocabulary: 90).map { 1 + $0 }, $0.uniform(0.01, 0.2), $0.uniforms(20))
    }
    add("noise") { EmbeddingsLab.noise($0.text(9, vocabulary: 30).map { 1 + $0 }) }
    add("choose") { EmbeddingsLab.choose($0.probabilities(30), $0.uniforms(12)) }
    let shares = (0..<4).map { _ in generator.probabilities(12) }
    let seed = generator.integer(below: 1 << 40)
    draw.add(
      "negatives", shares.indices.map { EmbeddingsLab.negatives(shares[$0], 3, 40, seed + $0 << 40) },
      isDetermined: false,
      others: [EmbeddingsLab.negatives(shares[0], 4, 40, seed), EmbeddingsLab.negatives(shares[0], 3, 39, seed)])
    draw.add(
      "initialVectors", (0..<4).map { EmbeddingsLab.initialVectors(6, 4, seed + $0 << 40) }, isDetermined: false,
      others: [EmbeddingsLab.initialVectors(7, 4, seed), EmbeddingsLab.initialVectors(6, 5, seed)])
    add("loss") { VectorSet(6, size: 4, negatives: 3, &$0).loss }
    add("gradient") { VectorSet(6, size: 4, negatives: 3, &$0).gradient }
    let set = VectorSet(6, size: 4, negatives: 3, examples: 3, &generator)
    add("train", others: [set.train(rate: 0.2, epochs: 3)]) {
      VectorSet(6, size: 4, negatives: 3, examples: 3, &$0).train(rate: $0.uniform(0.1, 0.5), epochs: 2)
    }
    add("cosines") { EmbeddingsLab.cosines($0.normal(shape: [4]).values, $0.normal(shape: [9, 4])) }
    let table = LikenessSet(12, size: 4, &generator)
    add("nearest", others: [table.nearest(7, 11), table.nearest(5, 10)]) {
      LikenessSet(12, size: 4, &$0).nearest(5, 11)
    }
    add("analogy", 12, others: [(0, 1, 3), (0, 4, 2), (5, 1, 2)].map { table.analogy($0, $1, $2) }) {
      LikenessSet(40, size: 3, &$0).analogy(0, 1, 2)
    }
    return draw.draw
  }

  /// CPU time as vocabulary, size and examples grow, one after the other.
  static let timing = Check(
    "timing", "train: a step moves the rows that it must, and no others", points: 0.3, after: ["train"],
    hint: "An example names a few rows. Whatever is done for each word of the vocabulary at each step is too much.",
    budget: 12
  ) { generator in
    let sizes = [(40, 8, 1500), (4000, 8, 1500), (40, 64, 1500), (40, 8, 9000)]
    let calls = (0..<64).map { round in
      let (vocabulary, size, count) = sizes[round % sizes.count]
      return EmbeddingsLab.trainedRows(vocabulary, size, count, generator.integer(below: 1 << 40))
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2, 3])))
  }
}

extension WordGrid {
  /// A training after which all kinds and nearly all analogies are found.
  static func training(_ generator: inout Generator) -> EmbeddingTraining {
    EmbeddingTraining(
      vocabulary: vocabulary, size: 10, window: 1, negatives: 5, rate: 0.1, epochs: 5,
      seed: generator.integer(below: 1 << 40))
  }
}
