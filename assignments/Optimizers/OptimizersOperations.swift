public import LabKit

/// The Optimizers lab's operations: an update rule is called for a whole sequence of steps, from an empty memory.
///
/// A sequence of gradients is a matrix `[steps, d]`; the answer has the parameters after each step, a row for each.
public enum OptimizersLab {
  public static let batchLoss = Operation<Double, [Double], Tensor, [Double], [Int]>("batchLoss")
  public static let batchGradient = Operation<[Double], [Double], Tensor, [Double], [Int]>("batchGradient")
  public static let sgd = Operation<Tensor, [Double], Tensor, Double>("sgd")
  public static let momentum = Operation<Tensor, [Double], Tensor, Double, Double>("momentum")
  public static let nesterov = Operation<Tensor, [Double], Valley, Int, Double, Double>("nesterov")
  public static let adaGrad = Operation<Tensor, [Double], Tensor, Double, Double>("adaGrad")
  public static let rmsProp = Operation<Tensor, [Double], Tensor, Double, Double, Double>("rmsProp")
  public static let adam = Operation<Tensor, [Double], Tensor, AdamSettings>("adam")
  public static let adamW = Operation<Tensor, [Double], Tensor, AdamSettings, Double>("adamW")
  public static let train = Operation<[Double], [Double], Tensor, [Double], [Int], Int, AdamSettings>("train")
  public static let newtonRoot = Operation<NewtonSearch, NewtonCurve, Double, Double, Int>("newtonRoot")

  /// Two runs of momentum, RMSProp, Adam, AdaGrad and AdamW side by side, step by step, each with its own memory.
  public static let sideBySide = Operation<[Tensor], [Double], [Double], Tensor, Tensor>("sideBySide")

  /// Two runs of `nesterov` side by side, so many steps each.
  public static let nesterovSideBySide =
    Operation<[Tensor], [Double], [Double], Valley, Valley, Int>("nesterovSideBySide")

