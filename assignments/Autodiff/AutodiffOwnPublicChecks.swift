package import Checks
import LabKit

/// What gradients of numbers must be by the submission's own simpler functions.
extension ScalarProgram {
  /// The slope of its own `evaluate` along `direction`, by differences of fourth order.
  private func ownSlope(_ own: inout FollowThrough, at inputs: [Double], along direction: [Double]) -> Term {
    Self.difference { shift in
      own.ask(AutodiffLab.evaluate, .of(self), .of(zip(inputs, direction).map { $0 + shift * $1 }))
    }
  }

  /// f′ from f at ±h and ±2h: exact but for h⁴.
  private static func difference(_ h: Double = 1e-3, of f: (Double) -> Term) -> Term {
    (8 / (12 * h)) * (f(h) - f(-h)) - (1 / (12 * h)) * (f(2 * h) - f(-2 * h))
  }

  /// The sweep back, by its own values of steps and its own gradients of one step.
  private func ownSweep(_ own: inout FollowThrough, at inputs: [Double], along direction: [Double]) -> Term {
    var slopes: [Int: Term] = [output: .of(1.0)]
    var sum = Term.of(0.0)
    for place in neededLast {
      guard let slope = slopes[place] else { continue }
      if case .input(let index) = steps[place] {
        sum = own.work(sum + direction[index] * slope)
        continue
      }
      let arguments = steps[place].arguments
      guard !arguments.isEmpty else { continue }
      let values = arguments.map { argument in
        own.ask(AutodiffLab.evaluate, .of(ScalarProgram(steps: steps, output: argument)), .of(inputs))
      }
      let one = ScalarProgram(
        steps: [.input(0), .input(1), steps[place].moved(to: [0, 1])], output: 2)
      let local = own.ask(AutodiffLab.gradient, .of(one), .vector([values[0], values.last ?? values[0]]))
      for (order, argument) in arguments.enumerated() {
        let part = slope * local[order].number
        slopes[argument] = own.work(slopes[argument].map { $0 + part } ?? part)
      }
    }
    return sum
  }

  /// That the gradient, along a random direction, is what own simpler functions make it.
  package func requireGradient(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, at inputs: [Double], sweep: Bool = true,
    _ generator: inout Generator
  ) {
    // Asked again, so that an answer that has nothing to do with the program is told from a mistake.
    _ = own.ask(AutodiffLab.gradient, .of(self), .of(inputs))
    let direction = inputs.map { _ in generator.uniform(0.5, 1) }
    let slope = ownSlope(&own, at: inputs, along: direction)
    own.require(
      name, answer.along(direction),
      equalsOneOf: [slope] + (sweep ? [ownSweep(&own, at: inputs, along: direction)] : []))
  }

  /// That the Hessian, along a random direction, is the slope of its own gradient.
  package func requireHessian(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, at inputs: [Double], _ generator: inout Generator
  ) {
    _ = own.ask(AutodiffLab.hessian, .of(self), .of(inputs))
    let direction = inputs.map { _ in generator.uniform(0.5, 1) }
    let slope = Self.difference { shift in
      own.ask(AutodiffLab.gradient, .of(self), .of(zip(inputs, direction).map { $0 + shift * $1 }))
    }
    let product = answer.matmul(.of(Tensor(shape: [inputs.count, 1], values: direction)))
    own.require(name, product.reshaped([inputs.count]), equals: slope)
  }

  /// f, f′ and f″ by its own `evaluate`, its own gradient and differences of that.
  package func ownDerivatives(_ own: inout FollowThrough, at x: Double) -> Term {
    let slope = Self.difference { own.ask(AutodiffLab.gradient, .of(self), .of([x + $0]))[0] }
    return .vector([
      own.ask(AutodiffLab.evaluate, .of(self), .of([x])),
      own.ask(AutodiffLab.gradient, .of(self), .of([x]))[0].number, slope.number,
    ])
  }

  /// f from its own `evaluate`, then each derivative as differences of its own derivative one order lower, in
  /// multiples of `unit`, within which the function is tame.
  package func ownDerivatives(
    _ own: inout FollowThrough, at x: Double, order: Int, unit: Double = 1
  ) -> Term {
    var numbers = [own.ask(AutodiffLab.evaluate, .of(self), .of([x]))]
    for lower in 0..<order {
      let slope = Self.difference {
        own.ask(AutodiffLab.derivatives, .of(self), .of(x + unit * $0), .of(lower))[lower]
      }
      numbers.append((1 / unit) * slope.number)
    }
    return .vector(numbers)
  }

