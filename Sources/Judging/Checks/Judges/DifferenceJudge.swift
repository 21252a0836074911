import LabKit

/// A submission's gradient against finite differences of its own loss: consistent, or not.
///
/// For each parameter tensor and random direction d the plan holds losses at θ ± h d for a falling series of h. Their
/// central differences, extrapolated to h = 0, give the slope along d with an estimate of its error, and the analytic
/// slope is ⟨gradient, d⟩. A slope whose error is large (a kink lies between the probes) is left out. The gradient must
/// vary as the reference's does (`Resemblance`), so a loss and a gradient that only belong to each other earn nothing.
/// Where a function that the loss is made of failed its own check, a gradient that is right by the reference's slope is right.
public struct DifferenceJudge: Hashable, Sendable, Codable {
  /// The losses along one direction of one tensor.
  public struct Probe: Hashable, Sendable, Codable {
    /// Which draw's gradient it belongs to: a call.
    public var gradientCall: Int
    /// The tensor, counted through the gradient's tensors front to back.
    public var tensor: Int
    /// What it is called, such as `layers[0].weights`.
    public var name: String
    /// The seed of the direction.
    public var seed: UInt64
    /// The steps h, falling.
    public var steps: [Double]
    /// The call for the first step's +h; −h follows, then the next step's.
    public var firstCall: Int
  }

  public var probes: [Probe]
  public var relative: Double

  public init(probes: [Probe], relative: Double = 1e-5) {
    self.probes = probes
    self.relative = relative
  }

  func rule(
    _ submission: Evidence, against reference: Evidence, given circumstances: Circumstances = Circumstances()
  ) -> Ruling {
    var worst: [String: Agreement] = [:]
    var order: [String] = []
    var (usable, smooth, flat): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
    for probe in probes {
      if worst[probe.name] == nil { order.append(probe.name) }
      worst[probe.name] = worst[probe.name] ?? Agreement(error: 0, detail: "")
      guard hasShape(of: reference, submission, probe.gradientCall), let own = slope(of: probe, submission) else {
        return .failed("the loss or its gradient is not a number, or not of the parameters' shape")
      }
      guard let theirs = smoothSlope(of: probe, reference) else { continue }
      smooth[probe.name, default: 0] += 1
      if circumstances.isBuiltOnMistake, abs(own.analytic - theirs.numeric) <= allowed(own, theirs) {
        usable[probe.name, default: 0] += 1
        continue
      }
      guard own.isTrustworthy else { continue }
      usable[probe.name, default: 0] += 1
      if abs(own.numeric) < 1e-3 * abs(theirs.numeric), abs(theirs.numeric) > 1e-6 { flat[probe.name, default: 0] += 1 }
      let agreement = agreement(own, theirs)
      if agreement.error > worst[probe.name]?.error ?? 0 { worst[probe.name] = agreement }
    }
    // One probe may lie so near a kink that rounding alone decides whom it is trusted for; two do not.
    if let rough = order.first(where: { smooth[$0, default: 0] > 1 && usable[$0, default: 0] == 0 }) {
      return .failed("the loss does not change smoothly with \(rough), so no gradient can belong to it")
    }
    // Along one direction a loss may be flat by chance, along all of them it does not depend on the tensor.
    for name in order where flat[name, default: 0] > 1 && flat[name] == smooth[name] {
      worst[name] = Agreement(error: .infinity, detail: "the loss does not depend on it")
    }
    let wrong = order.compactMap { name in worst[name].flatMap { $0.error <= 1 ? nil : (name, $0) } }
    guard !wrong.isEmpty else {
      guard Resemblance.holds(parts: tensors(submission, reference)) else {
        return .failed("the gradient belongs to your loss, but neither has to do with what is asked")
      }
      return .passed("consistent for all \(order.count) tensors")
    }
    let names = wrong.map(\.0).joined(separator: ", ")
    return Ruling(
      share: 0, summary: "\(order.count - wrong.count) of \(order.count) tensors consistent; not: \(names)",
      details: wrong.map { "\($0.0): \($0.1.detail)" })
  }

  /// Each tensor of the gradients, a submission's beside the reference's, over all gradients that were asked.
  private func tensors(_ submission: Evidence, _ reference: Evidence) -> [[(Value, Value)]] {
    var parts: [[(Value, Value)]] = []
    for call in Set(probes.map(\.gradientCall)).sorted() {
      for (place, pair) in zip(submission.answers[call].tensors, reference.answers[call].tensors).enumerated() {
        if place == parts.count { parts.append([]) }
        parts[place].append((.tensor(pair.0), .tensor(pair.1)))
      }
    }
    return parts
  }

