import Autodiff

/// Programs of numbers and of tensors, their values and their derivatives.
struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double {
    // BEGIN SOLUTION
    let tape = Tape(program)
    return tape.values(inputs)[tape.output]
    // END SOLUTION
  }

  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var tape = Tape(program)
    let slopes = tape.differentiate(inputs.count)
    let values = tape.values(inputs)
    return slopes.map { values[$0] }
    // END SOLUTION
  }

  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    // BEGIN SOLUTION
    var tape = Tape(program)
    let slopes = tape.differentiate(inputs.count)
    let rows = slopes.map { slope in
      var second = tape
      second.output = slope
      let places = second.differentiate(inputs.count)
      let values = second.values(inputs)
      return places.map { values[$0] }
    }
    return Tensor(shape: [inputs.count, inputs.count], values: rows.flatMap { $0 })
    // END SOLUTION
  }

  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] {
    // BEGIN SOLUTION
    var tape = Tape(program)
    var places = [tape.output]
    for _ in 0..<order {
      tape.output = tape.differentiate(1)[0]
      places.append(tape.output)
    }
    let values = tape.values([x])
    return places.map { values[$0] }
    // END SOLUTION
  }

  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor {
    // BEGIN SOLUTION
    values(program, inputs)[program.output]
    // END SOLUTION
  }

  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    // BEGIN SOLUTION
    let values = values(program, inputs)
    var slopes = values.map { Tensor(shape: $0.shape) }
    slopes[program.output] = Tensor(shape: values[program.output].shape, repeating: 1)
    var gradients = inputs.map { Tensor(shape: $0.shape) }
    for place in order(program.steps.map(\.arguments), from: program.output).reversed() {
      let slope = slopes[place]
      switch program.steps[place] {
      case .input(let index): gradients[index] += slope
      case .add(let a, let b):
        slopes[a] += reduced(slope, to: values[a].shape)
        slopes[b] += reduced(slope, to: values[b].shape)
      case .multiply(let a, let b):
        slopes[a] += reduced(slope * values[b], to: values[a].shape)
        slopes[b] += reduced(slope * values[a], to: values[b].shape)
      case .matmul(let a, let b):
        slopes[a] += slope.matmul(values[b].transposed())
        slopes[b] += values[a].transposed().matmul(slope)
      case .transpose(let a): slopes[a] += slope.transposed()
      case .tanh(let a): slopes[a] += slope * values[place].map { 1 - $0 * $0 }
      case .exp(let a): slopes[a] += slope * values[place]
      case .relu(let a): slopes[a] += slope * values[a].map { $0 > 0 ? 1 : 0 }
      case .sum(let a): slopes[a] += Tensor(shape: values[a].shape, repeating: slope.values[0])
      }
    }
    return gradients
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// The value of each step that the output needs.
  private func values(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] {
    var values = program.steps.map { _ in Tensor(shape: []) }
    for place in order(program.steps.map(\.arguments), from: program.output) {
      switch program.steps[place] {
      case .input(let index): values[place] = inputs[index]
      case .add(let a, let b): values[place] = values[a] + values[b]
      case .multiply(let a, let b): values[place] = values[a] * values[b]
      case .matmul(let a, let b): values[place] = values[a].matmul(values[b])
      case .transpose(let a): values[place] = values[a].transposed()
      case .tanh(let a): values[place] = values[a].map { tanh($0) }
      case .exp(let a): values[place] = values[a].map { exp($0) }
      case .relu(let a): values[place] = values[a].map { max(0, $0) }
      case .sum(let a): values[place] = Tensor(shape: [], values: [values[a].sum()])
      }
    }
    return values
  }

  /// What broadcasting repeated is summed again.
  private func reduced(_ slope: Tensor, to shape: [Int]) -> Tensor {
    var slope = slope
    while slope.rank > shape.count { slope = slope.sum(axis: 0) }
    for axis in shape.indices where shape[axis] == 1 && slope.shape[axis] != 1 {
      var kept = slope.shape
      kept[axis] = 1
      slope = slope.sum(axis: axis).reshaped(kept)
    }
    return slope
  }
  // END SOLUTION
}
// BEGIN SOLUTION HELPERS

