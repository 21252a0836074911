package import Checks
import LabKit

/// Short programs that are asked beside those of a check, so many that nothing resembles the right answers by chance. Each is
/// stretched by a factor of either sign and moved: of its inputs alone nothing can be told.
package struct BesidePrograms {
  private let programs: [(program: ScalarProgram, inputs: [Double])]

  package init(_ generator: inout Generator) {
    programs = (0..<32).map { _ in
      let program = generator.scalarProgram(8, inputs: 3)
      let n = program.steps.count
      let stretched: [ScalarStep] = [
        .constant(generator.factor()), .multiply(program.output, n), .constant(3 * generator.normal()),
        .add(n + 1, n + 2),
      ]
      return (ScalarProgram(steps: program.steps + stretched, output: n + 3), generator.programInputs(3))
    }
  }

  /// Asks for their values and their gradients.
  package func ask(_ own: inout FollowThrough) {
    askValues(&own)
    askGradients(&own)
  }

  package func askValues(_ own: inout FollowThrough) {
    for (program, inputs) in programs { _ = own.ask(AutodiffLab.evaluate, .of(program), .of(inputs)) }
  }

  package func askGradients(_ own: inout FollowThrough) {
    for (program, inputs) in programs { _ = own.ask(AutodiffLab.gradient, .of(program), .of(inputs)) }
  }
}

/// The same of tensors, which are stretched by an input.
package struct BesideTensorPrograms {
  private let programs: [(program: TensorProgram, inputs: [Tensor])]

  package init(_ generator: inout Generator) {
    programs = (0..<24).map { _ in
      let (program, inputs) = generator.tensorProgram()
      let n = program.steps.count
      let steps = program.steps + [.input(3), .multiply(program.output, n)]
      return (
        TensorProgram(steps: steps, output: n + 1), inputs + [Tensor(shape: [], values: [generator.factor()])]
      )
    }
  }

  /// Asks for their values and their gradients.
  package func ask(_ own: inout FollowThrough) {
    askValues(&own)
    askGradients(&own)
  }

  package func askValues(_ own: inout FollowThrough) {
    for (program, inputs) in programs { _ = own.ask(AutodiffLab.tensorEvaluate, .of(program), .of(inputs)) }
  }

  package func askGradients(_ own: inout FollowThrough) {
    for (program, inputs) in programs { _ = own.ask(AutodiffLab.tensorGradient, .of(program), .of(inputs)) }
  }
}

extension Generator {
  /// Between 0.5 and 2, of either sign.
  fileprivate mutating func factor() -> Double { uniform(0.5, 2) * (integer(below: 2) == 0 ? -1 : 1) }
}
