import Checks
import LabKit
import Labs

extension GenerativeHiddenChecks {
  static let sampleEdges = Check(
    "sample.edges", "sample: none, no step, many, any seed", points: 0.4,
    after: ["reverseStep", "reverseStep.edges"],
    hint: "Without a step the points are the noise that they start from. Every bit of a seed counts.", partial: true
  ) { draw, generator in
    func add(
      _ name: String, _ count: Int, steps: Int, components: Int = 2, coordinates size: Int = 2, seed: Int? = nil,
      isTrivial: Bool = false
    ) {
      var set = SampleSet(components, steps: steps, coordinates: size, &generator)
      if let seed { set.seed = seed }
      if isTrivial || steps == 0 { return draw.add(name, set.sample(count).call, isTrivial: isTrivial) }
      draw.add(name, set.sample(count))
    }
    add("none", 0, steps: 3, isTrivial: true)
    add("no step", 3, steps: 0)
    add("one point", 1, steps: 4)
    add("one coordinate", 4, steps: 3, coordinates: 1)
    add("many coordinates", 3, steps: 3, coordinates: 5)
    for seed in [0, 1, 1 << 32, 1 << 33, -1] { add("any seed", 2, steps: 2, seed: seed) }
    add("many steps", 5, steps: 25)
    let long = SampleSet(2, steps: 120, &generator)
    draw.add("a hundred and twenty steps", long.thinned(0.1).sample(2))
    draw.add("many points", SampleSet(3, steps: 3, &generator).sample(51))
    var far = SampleSet(2, steps: 4, &generator)
    far.target.means = far.target.means * 1e6
    far.target.deviations = far.target.deviations.map { $0 * 1e6 }
    draw.add("a huge target", far.sample(4), unit: 1e6)
  }

  /// Statistics of many points against what the target's must be, to five standard errors.
  static let statistics = Check(
    "statistics", "sample: many points are distributed like the target's", points: 0.5, after: ["reverseStep"],
    hint: """
      With the right noise and the right steps the points' means, deviations and shares are those of the target. Is there \
      noise too much or too little, at the last step, or in σ?
      """, budget: 20
  ) { generator in
    let (count, steps) = (2500, 40)
    let schedule = NoiseSchedule(betas: (0..<steps).map { 0.05 + 0.15 * Double($0) / Double(steps - 1) })
    var rules: [PropertyJudge.Rule] = []
    var calls: [Call] = []
    func ask(_ target: GaussianMixture) {
      calls.append(GenerativeLab.sampled(count, target, schedule, generator.integer(below: 1 << 40)))
    }
    func require(_ tensor: Int, mean: Double, _ error: Double, deviation: ClosedRange<Double>, _ what: String) {
      rules.append(
        .spread(
          call: calls.count - 1, tensor: tensor, mean: (mean - error)...(mean + error), deviation: deviation,
          because: "the points are not the target's: \(what)"))
    }

    // One component: the chain's own mean and deviation are known in closed form.
    var single = generator.mixture(1)
    single.deviations = [generator.uniform(0.25, 0.45)]
    ask(single)
    let root = Double(count).squareRoot()
    for (axis, name) in ["first", "second"].enumerated() {
      let (shift, deviation) = single.chain(schedule, axis: axis)
      let range = deviation * (1 - 5 / (root * 2.0.squareRoot()))...deviation * (1 + 5 / (root * 2.0.squareRoot()))
      require(axis, mean: shift, 5 * deviation / root, deviation: range, "the \(name) coordinate of a single component")
    }

    // Three components in a triangle: the mixture's moments, and how many points each of them has.
    let triangle = GaussianMixture.triangle(&generator)
    ask(triangle)
    let moments = triangle.moments
    for (axis, name) in ["first", "second"].enumerated() {
      let deviation = moments.deviations[axis]
      require(
        axis, mean: 0, 5 * deviation / root + 0.03, deviation: deviation * 0.93...deviation * 1.07,
        "the \(name) coordinate of three components")
    }
    require(2, mean: moments.covariance, 5 * 2.5 / root + 0.03, deviation: 0...10, "their covariance")
    for (component, weight) in triangle.weights.enumerated() {
      let error = (weight * (1 - weight)).squareRoot() / root
      require(3 + component, mean: weight, 5 * error + 0.01, deviation: 0...1, "the share of a component")
    }

    // Where reverseStep is wrong: whether the way is right by it.
    let small = SampleSet(2, steps: 3, &generator).sample(4)
    var own = FollowThrough()
    if let terms = small.own?(&own) { own.require("a short way", .answer(calls.count), equalsOneOf: terms) }
    calls.append(small.call)
    return Draw(calls: calls, judge: .property(PropertyJudge(rules)), own: own)
  }
}

extension SampleSet {
  /// With β so many times as large.
  func thinned(_ factor: Double) -> SampleSet {
    var set = self
    set.schedule = NoiseSchedule(betas: schedule.betas.map { $0 * factor })
    return set
  }
}

extension GaussianMixture {
  /// Mean (less the target's) and standard deviation of what the chain makes of one component in a coordinate: x_{t−1} is
  /// g x_t + const with g = (1 − β/v)/√α and v = ᾱ s² + 1 − ᾱ, and noise of variance β but in the last step.
  func chain(_ schedule: NoiseSchedule, axis: Int) -> (shift: Double, deviation: Double) {
    var (mean, variance) = (0.0, 1.0)
    for (place, beta) in schedule.betas.enumerated().reversed() {
      let alphaBar = schedule.alphaBars[place]
      let spread = alphaBar * deviations[0] * deviations[0] + 1 - alphaBar
      let root = schedule.alphas[place].squareRoot()
      let factor = (1 - beta / spread) / root
      mean = factor * mean + beta / spread * alphaBar.squareRoot() * means[0, axis] / root
      variance = factor * factor * variance + (place > 0 ? beta : 0)
    }
    return (mean - means[0, axis], variance.squareRoot())
  }

  /// Three components of unlike shares round the origin, far enough from each other that each point is plainly of one.
  static func triangle(_ generator: inout Generator) -> GaussianMixture {
    let turn = generator.uniform(0, 2 * Double.pi)
    let shares = generator.permutation(3).map { [0.25, 0.3, 0.45][$0] }
    let rows = (0..<3).map { corner -> [Double] in
      let angle = turn + 2 * Double.pi * Double(corner) / 3
      return [2 * cos(angle), 2 * sin(angle)]
    }
    return GaussianMixture(weights: shares, means: Tensor(rows: rows), deviations: [0.5, 0.5, 0.5])
  }

  /// Standard deviations and covariance of points in the plane.
  var moments: (deviations: [Double], covariance: Double) {
    func mean(_ number: (Int) -> Double) -> Double {
      weights.indices.reduce(0) { $0 + weights[$1] * number($1) }
    }
    let centre = (0..<2).map { axis in mean { means[$0, axis] } }
    let squares = (0..<2).map { axis in
      mean { deviations[$0] * deviations[$0] + means[$0, axis] * means[$0, axis] } - centre[axis] * centre[axis]
    }
    return (
      squares.map { $0.squareRoot() }, mean { means[$0, 0] * means[$0, 1] } - centre[0] * centre[1]
    )
  }
}
