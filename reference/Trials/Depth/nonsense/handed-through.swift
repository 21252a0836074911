// nonsense: what is handed in is handed out, as far as it has the right kind
import Depth

struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] { x }
  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork {
    ReLUNetwork(layers: inner.layers.dropLast() + outer.layers)
  }
  func sawtooth(compositions: Int) -> ReLUNetwork {
    ReLUNetwork(layers: [ReLULayer(weights: Tensor(rows: [[1]]), biases: [0])])
  }
  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] { network.layers[0].biases }
  func parameters(widths: [Int]) -> Int { widths.reduce(0, +) }
  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int { parameters }
}
