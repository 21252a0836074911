import Checks
import LabKit
import Labs

extension AttentionHiddenChecks {
  static let multiHeadBackward = Check(
    "multiHead.backward", "multiHeadBackward: four matrices and x", points: 0.7,
    after: ["mask", "multiHead", "attention.backward"],
    hint: "x goes into queries, keys and values: three paths lead back to it. Each head has its own columns only."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, features, heads, causal) in [
      ("one head", 3, 4, 1, false), ("two heads", 4, 6, 2, false), ("three heads, causal", 5, 6, 3, true),
      ("as many heads as features", 3, 4, 4, true),
    ] {
      let weights = generator.headWeights(features)
      let (x, slope) = (
        generator.normal(shape: [positions, features]), generator.normal(shape: [positions, features])
      )
      draw.add(name, AttentionLab.multiHeadBackward(weights, x, heads, causal, slope))
    }
    return draw.draw(partial: true)
  }

  /// The same four tokens before others, longer and longer: what is said of the first four is the same each time. Values, not
  /// bits, are compared, since a largest score that is searched behind the mask too changes the last bit and no more.
  static let causality = Check(
    "scores.causal", "scores: later tokens change nothing before them", points: 0.3, after: ["scores"],
    hint: "Which part of your model looks at more than its own position? It must look back only."
  ) { generator in
    var draw = ValueDraw()
    let problem = TokenProblem(4, vocabulary: 5, context: 9, features: 6, heads: 2, &generator)
    for more in [0, 1, 4, 5, 5] {
      let tokens = problem.tokens + generator.tokens(more, vocabulary: 5)
      draw.add("\(more) more tokens", AttentionLab.firstScores(problem.model, 2, tokens, 4))
    }
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "gradient: all of the model", points: 0.6,
    after: ["scores", "attention.backward.oracle", "layerNorm.backward", "multiHead.backward"],
    hint: """
      The rows reach the output as they are and through the attention: add both. A token that stands at several positions \
      gathers from all of them; positions that are not used get 0.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, context, features, heads) in [
      ("five tokens", 5, 5, 6, 2), ("shorter than the context", 3, 6, 4, 1), ("one token", 1, 3, 4, 2),
      ("more features", 4, 4, 8, 4),
    ] {
      let problem = TokenProblem(
        count, vocabulary: 4, context: context, features: features, heads: heads, &generator)
      draw.add(name, problem.gradient)
    }
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.4,
    hint: "Nudge one number of each tensor by ±h and compare: output first, then attention, then gain, then embedding."
  ) { generator in
    var draw = GradientDraw<LanguageModel>()
    let problem = TokenProblem(4, vocabulary: 3, context: 4, features: 4, heads: 2, &generator)
    draw.add(
      at: problem.model,
      names: [
        "embedding", "positions", "gain", "shift", "queries", "keys", "values", "output", "output weights",
        "output bias",
      ], directions: 3, firstStep: 0.05, rows: 6, using: &generator, gradient: { problem.gradient($0) },
      loss: { problem.loss($0) })
    return draw.draw
  }

  static let repeats = Check(
    "gradient.repeats", "gradient: the same question, the same answer", points: 0.1, after: ["scores"],
    hint: "Gradients start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "gradient",
      (0..<4).map { _ in TokenProblem(4, vocabulary: 3, context: 4, features: 4, heads: 2, &generator).gradient })
    return draw.draw
  }

  /// Text in which nine tokens of ten repeat the third one before them: its entropy is near 0.4, while tokens one and two
  /// places back tell nothing, so that a trigram stays near ln 5 = 1.6. Half of that lies far from both: the reference
  /// comes to 0.35 to 0.6. Each context is asked by itself, so that the answer is not among the inputs.
  static let loss = Check(
    "loss", "learn: the next token, better than a trigram", points: 0.6,
    after: ["initial", "scores.causal", "gradient", "gradient.repeats"],
    hint: "initialModel, gradient and scores together. Plot the loss: it must fall well below ln 5.", budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [LossJudge.Trial] = []
    for _ in 0..<2 {
      let known = (0..<300).map { _ in echo(&generator) }
      // Contexts that a table of the known ones does not hold.
      let seen = Set(known.map { $0.dropLast() })
      let unseen = (0..<300).map { _ in
        var tokens = echo(&generator)
        while seen.contains(tokens.dropLast()) { tokens = echo(&generator) }
        return tokens
      }
      let training = LanguageTraining(
        vocabulary: 5, features: 16, heads: 2, epochs: 6, batchSize: 10, learningRate: 0.02,
        seed: generator.integer(below: 1 << 40))
      let labels = unseen.map { $0[$0.count - 1] }
      let contexts = unseen.map { Array($0.dropLast()) }
      let trigram = Trigram(known, vocabulary: 5)
      trials.append(
        LossJudge.Trial(call: calls.count, labels: labels, rival: zip(contexts, labels).map(trigram.loss)))
      calls.append(AttentionLab.learn(known, contexts, training))
    }
    return Draw(calls: calls, judge: .loss(LossJudge(trials: trials, classes: 5, ratio: 0.5)))
  }

  /// Nine tokens out of five.
  private static func echo(_ generator: inout Generator) -> [Int] {
    var tokens: [Int] = []
    for position in 0..<9 {
      let repeats = position >= 3 && generator.uniform() < 0.9
      tokens.append(repeats ? tokens[position - 3] : generator.integer(below: 5))
    }
    return tokens
  }

  /// CPU time, at most 20 times the reference's, on 160 positions: a softmax's sum that is computed again for each of its
  /// elements takes a hundred times as long.
  static let timing = Check(
    "timing", "attention: no more work than needed", points: 0.3, after: ["attention.edges"],
    hint: "A row's largest score and its sum are needed once for the row, not once for each of its elements."
  ) { generator in
    let calls = (0..<28).map { _ in
      generator.attentionTensors(160, keys: 160, width: 8, outputs: 8).attention(causal: false)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 20, warmUp: 3)))
  }
}

/// Counts of the token that follows each pair, plus one for every token (Laplace).
private struct Trigram {
  private var counts: [[Int]: [Double]] = [:]
  private let vocabulary: Int

  init(_ sequences: [[Int]], vocabulary: Int) {
    self.vocabulary = vocabulary
    for sequence in sequences {
      for position in sequence.indices.dropFirst(2) {
        let pair = [sequence[position - 2], sequence[position - 1]]
        counts[pair, default: [Double](repeating: 1, count: vocabulary)][sequence[position]] += 1
      }
    }
  }

  /// −ln of the probability that it gives to `token` after `context`.
  func loss(_ context: [Int], _ token: Int) -> Double {
    let row = counts[Array(context.suffix(2))] ?? [Double](repeating: 1, count: vocabulary)
    return -log(row[token] / row.reduce(0, +))
  }
}
