import Checks

/// What is read otherwise than the statement says it: numbers that a slide gives in place of the settings.
extension OptimizersMutants {
  static let readings: [Mutant] = [
    Mutant(
      "adam-betas-written-in", "β₁ = 0.9 and β₂ = 0.999, whatever the settings say",
      replacing: [
        (
          "memory.step += 1\n",
          "memory.step += 1\n    let settings = AdamSettings(rate: settings.rate, beta1: 0.9, beta2: 0.999, epsilon: settings.epsilon)\n"
        )
      ], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-betas-exchanged", "β₂ for the mean and β₁ for the mean square",
      replacing: [
        (
          "memory.step += 1\n",
          "memory.step += 1\n    let settings = AdamSettings(rate: settings.rate, beta1: settings.beta2, beta2: settings.beta1, epsilon: settings.epsilon)\n"
        )
      ], fails: ["adam", "adam.zero", "adam.epsilon"], sometimes: ["learn"]),
    Mutant(
      "momentum-written-in", "a momentum of 0.9, whatever is asked",
      replacing: [("let velocity = momentum *", "let velocity = 0.9 *")], fails: ["momentum", "momentum.coast"]),
    Mutant(
      "rmsprop-decay-written-in", "a decay of 0.9, whatever is asked",
      replacing: [
        (
          "memory.second[i] = decay * memory.second[i] + (1 - decay) *",
          "memory.second[i] = 0.9 * memory.second[i] + 0.1 *"
        )
      ], fails: ["rmsProp", "rmsProp.zero"]),
  ]
}
