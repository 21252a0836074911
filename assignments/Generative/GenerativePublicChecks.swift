package import Checks
import LabKit

/// What the Generative handout checks, with public seeds: autoencoder, adversaries, diffusion.
package enum GenerativePublicChecks {
  package static let all: [Check] = [
    reconstructionLoss, reconstructionGradient, discriminatorLoss, generatorLoss, adversarialStep, schedule, noised,
    noiseLoss, reverseStep, sample,
  ]

  static let reconstructionLoss = Check(
    "reconstruction.loss", "reconstruction: squared distances, a mean over points", points: 0.3,
    hint:
      "tanh of the codes only, both biases; a sum over the coordinates, a mean over the points, no half and no root."
  ) { draw, generator in
    for (name, count, size, codes) in [("one code", 6, 2, 1), ("three codes", 5, 2, 3), ("one point", 1, 3, 2)] {
      draw.add(name, TanhSet(count, coordinates: size, codes: codes, &generator).loss)
    }
  }

  static let reconstructionGradient = Check(
    "reconstruction.gradient", "reconstruction: the gradient in weights and biases", points: 0.5,
    hint: """
      Write the loss of one point with one coordinate and one code, and differentiate that by hand in c, u, b and w, in \
      this order: each has the factor of the one before. The slope of tanh s is 1 − tanh² s.
      """
  ) { draw, generator in
    for (name, count, size, codes) in [("one code", 6, 2, 1), ("three codes", 5, 2, 3), ("one point", 1, 3, 2)] {
      draw.add(name, TanhSet(count, coordinates: size, codes: codes, &generator).gradient)
    }
  }

  static let discriminatorLoss = Check(
    "discriminatorLoss", "discriminatorLoss: real ones are 1, made ones 0", points: 0.4,
    hint: "A mean over the real logits plus a mean over the made ones; each slope has the count of its own side."
  ) { draw, generator in
    for (name, real, fake) in [("as many of both", 4, 4), ("more real ones", 5, 2), ("one of each", 1, 1)] {
      draw.add(
        name,
        GenerativeLab.discriminatorLoss(
          generator.normal(shape: [real], deviation: 2).values, generator.normal(shape: [fake], deviation: 2).values))
    }
  }

  static let generatorLoss = Check(
    "generatorLoss", "generatorLoss: made ones are to be taken for real", points: 0.4,
    hint: "−ln σ, not ln(1 − σ): where the discriminator sees through a point, the slope must not be near 0."
  ) { draw, generator in
    for (name, count) in [("several", 5), ("one", 1)] {
      draw.add(name, GenerativeLab.generatorLoss(generator.normal(shape: [count], deviation: 2).values))
    }
  }

  static let adversarialStep = Check(
    "adversarialStep", "adversarialStep: first the discriminator, then the generator", points: 0.6,
    after: ["discriminatorLoss", "generatorLoss"],
    hint: """
      A logit's slope, summed over the batch, times what the logit is made of: x for w, 1 for b; w zᵀ for A, w for a, \
      with the w that the discriminator has after its step.
      """
  ) { draw, generator in
    for (name, count, made, inputs) in [
      ("as many of both", 5, 5, 2), ("more noise", 3, 6, 3), ("one of each", 1, 1, 1),
    ] {
      let set = AdversarySet(count, made: made, inputs: inputs, &generator)
      draw.add(name, set.step(rate: generator.uniform(0.1, 0.5)))
    }
  }

  static let schedule = Check(
    "schedule", "schedule: β, α and ᾱ of each step", points: 0.3,
    hint: "β has both ends; α is what is left of 1, ᾱ the product of all α so far, its own too."
  ) { draw, generator in
    for (name, steps) in [("two steps", 2), ("ten steps", 10), ("fifty steps", 50)] {
      draw.add(name, GenerativeLab.schedule(steps, generator.uniform(0.001, 0.01), generator.uniform(0.1, 0.3)))
    }
  }

  static let noised = Check(
    "noised", "noised: many steps at once", points: 0.4,
    hint: "√ᾱ of the point and √(1 − ᾱ) of the noise, for each row those of its own time; time 1 is the first."
  ) { draw, generator in
    for (name, count, steps) in [("several points", 5, 8), ("one point", 1, 3), ("the first and the last time", 2, 6)] {
      var set = DiffusionSet(count, schedule: generator.anySchedule(steps), &generator)
      if count == 2 { set.times = [1, steps] }
      draw.add(name, set.noised)
    }
  }

  static let noiseLoss = Check(
    "noiseLoss", "noiseLoss: squared distances, a mean over points", points: 0.3,
    hint: "A sum over the coordinates, a mean over the points; the gradient is in the prediction."
  ) { draw, generator in
    for (name, count, size) in [("several points", 5, 2), ("one point", 1, 3)] {
      draw.add(name, DiffusionSet(count, coordinates: size, schedule: generator.anySchedule(2), &generator).loss)
    }
  }

  static let reverseStep = Check(
    "reverseStep", "reverseStep: some noise off, some noise on", points: 0.5,
    hint: "Take β/√(1 − ᾱ) of the predicted noise off, divide by √α, add √β of the fresh noise; nothing at time 1."
  ) { draw, generator in
    for (name, count, time) in [
      ("in the middle", 4, 3), ("the first", 3, 6), ("the last but one", 3, 2), ("the last", 3, 1),
    ] {
      draw.add(name, DiffusionSet(count, schedule: generator.anySchedule(6), &generator).reverse(from: time))
    }
  }

  static let sample = Check(
    "sample", "sample: all the way from noise", points: 0.5, after: ["reverseStep"],
    hint: """
      First the points x_T, as generator.normal(shape:), then for each time but 1 the z of its step, from the same \
      generator. The target tells the noise for the ᾱ of that time.
      """
  ) { draw, generator in
    for (name, components, steps, count) in [("one step", 1, 1, 3), ("two steps", 2, 2, 3), ("five steps", 3, 5, 4)] {
      draw.add(name, SampleSet(components, steps: steps, &generator).sample(count))
    }
  }
}
