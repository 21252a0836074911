import Checks
import LabKit
import Labs

extension EmbeddingsHiddenChecks {
  static let lossEdges = Check(
    "loss.edges", "loss: large scores, sure ones, any negatives", points: 0.4, after: ["loss"],
    hint: """
      −ln σ(s) is ln(1 + e⁻ˢ): for s = −800 the power is too large, for s = 50 the sum is 1. What is the same of e⁻|ˢ|? \
      Every negative counts, whichever word it is.
      """
  ) { generator in
    var draw = ValueDraw()
    let set = VectorSet(6, size: 4, negatives: 3, &generator)
    draw.add("no negatives", set.with(word: 2, context: 5, negatives: []).loss)
    draw.add("the same negative again", set.with(word: 1, context: 0, negatives: [3, 4, 3, 3]).loss)
    draw.add("word or context as negative", set.with(word: 1, context: 0, negatives: [1, 0, 2]).loss)
    draw.add("word as context", set.with(word: 1, context: 1, negatives: [4]).loss)
    for scores in [[-800.0, 800, 700], [800, -800, 3], [-720, 1, 2], [-1e9, 1e6]] {
      draw.add("large scores", set.scored(scores).loss)
    }
    // e⁻²¹ is 8 · 10⁻¹⁰: neither nothing beside 21, nor beside 1.
    for scores in [[-21.0, -3], [30, 21], [24, -21]] { draw.add("nearly sure ones", set.scored(scores).loss) }
    // e⁻⁵⁰ is 2 · 10⁻²², e⁻⁴⁰⁰ 2 · 10⁻¹⁷⁴: nothing beside 1, but not nothing.
    for (score, unit) in [(38.0, 1e-17), (50, 1e-22), (400, 1e-174)] {
      draw.add("sure ones", set.scored([score, -score - 1]).loss, unit: unit)
    }
    draw.add("vectors of 0", set.scored([0, 0, 0]).loss)
    draw.add("large vectors", VectorSet(5, size: 300, negatives: 2, deviation: 0.3, &generator).loss)
    draw.add("many negatives", VectorSet(9, size: 3, negatives: 60, &generator).loss)
    return draw.draw(partial: true)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: negatives again, large and sure scores, thousands of numbers", points: 0.5,
    after: ["gradient"],
    hint: """
      A row that is named twice gathers twice; rows that are not named stay 0. 1 − σ(s) is σ(−s), which has its digits. \
      No more than a product or two for each score.
      """, budget: 2
  ) { generator in
    var draw = ValueDraw()
    let set = VectorSet(6, size: 4, negatives: 3, &generator)
    draw.add("no negatives", set.with(word: 2, context: 5, negatives: []).gradient)
    draw.add("the same negative again", set.with(word: 1, context: 0, negatives: [3, 4, 3, 3]).gradient)
    draw.add("word or context as negative", set.with(word: 1, context: 0, negatives: [1, 0, 2]).gradient)
    draw.add("word as context", set.with(word: 1, context: 1, negatives: [4]).gradient)
    for scores in [[-800.0, 800, 700], [800, -800, 3], [-1e9, 1e6]] {
      draw.add("large scores", set.scored(scores).gradient)
    }
    for scores in [[-21.0, -3], [30, 21], [24, -21]] { draw.add("nearly sure ones", set.scored(scores).gradient) }
    for (score, unit) in [(38.0, 1e-17), (50, 1e-22), (400, 1e-174)] {
      draw.add("sure ones", set.scored([score, -score - 1]).gradient, unit: unit)
    }
    draw.add("one number for a word", VectorSet(3, size: 1, negatives: 2, &generator).gradient)
    // A loss or two for each of some 10,000 numbers takes longer than the budget, a product or two milliseconds.
    draw.add("thousands of numbers", VectorSet(16, size: 600, negatives: 200, deviation: 0.1, &generator).gradient)
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own loss", points: 0.4, after: ["loss", "loss.edges"],
    hint: "Nudge one number of a table by ±h: your loss must change by 2h times what your gradient says there."
  ) { generator in
    var draw = GradientDraw<WordVectors>()
    for (name, set) in [
      ("two negatives", VectorSet(4, size: 3, negatives: 0, &generator).with(word: 2, context: 1, negatives: [0, 3])),
      ("one again", VectorSet(5, size: 4, negatives: 0, &generator).with(word: 0, context: 4, negatives: [2, 1, 2])),
    ] {
      draw.add(
        at: set.vectors, names: ["words (\(name))", "contexts (\(name))"], directions: 3, using: &generator,
        gradient: { EmbeddingsLab.gradient($0, set.examples[0]) },
        loss: { EmbeddingsLab.loss($0, set.examples[0]) })
    }
    return draw.draw
  }

  static let trainEdges = Check(
    "train.edges", "train: many steps, none, whatever the slopes and the loss do", points: 0.4,
    after: ["gradient", "gradient.edges"],
    hint: "Just as many steps as asked for, in the order of the examples: no early end, no step cut short."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ set: VectorSet, rate: Double, epochs: Int, isTrivial: Bool = false) {
      draw.add(name, set.train(rate: rate, epochs: epochs), isTrivial: isTrivial) {
        set.ownTraining(&$0, rate: rate, epochs: epochs)
      }
    }
    let set = VectorSet(5, size: 3, negatives: 2, examples: 4, &generator)
    add("no epochs", set, rate: 0.3, epochs: 0, isTrivial: true)
    var none = set
    none.examples = []
    draw.add("no examples", none.train(rate: 0.3, epochs: 3), isTrivial: true)
    add("many epochs", set, rate: 0.05, epochs: 15)
    var turned = set
    turned.examples.reverse()
    add("in another order", turned, rate: 0.4, epochs: 2)
    add("the same example again", set.with(word: 1, context: 1, negatives: [3, 3, 1]), rate: 0.4, epochs: 2)
    let one = VectorSet(5, size: 3, negatives: 0, &generator)
    add("words that come again", one.with(word: 1, context: 1, negatives: [2, 2, 1, 2]), rate: 0.3, epochs: 3)
    add("no negatives", one.with(word: 4, context: 0, negatives: []), rate: 0.3, epochs: 2)
    add("a large rate", set, rate: 6, epochs: 1)
    // The context is a negative too: at its least the loss has a score of 0, and such a step goes far beyond.
    add("a loss that rises", one.with(word: 2, context: 3, negatives: [3]), rate: 8, epochs: 2)
    add("wrong by far", one.scored([-60, 30]), rate: 0.01, epochs: 1)
    // Slopes of 10⁻¹⁷ move something at such a rate.
    add("sure, at a huge rate", one.scored([40, -41]), rate: 1e16, epochs: 1)
    // The loss changes by less than can be seen beside 1, and the vectors move all the same.
    add("hardly a change", one.scored([40, -41]), rate: 1e12, epochs: 4)
    var long = VectorSet(5, size: 3, negatives: 2, examples: 3, &generator)
    long.vectors.words = long.vectors.words * 1e6
    long.vectors.contexts = long.vectors.contexts * 1e6
    add("long vectors", long, rate: 0.25, epochs: 2)
    return draw.draw(partial: true)
  }
}
