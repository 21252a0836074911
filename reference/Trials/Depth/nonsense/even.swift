// nonsense: places at even distances, widths without a tent, straight lines
import Depth

struct Submission: DepthContract {
  func output(_ network: ReLUNetwork, at x: [Double]) -> [Double] {
    let slope = network.layers.reduce(1) { $0 * $1.weights.sum() }
    return x.map { slope * $0 + (network.layers.last?.biases[0] ?? 0) }
  }
  func compose(_ outer: ReLUNetwork, _ inner: ReLUNetwork) -> ReLUNetwork { outer.layers.count > 1 ? outer : inner }
  func sawtooth(compositions: Int) -> ReLUNetwork {
    let sizes = [1] + [Int](repeating: 2, count: compositions) + [1]
    return ReLUNetwork(
      layers: zip(sizes, sizes.dropFirst()).map {
        ReLULayer(weights: Tensor(shape: [$1, $0], repeating: 1), biases: [Double](repeating: 0, count: $1))
      })
  }
  func bends(_ network: ReLUNetwork, from lower: Double, to upper: Double) -> [Double] {
    let count = network.layers.dropLast().reduce(0) { $0 + $1.biases.count }
    return (0..<count).map { lower + (upper - lower) * Double($0 + 1) / Double(count + 1) }
  }
  func parameters(widths: [Int]) -> Int { widths.reduce(1, *) }
  func widest(inputs: Int, outputs: Int, parameters: Int) -> Int { parameters / (inputs + outputs) }
}
