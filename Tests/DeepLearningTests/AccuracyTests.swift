import DeepLearning
import Tensors
import Testing

#if DEBUG
  let isOptimized = false
#else
  let isOptimized = true
#endif

/// What the digits should reach: a stratified fifth is kept for the test, the mean is over five seeds.
@Suite(.enabled(if: isOptimized, "slow without optimisation: swift test -c release"))
struct AccuracyTests {
  @Test(arguments: [("multinomial", 0.965), ("mlp", 0.97), ("cnn", 0.98), ("rnn", 0.965)])
  func digits(_ name: String, _ threshold: Double) throws {
    let recipe = try #require(Recipe.named(name))
    let accuracies = try (1...5).map { seed in
      var stream = RandomStream(seed: UInt64(seed))
      let (train, test) = try recipe.prepare(Dataset<Float>.digits()).split(test: 0.2, &stream)
      var trainer = recipe.trainer(for: train, seed: stream.next())
      _ = trainer.fit(train, recipe.plan(epochs: recipe.epochs, samples: train.count), &stream)
      return trainer.network.measure(test).accuracy
    }
    let mean = accuracies.reduce(0, +) / 5
    print(
      "digits, \(name): mean test accuracy \((mean * 10000).rounded() / 10000) of five seeds, at least \(threshold) asked"
    )
    #expect(mean >= threshold, "\(name): \(accuracies)")
  }
}
