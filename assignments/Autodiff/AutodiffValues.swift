public import LabKit

/// A step goes as the number of its operation, its places and its constant.
private struct StepParts {
  var code: Int
  var places: [Int]
  var number = 0.0

  var value: Value { .record(["code": code, "places": places, "number": number]) }

  init(_ code: Int, _ places: [Int], _ number: Double = 0) {
    (self.code, self.places, self.number) = (code, places, number)
  }

  init(value: Value) throws(ValueError) {
    self.init(try value.field("code"), try value.field("places"), try value.field("number"))
    guard places.count == 2 else { throw ValueError("a step of \(places.count) places") }
  }
}

extension ScalarStep: ValueConvertible {
  private var parts: StepParts {
    switch self {
    case .input(let index): StepParts(0, [index, 0])
    case .constant(let number): StepParts(1, [0, 0], number)
    case .add(let a, let b): StepParts(2, [a, b])
    case .subtract(let a, let b): StepParts(3, [a, b])
    case .multiply(let a, let b): StepParts(4, [a, b])
    case .divide(let a, let b): StepParts(5, [a, b])
    case .exp(let a): StepParts(6, [a, 0])
    case .log(let a): StepParts(7, [a, 0])
    case .sin(let a): StepParts(8, [a, 0])
    case .cos(let a): StepParts(9, [a, 0])
    case .tanh(let a): StepParts(10, [a, 0])
    }
  }

  public var value: Value { parts.value }

  public init(value: Value) throws(ValueError) {
    let parts = try StepParts(value: value)
    let (a, b) = (parts.places[0], parts.places[1])
    switch parts.code {
    case 0: self = .input(a)
    case 1: self = .constant(parts.number)
    case 2: self = .add(a, b)
    case 3: self = .subtract(a, b)
    case 4: self = .multiply(a, b)
    case 5: self = .divide(a, b)
    case 6: self = .exp(a)
    case 7: self = .log(a)
    case 8: self = .sin(a)
    case 9: self = .cos(a)
    case 10: self = .tanh(a)
    default: throw ValueError("a step of an unknown operation")
    }
  }
}

extension TensorStep: ValueConvertible {
  private var parts: StepParts {
    switch self {
    case .input(let index): StepParts(0, [index, 0])
    case .add(let a, let b): StepParts(1, [a, b])
    case .multiply(let a, let b): StepParts(2, [a, b])
    case .matmul(let a, let b): StepParts(3, [a, b])
    case .transpose(let a): StepParts(4, [a, 0])
    case .tanh(let a): StepParts(5, [a, 0])
    case .exp(let a): StepParts(6, [a, 0])
    case .relu(let a): StepParts(7, [a, 0])
    case .sum(let a): StepParts(8, [a, 0])
    }
  }

  public var value: Value { parts.value }

  public init(value: Value) throws(ValueError) {
    let parts = try StepParts(value: value)
    let (a, b) = (parts.places[0], parts.places[1])
    switch parts.code {
    case 0: self = .input(a)
    case 1: self = .add(a, b)
    case 2: self = .multiply(a, b)
    case 3: self = .matmul(a, b)
    case 4: self = .transpose(a)
    case 5: self = .tanh(a)
    case 6: self = .exp(a)
    case 7: self = .relu(a)
    case 8: self = .sum(a)
    default: throw ValueError("a step of an unknown operation")
    }
  }
}

extension ScalarProgram: ValueConvertible {
  public var value: Value { .record(["steps": steps, "output": output]) }
  public init(value: Value) throws(ValueError) {
    self.init(steps: try value.field("steps"), output: try value.field("output"))
  }
}

extension TensorProgram: ValueConvertible {
  public var value: Value { .record(["steps": steps, "output": output]) }
  public init(value: Value) throws(ValueError) {
    self.init(steps: try value.field("steps"), output: try value.field("output"))
  }
}
