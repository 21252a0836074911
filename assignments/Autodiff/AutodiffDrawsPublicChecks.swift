package import LabKit

/// What the checks of this lab draw.
extension Generator {
  /// A program of about `count` steps over all of `inputs`, whose values stay of ordinary size: factors and arguments of exp
  /// lie in [−1, 1] or near, denominators and arguments of log in [1/3, 3]. Inputs are drawn by `programInputs`.
  package mutating func scalarProgram(_ count: Int, inputs: Int) -> ScalarProgram {
    var steps = (0..<inputs).map { ScalarStep.input($0) }
    var small = Array(0..<inputs)
    var positive: [Int] = []
    var all = small
    func any(_ places: [Int], _ generator: inout Generator) -> Int {
      // The latest ones more often, so that programs are deep and most steps matter.
      let recent = places.suffix(4)
      return recent[recent.startIndex + generator.integer(below: recent.count)]
    }
    while steps.count < count {
      let place = steps.count
      switch integer(below: 9) {
      case 0: steps.append(.add(any(all, &self), any(all, &self)))
      case 1: steps.append(.subtract(any(all, &self), any(small, &self)))
      case 2:
        steps.append(.multiply(any(small, &self), any(small, &self)))
        small.append(place)
      case 3:
        guard !positive.isEmpty else { continue }
        steps.append(.divide(any(all, &self), any(positive, &self)))
      case 4:
        steps.append(.exp(any(small, &self)))
        positive.append(place)
      case 5:
        guard !positive.isEmpty else { continue }
        steps.append(.log(any(positive, &self)))
      case 6:
        steps.append(.sin(any(all, &self)))
        small.append(place)
      case 7:
        steps.append(.cos(any(all, &self)))
        small.append(place)
      default:
        steps.append(.tanh(any(all, &self)))
        small.append(place)
      }
      all.append(place)
    }
    // The last step, and all inputs, by a function whose slope does not run as they do.
    var output = steps.count - 1
    for input in 0..<inputs {
      steps.append(.sin(input))
      steps.append(.add(output, steps.count - 1))
      output = steps.count - 1
    }
    return ScalarProgram(steps: steps, output: output)
  }

  package mutating func programInputs(_ count: Int) -> [Double] { (0..<count).map { _ in uniform(-1, 1) } }

  /// Sum of tanh(x W + b)·v and of exp: each operation, b broadcast, x used twice.
  package mutating func tensorProgram() -> (program: TensorProgram, inputs: [Tensor]) {
    let program = TensorProgram(
      steps: [
        .input(0), .input(1), .input(2), .matmul(0, 1), .add(3, 2), .tanh(4), .multiply(5, 3), .transpose(0),
        .matmul(7, 6), .exp(8), .sum(9),
      ], output: 10)
    return (
      program, [normal(shape: [3, 2], deviation: 0.5), normal(shape: [2, 4], deviation: 0.5), normal(shape: [4])]
    )
  }
}

extension ScalarProgram {
  /// The same program with its steps in another order.
  package func shuffled(_ generator: inout Generator) -> ScalarProgram {
    let order = generator.permutation(steps.count)
    var moved = [Int](repeating: 0, count: steps.count)
    for (place, old) in order.enumerated() { moved[old] = place }
    let steps = order.map { old -> ScalarStep in
      switch self.steps[old] {
      case .input, .constant: self.steps[old]
      case .add(let a, let b): .add(moved[a], moved[b])
      case .subtract(let a, let b): .subtract(moved[a], moved[b])
      case .multiply(let a, let b): .multiply(moved[a], moved[b])
      case .divide(let a, let b): .divide(moved[a], moved[b])
      case .exp(let a): .exp(moved[a])
      case .log(let a): .log(moved[a])
      case .sin(let a): .sin(moved[a])
      case .cos(let a): .cos(moved[a])
      case .tanh(let a): .tanh(moved[a])
      }
    }
    return ScalarProgram(steps: steps, output: moved[output])
  }
}
