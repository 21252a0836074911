import DeepLearning
import Labs

// The library's rules keep their memory to themselves, the lab's are handed it. Here it holds where a run started and all its
// gradients, and each step is a run of a fresh rule through all of them.

extension OptimizersOracle {
  func run(_ rule: any Optimizer<Double>, _ memory: Labs.OptimizerMemory) -> [Double] {
    run(rule, from: memory.start, along: memory.gradients)
  }

  func run(_ rule: any Optimizer<Double>, from start: [Double], along gradients: [[Double]]) -> [Double] {
    var (rule, parameters) = (rule, Parameters([Tensor(start)]))
    for gradient in gradients { rule.update(&parameters, along: Parameters([Tensor(gradient)])) }
    return parameters.tensors[0].values
  }
}

/// A run so far: its start in `second`, its gradients one after another in `first`.
extension Labs.OptimizerMemory {
  fileprivate var start: [Double] { second }

  fileprivate var gradients: [[Double]] {
    (0..<step).map { Array(first[$0 * second.count..<($0 + 1) * second.count]) }
  }

  mutating func begin(at parameters: [Double]) {
    if step == 0 { (first, second) = ([], parameters) }
  }

  mutating func note(_ gradient: [Double], at parameters: [Double]) {
    begin(at: parameters)
    first += gradient
    step += 1
  }
}
