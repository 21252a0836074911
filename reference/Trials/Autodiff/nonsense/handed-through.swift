// nonsense: the inputs themselves in place of what is asked
import Autodiff

struct Submission: AutodiffContract {
  func evaluate(_ program: ScalarProgram, _ inputs: [Double]) -> Double { inputs.first ?? 0 }
  func gradient(_ program: ScalarProgram, _ inputs: [Double]) -> [Double] { inputs }
  func hessian(_ program: ScalarProgram, _ inputs: [Double]) -> Tensor {
    Tensor(shape: [inputs.count, inputs.count], values: inputs.flatMap { a in inputs.map { a * $0 } })
  }
  func derivatives(_ program: ScalarProgram, at x: Double, order: Int) -> [Double] { (0...order).map { _ in x } }
  func evaluate(_ program: TensorProgram, _ inputs: [Tensor]) -> Tensor { inputs.first ?? Tensor(shape: []) }
  func gradient(_ program: TensorProgram, _ inputs: [Tensor]) -> [Tensor] { inputs }
}
