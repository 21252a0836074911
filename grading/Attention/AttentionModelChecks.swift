import Checks
import LabKit
import Labs

extension AttentionHiddenChecks {
  static let multiHeadBackwardOracle = Check(
    "multiHead.backward.oracle", "multiHeadBackward: masks, every number of heads", points: 0.4,
    after: ["attention.backward.oracle", "multiHead.backward"],
    hint: "x goes into queries, keys and values: three paths lead back to it. Each head has its own columns only.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, features, heads, causal) in [
      ("one head", 3, 4, 1, false), ("two heads", 4, 6, 2, false), ("three heads, causal", 5, 6, 3, true),
      ("as many heads as features", 3, 4, 4, true),
      // Some 11,000 numbers to differentiate in: one way back takes milliseconds, a loss for each beyond the budget.
      ("many features", 32, 48, 4, true),
    ] {
      let problem = HeadProblem(positions, features: features, heads: heads, causal: causal, &generator)
      draw.add(name, problem.backward, own: problem.ownBackward)
    }
    for (name, size) in [("a tiny gradient", 1e-30), ("a huge gradient", 1e9)] {
      var problem = HeadProblem(3, features: 4, heads: 2, causal: true, &generator)
      problem.outputGradient = size * problem.outputGradient
      draw.add(name, problem.backward, unit: size, own: problem.ownBackward)
    }
    return draw.draw(partial: true)
  }

  /// The same four tokens before others, longer and longer: what is said of the first four is the same each time. Values, not
  /// bits, are compared, since a largest score that is searched behind the mask too changes the last bit and no more.
  static let causality = Check(
    "scores.causal", "scores: later tokens change nothing before them", points: 0.2, after: ["scores"],
    hint: "Which part of your model looks at more than its own position? It must look back only."
  ) { generator in
    var draw = ValueDraw()
    // Of several models, and without a bias that any answer would have: what is causal must be an attempt, too.
    let problems = (0..<8).map { _ in
      var problem = TokenProblem(4, vocabulary: 5, context: 9, features: 6, heads: 2, &generator)
      problem.model.outputBias = Tensor(shape: [5])
      return problem
    }
    for (problem, more) in zip(problems, [0, 1, 4, 5, 5, 0, 2, 3]) {
      let tokens = problem.tokens + generator.tokens(more, vocabulary: 5)
      draw.add("\(more) more tokens", AttentionLab.firstScores(problem.model, 2, tokens, 4)) {
        [$0.ask(AttentionLab.scores, .of(problem.model), .of(2), .of(problem.tokens))]
      }
    }
    return draw.draw()
  }

  /// Counts kept beside the model would answer whatever model is given.
  static let trained = Check(
    "scores.trained", "scores: of another model, after a training", points: 0.1,
    after: ["initial", "scores", "gradient"],
    hint: "What a training finds out is in the model that it trains, and nowhere else.", budget: 30
  ) { generator in
    var draw = ValueDraw()
    let problem = TokenProblem(8, vocabulary: EchoText.vocabulary, context: 8, features: 16, heads: 2, &generator)
    let text = EchoText(&generator)
    let training = LanguageTraining(
      vocabulary: EchoText.vocabulary, features: 16, heads: 2, epochs: 1, batchSize: 10, learningRate: 0.03, seed: 1)
    let known = (0..<400).map { _ in text.sequence(&generator) }
    draw.add(
      "another model", AttentionLab.scoresAfterTraining(problem.model, 2, problem.tokens, known, training),
      own: problem.ownScores)
    return draw.draw()
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: every size of model", points: 0.5,
    after: ["gradient", "multiHead.backward.oracle", "layerNorm.backward.oracle"],
    hint: """
      The rows reach the output as they are and through the attention: add both. A token that stands at several positions \
      gathers from all of them; positions that are not used get 0.
      """, budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, vocabulary, context, features, heads) in [
      ("five tokens", 5, 4, 5, 6, 2), ("shorter than the context", 3, 4, 6, 4, 1), ("one token", 1, 4, 3, 4, 2),
      ("more features", 4, 4, 4, 8, 4),
      // Some 9,000 weights: see attention.backward.oracle.
      ("many weights", 24, 20, 30, 40, 4),
    ] {
      let problem = TokenProblem(
        count, vocabulary: vocabulary, context: context, features: features, heads: heads, &generator)
      draw.add(name, problem.gradient, own: problem.ownGradients)
    }
    // Softmax knows no common part of the scores, however large: e¹⁰⁰⁰ and e⁻¹⁰⁰⁰ must not occur on the way.
    for shift in [1000.0, -1000] {
      var problem = TokenProblem(4, vocabulary: 4, context: 5, features: 4, heads: 2, &generator)
      problem.model.outputBias = problem.model.outputBias + shift
      draw.add("scores far from 0", problem.gradient, own: problem.ownGradients)
    }
    var large = TokenProblem(8, vocabulary: 4, context: 8, features: 4, heads: 2, &generator)
    large.model.outputWeights = 1e4 * large.model.outputWeights
    draw.add("large output weights", large.gradient, own: large.ownGradients)
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.4,
    after: ["scores", "layerNorm.backward", "multiHead.backward"],
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
      loss: { problem.loss($0) }, own: problem.ownGradients)
    return draw.draw
  }

  /// Unlike questions of one shape; those to the model have the sizes of the training, so that what is kept from one
  /// training for another shows here.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Gradients start from zero at each call: nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    let tensors = (0..<4).map { _ in generator.attentionTensors(4, keys: 4, width: 3, outputs: 3) }
    let norms = (0..<4).map { _ in generator.layerNormTensors(3, features: 4) }
    let heads = (0..<4).map { _ in HeadProblem(4, features: 4, heads: 2, causal: true, &generator) }
    let models = (0..<4).map { _ in
      TokenProblem(8, vocabulary: EchoText.vocabulary, context: 8, features: 16, heads: 2, &generator)
    }
    // With the mask or without it, with another number of heads, and the same numbers.
    draw.add(
      "attentionWeights", tensors.map { $0.weights(causal: true) }, others: [tensors[0].weights(causal: false)])
    draw.add(
      "attention", tensors.map { $0.attention(causal: false) }, others: [tensors[0].attention(causal: true)])
    draw.add("attentionBackward", tensors.map { $0.backward(causal: true, generator.normal(shape: [4, 3])) })
    draw.add("layerNorm", norms.map { AttentionLab.layerNorm($0) })
    draw.add(
      "layerNormBackward", norms.map { AttentionLab.layerNormBackward($0, generator.normal(shape: [3, 4])) })
    var (single, open) = (heads[0], heads[0])
    (single.heads, open.causal) = (1, false)
    draw.add("multiHead", heads.map(\.forward), others: [single.forward, open.forward])
    draw.add("multiHeadBackward", heads.map(\.backward), others: [single.backward, open.backward])
    // The last seed differs from the first in its upper half alone.
    let seeds = (0..<3).map { _ in generator.integer(below: 1 << 40) }
    draw.add(
      "initialModel", (seeds + [seeds[0] + (1 << 45)]).map { AttentionLab.initialModel(5, 8, 16, $0) },
      isDetermined: false,
      others: [(6, 8, 16), (5, 7, 16), (5, 8, 12)].map { AttentionLab.initialModel($0, $1, $2, seeds[0]) })
    var model = models[0]
    model.heads = 4
    draw.add("scores", models.map(\.scores), others: [model.scores])
    draw.add("gradient", models.map(\.gradient), others: [model.gradient])
    return draw.draw
  }

  /// Each context is asked by itself, so that the answer is not among the inputs. Half of a trigram's loss lies far from what
  /// is learnt, a seventh to a quarter of it, and from what is not.
  static let loss = Check(
    "loss", "learn: the next token, better than a trigram", points: 0.5, after: ["initial", "scores", "gradient"],
    needs: ["scores.trained"],
    hint: "initialModel, gradient and scores together. Plot the loss: it must fall well below ln 5.", budget: 60
  ) { generator in
    var calls: [Call] = []
    var trials: [LossJudge.Trial] = []
    for _ in 0..<2 {
      let text = EchoText(&generator)
      let known = (0..<400).map { _ in text.sequence(&generator) }
      // Contexts that a table of the known ones does not hold.
      let seen = Set(known.map { $0.dropLast() })
      let unseen = (0..<300).map { _ in
        var tokens = text.sequence(&generator)
        while seen.contains(tokens.dropLast()) { tokens = text.sequence(&generator) }
        return tokens
      }
      let training = LanguageTraining(
        vocabulary: EchoText.vocabulary, features: 16, heads: 2, epochs: 12, batchSize: 10, learningRate: 0.03,
        seed: generator.integer(below: 1 << 40))
      let labels = unseen.map { $0[$0.count - 1] }
      let contexts = unseen.map { Array($0.dropLast()) }
      let trigram = Trigram(known, vocabulary: EchoText.vocabulary)
      trials.append(
        LossJudge.Trial(call: calls.count, labels: labels, rival: zip(contexts, labels).map(trigram.loss)))
      calls.append(AttentionLab.learn(known, contexts, training))
    }
    // The training is the kit's. Where a function that it is made of is wrong, there is nothing else to learn from it: what
    // it is made of must be an attempt at what was asked, at the training's own size.
    // Without an output bias, which would tell what there is to tell.
    let problems = (0..<8).map { _ in
      var problem = TokenProblem(8, vocabulary: EchoText.vocabulary, context: 8, features: 16, heads: 2, &generator)
      problem.model.outputBias = Tensor(shape: [EchoText.vocabulary])
      return problem
    }
    var own = FollowThrough()
    for (place, problem) in problems.enumerated() {
      calls += [problem.gradient, problem.scores]
      let (model, tokens) = (Term.of(problem.model), Term.of(problem.tokens))
      own.require(
        "gradient", .answer(2 + 2 * place),
        equals: own.ask(AttentionLab.gradient, model, .of(2), tokens, .of(problem.targets)))
      own.require("scores", .answer(3 + 2 * place), equals: own.ask(AttentionLab.scores, model, .of(2), tokens))
    }
    return Draw(calls: calls, judge: .loss(LossJudge(trials: trials, classes: 5, ratio: 0.5)), own: own)
  }

  /// CPU time on 32 positions, on eight times as many, and with 24 times their width: a row's sum that is computed again
  /// for each of its elements, or a row's weights for each product with a value, takes about as many more times the
  /// reference's there.
  static let timing = Check(
    "timing", "attention: no more work than needed", points: 0.5, after: ["attention.edges"],
    hint: "A row's largest score and its sum are needed once for the row, not once for each of its elements.",
    budget: 30
  ) { generator in
    let calls = (0..<48).map { round in
      let (positions, width) = [(32, 8), (256, 8), (32, 192)][round % 3]
      return generator.attentionTensors(positions, keys: positions, width: width, outputs: width)
        .attention(causal: false)
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2], growth: 4)))
  }
}
