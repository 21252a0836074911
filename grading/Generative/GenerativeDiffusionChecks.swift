import Checks
import LabKit
import Labs

extension GenerativeHiddenChecks {
  static let scheduleEdges = Check(
    "schedule.edges", "schedule: one step, many, any β", points: 0.3, after: ["schedule"],
    hint: "One step has the first β. β may fall, or be the same throughout; products may be tiny.", partial: true
  ) { draw, generator in
    func add(_ name: String, _ steps: Int, _ first: Double, _ last: Double, isTrivial: Bool = false) {
      draw.add(name, GenerativeLab.schedule(steps, first, last), isTrivial: isTrivial, isRelative: true)
    }
    add("one step", 1, generator.uniform(0.01, 0.1), generator.uniform(0.2, 0.3))
    add("no step", 0, 0.1, 0.2, isTrivial: true)
    add("a thousand steps", 1000, 1e-4, 0.02 + 0.001 * generator.uniform())
    add("falling", 7, generator.uniform(0.3, 0.4), generator.uniform(0.01, 0.1))
    let same = generator.uniform(0.1, 0.2)
    add("the same throughout", 6, same, same)
    add("tiny", 5, 1e-9 * generator.uniform(1, 2), 1e-8)
    add("nearly all noise", 30, generator.uniform(0.5, 0.6), 0.99)
  }

  static let noisedEdges = Check(
    "noised.edges", "noised: none, tiny, huge, a thousand steps", points: 0.4, after: ["noised"],
    hint: "The closed form takes nothing but ᾱ of the row's own time.", partial: true
  ) { draw, generator in
    func add(
      _ name: String, _ count: Int, coordinates size: Int = 2, _ schedule: NoiseSchedule, scale: Double = 1,
      isTrivial: Bool = false
    ) {
      var set = DiffusionSet(count, coordinates: size, schedule: schedule, &generator)
      (set.points, set.noise) = (set.points * scale, set.noise * scale)
      draw.add(name, set.noised, isTrivial: isTrivial, unit: scale)
    }
    add("no points", 0, generator.anySchedule(4), isTrivial: true)
    add("one coordinate", 6, coordinates: 1, generator.anySchedule(5))
    add("many coordinates", 4, coordinates: 6, generator.anySchedule(5))
    add("many points", 203, generator.anySchedule(30))
    add("tiny", 5, generator.anySchedule(6), scale: 1e-30)
    add("huge", 5, generator.anySchedule(6), scale: 1e9)
    add("a thousand steps", 12, generator.anySchedule(1000, from: 1e-4, to: 0.02))
    // Points and noise of unlike size: neither may be cut.
    var unlike = DiffusionSet(6, schedule: generator.anySchedule(4), &generator)
    unlike.points = unlike.points * 1e6
    draw.add("huge points, noise as usual", unlike.noised)
    unlike.points = Tensor(shape: unlike.points.shape)
    unlike.noise = unlike.noise * 1e-9
    draw.add("tiny noise alone", unlike.noised, unit: 1e-9)
  }

  static let noiseLossEdges = Check(
    "noiseLoss.edges", "noiseLoss: none, tiny, huge", points: 0.3, after: ["noiseLoss"],
    hint: "No points, no loss: 0, and a gradient of the same shape without rows.", partial: true
  ) { draw, generator in
    func set(_ count: Int, coordinates size: Int = 2, scale: Double = 1) -> DiffusionSet {
      var set = DiffusionSet(count, coordinates: size, schedule: generator.anySchedule(2), &generator)
      (set.predicted, set.noise) = (set.predicted * scale, set.noise * scale)
      return set
    }
    draw.add("no points", set(0).loss, isTrivial: true)
    draw.add("one coordinate", set(4, coordinates: 1).loss)
    draw.add("many coordinates", set(3, coordinates: 9).loss)
    draw.add("many points", set(301).loss)
    for (name, scale) in [("tiny", 1e-9), ("tiny", 1e-30), ("huge", 1e9)] {
      let call = set(4, scale: scale).loss
      draw.add(name, call, part: "loss", unit: scale * scale)
      draw.add(name, call, part: "gradient", unit: scale)
    }
    var near = set(4)
    near.noise = near.noise.map { $0.rounded24 }
    near.predicted = near.noise + generator.normal(shape: near.noise.shape).map { ($0 * 8).rounded() * 0x1p-40 }
    draw.add("nearly right", near.loss, part: "loss", unit: 0x1p-74)
    draw.add("nearly right", near.loss, part: "gradient", unit: 0x1p-37)
  }

  static let reverseEdges = Check(
    "reverseStep.edges", "reverseStep: one step, the last, tiny, huge, any β", points: 0.5, after: ["reverseStep"],
    hint: "At time 1 z counts for nothing, whatever it is; at all others σ² is β of that time.", partial: true
  ) { draw, generator in
    func set(_ count: Int, coordinates size: Int = 2, _ schedule: NoiseSchedule, scale: Double = 1) -> DiffusionSet {
      var set = DiffusionSet(count, coordinates: size, schedule: schedule, &generator)
      (set.points, set.predicted, set.noise) = (set.points * scale, set.predicted * scale, set.noise * scale)
      return set
    }
    draw.add("no points", set(0, generator.anySchedule(4)).reverse(from: 2), isTrivial: true)
    draw.add("a schedule of one step", set(4, generator.anySchedule(1)).reverse(from: 1))
    draw.add("one coordinate", set(4, coordinates: 1, generator.anySchedule(3)).reverse(from: 3))
    draw.add("many coordinates", set(4, coordinates: 6, generator.anySchedule(3)).reverse(from: 2))
    var loud = set(4, generator.anySchedule(3))
    loud.noise = loud.noise * 1e9
    draw.add("the last, with a loud z", loud.reverse(from: 1))
    draw.add("the last but one", set(4, generator.anySchedule(5)).reverse(from: 2))
    draw.add("a loud z", loud.reverse(from: 2))
    draw.add("tiny", set(3, generator.anySchedule(5), scale: 1e-30).reverse(from: 4), unit: 1e-30)
    draw.add("huge", set(3, generator.anySchedule(5), scale: 1e9).reverse(from: 4), unit: 1e9)
    let long = generator.anySchedule(1000, from: 1e-4, to: 0.02)
    for time in [2, 500, 1000] { draw.add("a thousand steps", set(3, long).reverse(from: time)) }
    for time in [1, 2, 4] {
      draw.add("large β", set(3, generator.anySchedule(4, from: 0.8, to: 0.95)).reverse(from: time))
    }
  }
}

extension Double {
  /// With its first 24 bits after the point: such numbers have exact sums.
  fileprivate var rounded24: Double { (self * 0x1p24).rounded() * 0x1p-24 }
}