/// What the output needs, each step after the ones that it uses (depth first, without recursion).
private func order(_ arguments: [[Int]], from output: Int) -> [Int] {
  var order: [Int] = []
  var isDone = arguments.map { _ in false }
  var open = [(place: output, next: 0)]
  while let (place, next) = open.last {
    if isDone[place] || next == arguments[place].count {
      if !isDone[place] { order.append(place) }
      isDone[place] = true
      open.removeLast()
    } else {
      open[open.count - 1].next += 1
      open.append((arguments[place][next], 0))
    }
  }
  return order
}

extension ScalarStep {
  fileprivate var arguments: [Int] {
    switch self {
    case .input, .constant: []
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b): [a, b]
    case .exp(let a), .log(let a), .sin(let a), .cos(let a), .tanh(let a): [a]
    }
  }

  /// The same step with every place exchanged.
  fileprivate func moved(_ places: [Int]) -> ScalarStep {
    switch self {
    case .input, .constant: self
    case .add(let a, let b): .add(places[a], places[b])
    case .subtract(let a, let b): .subtract(places[a], places[b])
    case .multiply(let a, let b): .multiply(places[a], places[b])
    case .divide(let a, let b): .divide(places[a], places[b])
    case .exp(let a): .exp(places[a])
    case .log(let a): .log(places[a])
    case .sin(let a): .sin(places[a])
    case .cos(let a): .cos(places[a])
    case .tanh(let a): .tanh(places[a])
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
}

/// The steps of a program in an order that can be run from front to back.
private struct Tape {
  var steps: [ScalarStep] = []
  var output = 0

  init(_ program: ScalarProgram) {
    var places = program.steps.map { _ in 0 }
    for place in order(program.steps.map(\.arguments), from: program.output) {
      places[place] = add(program.steps[place].moved(places))
    }
    output = places[program.output]
  }

  mutating func add(_ step: ScalarStep) -> Int {
    steps.append(step)
    return steps.count - 1
  }

  func values(_ inputs: [Double]) -> [Double] {
    var values: [Double] = []
    for step in steps {
      switch step {
      case .input(let index): values.append(inputs[index])
      case .constant(let number): values.append(number)
      case .add(let a, let b): values.append(values[a] + values[b])
      case .subtract(let a, let b): values.append(values[a] - values[b])
      case .multiply(let a, let b): values.append(values[a] * values[b])
      case .divide(let a, let b): values.append(values[a] / values[b])
      case .exp(let a): values.append(exp(values[a]))
      case .log(let a): values.append(log(values[a]))
      case .sin(let a): values.append(sin(values[a]))
      case .cos(let a): values.append(cos(values[a]))
      case .tanh(let a): values.append(tanh(values[a]))
      }
    }
    return values
  }

  /// Appends the steps of the sweep back from the output; answers with the places of the derivatives in the inputs.
  mutating func differentiate(_ inputs: Int) -> [Int] {
    let zero = add(.constant(0))
    var slopes: [Int?] = Array(repeating: nil, count: output + 1)
    slopes[output] = add(.constant(1))
    var gradient = Array(repeating: zero, count: inputs)
    for place in (0...output).reversed() {
      guard let slope = slopes[place] else { continue }
      func give(_ argument: Int, _ part: Int) {
        slopes[argument] = slopes[argument].map { add(.add($0, part)) } ?? part
      }
      switch steps[place] {
      case .input(let index): gradient[index] = add(.add(gradient[index], slope))
      case .constant: break
      case .add(let a, let b):
        give(a, slope)
        give(b, slope)
      case .subtract(let a, let b):
        give(a, slope)
        give(b, add(.subtract(zero, slope)))
      case .multiply(let a, let b):
        give(a, add(.multiply(slope, b)))
        give(b, add(.multiply(slope, a)))
      case .divide(let a, let b):
        let part = add(.divide(slope, b))
        give(a, part)
        give(b, add(.subtract(zero, add(.multiply(part, place)))))
      case .exp(let a): give(a, add(.multiply(slope, place)))
      case .log(let a): give(a, add(.divide(slope, a)))
      case .sin(let a): give(a, add(.multiply(slope, add(.cos(a)))))
      case .cos(let a): give(a, add(.subtract(zero, add(.multiply(slope, add(.sin(a)))))))
      case .tanh(let a):
        let square = add(.multiply(place, place))
        give(a, add(.subtract(slope, add(.multiply(slope, square)))))
      }
    }
    return gradient
  }
}
// END SOLUTION