  private struct Agreement {
    /// Above 1 is wrong.
    var error: Double
    var detail: String
  }

  private func agreement(_ own: Slope, _ reference: Slope) -> Agreement {
    let scale = max(abs(own.analytic), abs(own.numeric), 1e-3 * abs(reference.numeric))
    let gap = abs(own.analytic - own.numeric)
    let (analytic, numeric) = Double.apart(own.analytic, own.numeric)
    let detail = """
      along a random direction the gradient says \(analytic), the loss changes by \(numeric) \
      (± \(own.error.short)), relative error \((gap / max(scale, 1e-300)).short)
      """
    return Agreement(error: gap / (relative * scale + 10 * own.error + 1e-9), detail: detail)
  }

  /// How far a slope may be from the reference's.
  private func allowed(_ own: Slope, _ reference: Slope) -> Double {
    relative * max(abs(own.analytic), abs(reference.numeric)) + 10 * reference.error + 1e-9
  }

  /// Whether the gradient's tensors have the shapes that the reference's have: a transposed one has as many numbers, and
  /// would be read as another gradient.
  private func hasShape(of reference: Evidence, _ submission: Evidence, _ call: Int) -> Bool {
    submission.answers[call].tensors.map(\.shape) == reference.answers[call].tensors.map(\.shape)
  }

  /// The slopes that the gradient says beside those of the loss itself, tensor by tensor; `rows` gives a call's.
  func pairings(_ submission: Evidence, against reference: Evidence, within tolerance: Tolerance, rows: (Int) -> [Int])
    -> [Pairing]
  {
    var pairings: [Pairing] = []
    for probe in probes where hasShape(of: reference, submission, probe.gradientCall) {
      guard smoothSlope(of: probe, reference) != nil, let own = slope(of: probe, submission), own.isTrustworthy else {
        continue
      }
      pairings.append(
        Pairing(
          path: probe.name, found: Tensor(shape: [], values: [own.analytic]),
          expected: Tensor(shape: [], values: [own.numeric]), rows: rows(probe.gradientCall),
          bound: Bound(tolerance)))
    }
    return pairings
  }

  /// The reference's slope, or nil where it does not agree with the reference's own differences: its gradient is right,
  /// so the point or the probes lie on a kink there, and nothing can be said of anyone.
  private func smoothSlope(of probe: Probe, _ reference: Evidence) -> Slope? {
    guard let slope = slope(of: probe, reference), slope.isTrustworthy, agreement(slope, slope).error <= 1 else {
      return nil
    }
    return slope
  }

  private func slope(of probe: Probe, _ evidence: Evidence) -> Slope? {
    let gradient = evidence.answers[probe.gradientCall].tensors
    guard probe.tensor < gradient.count else { return nil }
    let values = gradient[probe.tensor].values
    let direction = Self.direction(seed: probe.seed, count: values.count)
    var analytic = 0.0
    for (g, d) in zip(values, direction) { analytic += g * d }
    var differences: [Double] = []
    for (index, step) in probe.steps.enumerated() {
      guard case .real(let plus) = evidence.answers[probe.firstCall + 2 * index],
        case .real(let minus) = evidence.answers[probe.firstCall + 2 * index + 1], plus.isFinite, minus.isFinite
      else { return nil }
      differences.append((plus - minus) / (2 * step))
    }
    let (numeric, error) = Extrapolation.limit(differences, shrink: Self.shrink)
    // Losses of 10³⁰⁸ are finite, their differences are not.
    guard analytic.isFinite, numeric.isFinite, error.isFinite else { return nil }
    return Slope(analytic: analytic, numeric: numeric, error: error)
  }

  struct Slope {
    var analytic: Double
    var numeric: Double
    var error: Double
    /// Whether the differences settled: a kink between the probes keeps them apart.
    var isTrustworthy: Bool { error <= 1e-4 * abs(numeric) + 1e-8 }
  }

  /// How much smaller each step is than the one before.
  static let shrink = 1.4

  /// A random unit vector.
  static func direction(seed: UInt64, count: Int) -> [Double] {
    var generator = Generator(seed: seed)
    let normal = generator.normal(shape: [count]).values
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return normal.map { $0 / max(length, 1e-300) }
  }
}
