import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum GenerativeMutants {
  static let all: [Mutant] = autoencoders + losses + adversaries + diffusion + steps + habits

  /// Answers kept from one call to the next.
  static let habits = Mutant.list(
    """
    kept-generator: one generator for all calls
      - var generator = Generator(seed: seed)
      + if Self.kept == nil { Self.kept = Generator(seed: seed) }
      + var generator = Self.kept ?? Generator(seed: seed)
      + defer { Self.kept = generator }
      and
      + nonisolated(unsafe) static var kept: Generator?
      +
      = func reconstruction(
      fails sample, sample.edges, repeats
    kept-schedule: ᾱ kept from the first schedule of that length
      - var noised = points
      + var noised = points
      + let schedule = Self.schedules[schedule.betas.count] ?? schedule
      + Self.schedules[schedule.betas.count] = schedule
      and
      + nonisolated(unsafe) static var schedules: [Int: NoiseSchedule] = [:]
      +
      = func reconstruction(
      fails noised.edges, repeats
    by-chance: the system's random numbers
      var generator = Generator(seed: seed) → var generator = Generator(seed: seed ^ UInt64.random(in: 1...1000))
      fails sample, sample.edges, repeats
    """)
}