  /// The steps that the output needs, each before the ones that it uses.
  private var neededLast: [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: steps.count)
    func visit(_ place: Int) {
      guard !isSeen[place] else { return }
      isSeen[place] = true
      for argument in steps[place].arguments { visit(argument) }
      order.append(place)
    }
    visit(output)
    return order.reversed()
  }
}

/// The same of tensors.
extension TensorProgram {
  private func ownSlope(_ own: inout FollowThrough, at inputs: [Tensor], along direction: [Tensor]) -> Term {
    let h = 1e-3
    func value(_ shift: Double) -> Term {
      own.ask(AutodiffLab.tensorEvaluate, .of(self), .of(zip(inputs, direction).map { $0 + shift * $1 }))
    }
    let (near, far) = (value(h) - value(-h), value(2 * h) - value(-2 * h))
    return (8 / (12 * h)) * near - (1 / (12 * h)) * far
  }

  /// The sweep back, by its own values of steps and its own gradients of one step.
  private func ownSweep(_ own: inout FollowThrough, at inputs: [Tensor], along direction: [Tensor]) -> Term {
    var slopes: [Int: Term] = [output: .of(Tensor(shape: [], values: [1]))]
    var sum = Term.of(0.0)
    for place in neededLast {
      guard let slope = slopes[place] else { continue }
      if case .input(let index) = steps[place] {
        sum = own.work(sum + slope.along(direction[index].values))
        continue
      }
      let arguments = steps[place].arguments
      let values = arguments.map { argument in
        own.ask(AutodiffLab.tensorEvaluate, .of(TensorProgram(steps: steps, output: argument)), .of(inputs))
      }
      let one = TensorProgram(
        steps: [.input(0), .input(1), .input(2), steps[place].moved(to: [0, 1]), .multiply(3, 2), .sum(4)], output: 5)
      let local = own.ask(
        AutodiffLab.tensorGradient, .of(one), .list([values[0], values.last ?? values[0], slope]))
      for (order, argument) in arguments.enumerated() {
        slopes[argument] = own.work(slopes[argument].map { $0 + local[order] } ?? local[order])
      }
    }
    return sum
  }

  /// That the gradient, along a random direction, is what own simpler functions make it.
  package func requireGradient(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, at inputs: [Tensor], sweep: Bool = true,
    _ generator: inout Generator
  ) {
    _ = own.ask(AutodiffLab.tensorGradient, .of(self), .of(inputs))
    let direction = inputs.map { input in input.map { _ in generator.uniform(0.5, 1) } }
    var found = Term.of(0.0)
    for (place, tensor) in direction.enumerated() { found = found + answer[place].along(tensor.values) }
    let slope = ownSlope(&own, at: inputs, along: direction).number
    own.require(
      name, found, equalsOneOf: [slope] + (sweep ? [ownSweep(&own, at: inputs, along: direction)] : []))
  }

  private var neededLast: [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: steps.count)
    func visit(_ place: Int) {
      guard !isSeen[place] else { return }
      isSeen[place] = true
      for argument in steps[place].arguments { visit(argument) }
      order.append(place)
    }
    visit(output)
    return order.reversed()
  }
}

extension Term {
  /// Σ this ⊙ direction.
  fileprivate func along(_ direction: [Double]) -> Term {
    reshaped([1, direction.count]).matmul(.of(Tensor(shape: [direction.count, 1], values: direction))).number
  }
}

extension ScalarStep {
  fileprivate var arguments: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }

  /// The same operation on other places, one for each argument.
  package func moved(to places: [Int]) -> ScalarStep {
    switch self {
    case .input, .constant: self
    case .add: .add(places[0], places[1])
    case .subtract: .subtract(places[0], places[1])
    case .multiply: .multiply(places[0], places[1])
    case .divide: .divide(places[0], places[1])
    case .exp: .exp(places[0])
    case .log: .log(places[0])
    case .sin: .sin(places[0])
    case .cos: .cos(places[0])
    case .tanh: .tanh(places[0])
    }
  }
}

extension TensorStep {
  fileprivate var arguments: [Int] {
    switch self {
    case .input: []
    case .add(let a, let b), .multiply(let a, let b), .matmul(let a, let b): [a, b]
    case .transpose(let a), .tanh(let a), .exp(let a), .relu(let a), .sum(let a): [a]
    }
  }

  fileprivate func moved(to places: [Int]) -> TensorStep {
    switch self {
    case .input: self
    case .add: .add(places[0], places[1])
    case .multiply: .multiply(places[0], places[1])
    case .matmul: .matmul(places[0], places[1])
    case .transpose: .transpose(places[0])
    case .tanh: .tanh(places[0])
    case .exp: .exp(places[0])
    case .relu: .relu(places[0])
    case .sum: .sum(places[0])
    }
  }
}
