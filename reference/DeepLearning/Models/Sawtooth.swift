public import Tensors

/// The power of depth: a tooth t(x) = ReLU(2x) − ReLU(4x − 2) on 0...1 rises to 1 and falls back; composed n times it has 2ⁿ⁻¹
/// teeth, from n layers of two units, while one hidden layer needs 2ⁿ units for as many bends (Telgarsky 2015).
public enum Sawtooth {
  /// The network of n compositions: samples × 1 to samples × 1, exact up to rounding.
  public static func network<Scalar: TensorScalar>(compositions: Int, as type: Scalar.Type) -> Network<Scalar> {
    require(compositions >= 1, "Sawtooth: \(compositions) compositions")
    let sizes = [1] + Array(repeating: 2, count: compositions) + [1]
    var network = Network<Scalar>.mlp(sizes, seed: 0)
    for layer in 0...compositions {
      let (weight, bias) = ("\(2 * layer).weight", "\(2 * layer).bias")
      switch layer {
      case 0:
        network.parameters[weight] = Tensor([2, 4], [2, 1])
        network.parameters[bias] = Tensor([0, -2])
      case compositions:
        network.parameters[weight] = Tensor([1, -1], [1, 2])
        network.parameters[bias] = Tensor([0])
      default:
        network.parameters[weight] = Tensor([2, -2, 4, -4], [2, 2])
        network.parameters[bias] = Tensor([0, -2])
      }
    }
    return network
  }
}
