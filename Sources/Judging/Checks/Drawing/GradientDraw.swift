public import LabKit

/// A draw that asks for a gradient and for the losses around it.
///
/// `at` are the parameters; `gradient` and `loss` make the calls for given parameters. The answer to `gradient` must
/// hold its tensors in the order in which the parameters hold theirs, `skipping` tensors that come before them.
public struct GradientDraw<Parameters: ValueConvertible> {
  var calls: [Call] = []
  var probes: [DifferenceJudge.Probe] = []
  var own = FollowThrough()

  public init() {}

  /// Adds one set of parameters, each tensor called by its place in `names`, with `directions` random directions for each of its tensors.
  ///
  /// `own` says what the answer to `gradient`, or its part of that name, must be by the submission's own lower functions.
  public mutating func add(
    at parameters: Parameters, names: [String], directions: Int = 3, firstStep: Double = 0.1, rows: Int = 7,
    using generator: inout Generator, gradient: (Parameters) -> Call, loss: (Parameters) -> Call, part: String? = nil,
    own: ((inout FollowThrough) -> [Term])? = nil
  ) {
    let gradientCall = calls.count
    if let own {
      let answer = Term.answer(gradientCall)
      let wanted = own(&self.own)
      self.own.require("set \(gradientCall)", part.map { answer[$0] } ?? answer, equalsOneOf: wanted)
    }
    calls.append(gradient(parameters))
    let base = parameters.value
    for (place, tensor) in base.tensors.enumerated() {
      for _ in 0..<directions {
        let seed = generator.next()
        let direction = Tensor(
          shape: tensor.shape, values: DifferenceJudge.direction(seed: seed, count: tensor.count))
        var step = firstStep
        var steps: [Double] = []
        let first = calls.count
        for _ in 0..<rows {
          steps.append(step)
          for signed in [step, -step] {
            guard let moved = try? Parameters(value: base.replacingTensor(place, with: tensor + direction * signed))
            else { preconditionFailure("\(Parameters.self) does not read back the value that it wrote") }
            calls.append(loss(moved))
          }
          step /= DifferenceJudge.shrink
        }
        probes.append(
          DifferenceJudge.Probe(
            gradientCall: gradientCall, tensor: place, name: place < names.count ? names[place] : "tensor \(place)",
            seed: seed, steps: steps, firstCall: first))
      }
    }
  }

  /// The calls and their judge.
  public var draw: Draw {
    Draw(
      calls: calls, judge: .differences(DifferenceJudge(probes: probes)), own: own.equations.isEmpty ? nil : own)
  }
}

extension Value {
  /// This value with the tensor at `place`, counted front to back, exchanged.
  func replacingTensor(_ place: Int, with tensor: Tensor) -> Value {
    var next = 0
    return replacing(place, tensor, &next)
  }

  private func replacing(_ place: Int, _ tensor: Tensor, _ next: inout Int) -> Value {
    switch self {
    case .tensor:
      defer { next += 1 }
      return next == place ? .tensor(tensor) : self
    case .list(let items): return .list(items.map { $0.replacing(place, tensor, &next) })
    case .record(let fields): return .record(fields.map { Field($0.name, $0.value.replacing(place, tensor, &next)) })
    default: return self
    }
  }
}