  /// train on labels of ±1, then 1 where w·x ≥ 0 and 0 elsewhere, for samples not seen in training.
  public static let learn =
    Operation<[Int], [Double], Tensor, [Double], [Int], Int, AdamSettings, Tensor>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: OptimizersContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      batchLoss.perform { Submission().batchLoss($0, $1, $2, batch: $3) },
      batchGradient.perform { Submission().batchGradient($0, $1, $2, batch: $3) },
      sgd.perform { start, gradients, rate in
        path(from: start, along: gradients) { parameters, _, gradient in
          Submission().sgd(&parameters, along: gradient, rate: rate)
        }
      },
      momentum.perform { start, gradients, rate, momentum in
        path(from: start, along: gradients) { parameters, memory, gradient in
          Submission().momentum(&parameters, &memory, along: gradient, rate: rate, momentum: momentum)
        }
      },
      nesterov.perform { start, valley, steps, rate, momentum in
        path(from: start, along: Tensor(shape: [steps, start.count])) { parameters, memory, _ in
          Submission().nesterov(
            &parameters, &memory, rate: rate, momentum: momentum, gradient: { valley.gradient($0) })
        }
      },
      adaGrad.perform { start, gradients, rate, epsilon in
        path(from: start, along: gradients) { parameters, memory, gradient in
          Submission().adaGrad(&parameters, &memory, along: gradient, rate: rate, epsilon: epsilon)
        }
      },
      rmsProp.perform { start, gradients, rate, decay, epsilon in
        path(from: start, along: gradients) { parameters, memory, gradient in
          Submission().rmsProp(&parameters, &memory, along: gradient, rate: rate, decay: decay, epsilon: epsilon)
        }
      },
      adam.perform { start, gradients, settings in
        path(from: start, along: gradients) { parameters, memory, gradient in
          Submission().adam(&parameters, &memory, along: gradient, settings: settings)
        }
      },
      adamW.perform { start, gradients, settings, weightDecay in
        path(from: start, along: gradients) { parameters, memory, gradient in
          Submission().adamW(
            &parameters, &memory, along: gradient, settings: settings, weightDecay: weightDecay)
        }
      },
      train.perform { Submission().train($0, $1, $2, order: $3, batchSize: $4, settings: $5) },
      newtonRoot.perform { curve, start, tolerance, maximumSteps in
        Submission().newtonRoot(
          of: { curve.value($0) }, derivative: { curve.derivative($0) }, from: start, tolerance: tolerance,
          maximumSteps: maximumSteps)
      },
      sideBySide.perform { first, second, firstGradients, secondGradients in
        let submission = Submission()
        let rules: [Rule] = [
          { submission.momentum(&$0, &$1, along: $2, rate: 0.1, momentum: 0.9) },
          { submission.rmsProp(&$0, &$1, along: $2, rate: 0.1, decay: 0.9, epsilon: 1e-15) },
          { submission.adam(&$0, &$1, along: $2, settings: AdamSettings(rate: 0.1, epsilon: 1e-15)) },
          { submission.adaGrad(&$0, &$1, along: $2, rate: 0.1, epsilon: 1e-15) },
          {
            submission.adamW(
              &$0, &$1, along: $2, settings: AdamSettings(rate: 0.1, epsilon: 1e-15), weightDecay: 0.3)
          },
        ]
        return rules.flatMap { paths(from: [first, second], along: [firstGradients, secondGradients], $0) }
      },
      nesterovSideBySide.perform { first, second, firstValley, secondValley, steps in
        let submission = Submission()
        var places = [first, second]
        var memories = places.map { OptimizerMemory(count: $0.count) }
        var visited: [[Double]] = [[], []]
        for _ in 0..<steps {
          for (run, valley) in [firstValley, secondValley].enumerated() {
            submission.nesterov(
              &places[run], &memories[run], rate: 0.02, momentum: 0.8, gradient: { valley.gradient($0) })
            visited[run] += places[run]
          }
        }
        return visited.map { Tensor(shape: [steps, $0.count / max(1, steps)], values: $0) }
      },
      learn.perform { weights, samples, targets, order, batchSize, settings, unseen in
        let trained = Submission().train(
          weights, samples, targets, order: order, batchSize: batchSize, settings: settings)
        // Weights of another number are another thing than was asked for, such as the samples themselves.
        guard trained.count == weights.count else { return [] }
        return (0..<unseen.rows).map { row in
          zip(trained, unseen.row(row).values).reduce(0) { $0 + $1.0 * $1.1 } >= 0 ? 1 : 0
        }
      },
    ]
  }

  private typealias Rule = (inout [Double], inout OptimizerMemory, [Double]) -> Void

  /// The parameters after each step along the rows of `gradients`.
  private static func path(from start: [Double], along gradients: Tensor, _ rule: Rule) -> Tensor {
    paths(from: [start], along: [gradients], rule)[0]
  }

  /// Several runs at once: the first step of each, then the second of each, and so on.
  private static func paths(from starts: [[Double]], along gradients: [Tensor], _ rule: Rule) -> [Tensor] {
    var places = starts
    var memories = starts.map { OptimizerMemory(count: $0.count) }
    var visited = [[Double]](repeating: [], count: starts.count)
    for step in 0..<(gradients.map(\.rows).max() ?? 0) {
      for run in starts.indices where step < gradients[run].rows {
        rule(&places[run], &memories[run], gradients[run].row(step).values)
        visited[run] += places[run]
      }
    }
    return starts.indices.map {
      Tensor(shape: [gradients[$0].rows, visited[$0].count / max(1, gradients[$0].rows)], values: visited[$0])
    }
  }
}

/// A function with a valley: ½ (θ − c)ᵀ A (θ − c), whose gradient is A (θ − c).
public struct Valley: Hashable, Sendable {
  public var curvature: Tensor
  public var bottom: [Double]

  public init(curvature: Tensor, bottom: [Double]) {
    self.curvature = curvature
    self.bottom = bottom
  }

  func gradient(_ parameters: [Double]) -> [Double] {
    let away = zip(parameters, bottom).map { $0 - $1 }
    return (0..<curvature.rows).map { row in
      zip(curvature.row(row).values, away).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

/// f(x) = Σ coefficients[k] xᵏ + exponential · eˣ.
public struct NewtonCurve: Hashable, Sendable {
  public var coefficients: [Double]
  public var exponential: Double

  public init(_ coefficients: [Double], exponential: Double = 0) {
    self.coefficients = coefficients
    self.exponential = exponential
  }

  func value(_ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 } + (exponential == 0 ? 0 : exponential * exp(x))
  }

  func derivative(_ x: Double) -> Double {
    let slopes = coefficients.enumerated().dropFirst().map { Double($0) * $1 }
    return slopes.reversed().reduce(0) { $0 * x + $1 } + (exponential == 0 ? 0 : exponential * exp(x))
  }
}
