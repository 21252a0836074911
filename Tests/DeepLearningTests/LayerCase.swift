import DeepLearning
import Tensors
import Testing

/// A layer to test in either element type, under its golden figures' name.
struct LayerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () -> LayerKind
  var testDescription: String { name }

  init(_ name: String, _ make: @escaping @Sendable () -> LayerKind) { (self.name, self.make) = (name, make) }
}

/// The layers with their sizes.
enum LayerKind {
  case dense(Int, Int, relu: Bool = false)
  case layerNorm(Int), batchNorm(Int)
  case relu, tanh, sigmoid, exp, gelu, leakyReLU, softplus
  case convolution(Int, Int, Window, (height: Int, width: Int), groups: Int = 1)
  case maxPool(Window), averagePool(Window)
  case elman(Int, Int, RecurrentOutput, lengths: [Int]? = nil)
  case lstm(Int, Int, RecurrentOutput), gru(Int, Int, RecurrentOutput)
  case embedding(Int, Int, Int)
  case attention(Int, Int, isCausal: Bool = true), block(Int, Int)
  case dropout(Double), rows(Int), flatten, variables, pooledConvolution

  func layer<Scalar>(in parameters: inout Parameters<Scalar>) -> any Layer<Scalar> {
    var stream = RandomStream(seed: 1)
    switch self {
    case .dense(let inputs, let outputs, let relu):
      return Dense(inputs, outputs, relu: relu, name: "0", in: &parameters, &stream)
    case .layerNorm(let size): return LayerNorm(size, name: "0", in: &parameters)
    case .batchNorm(let size): return BatchNorm(size, name: "0", in: &parameters)
    case .relu: return Activation(.relu)
    case .tanh: return Activation(.tanh)
    case .sigmoid: return Activation(.sigmoid)
    case .exp: return Activation(.exp)
    case .leakyReLU: return Activation(.leakyReLU(0.01))
    case .softplus: return Activation(.softplus)
    case .gelu: return GELU()
    case .convolution(let channels, let outputs, let window, let size, let groups):
      return Convolution(
        channels, outputs, window, size: size, groups: groups, name: "0", in: &parameters, &stream)
    case .maxPool(let window): return MaxPooling(window)
    case .averagePool(let window): return AveragePooling(window)
    case .elman(let inputs, let size, let returns, let lengths):
      var layer = Elman<Scalar>(inputs, size, returns: returns, name: "r", in: &parameters, &stream)
      layer.lengths = lengths
      return layer
    case .lstm(let inputs, let size, let returns):
      return LSTM(inputs, size, returns: returns, name: "r", in: &parameters, &stream)
    case .gru(let inputs, let size, let returns):
      return GRU(inputs, size, returns: returns, name: "r", in: &parameters, &stream)
    case .embedding(let vocabulary, let size, let steps):
      return Embedding(
        vocabulary: vocabulary, size: size, positions: ("position", steps), name: "token", in: &parameters, &stream)
    case .attention(let size, let heads, let isCausal):
      return SelfAttention(size: size, heads: heads, isCausal: isCausal, name: "0", in: &parameters, &stream)
    case .dropout(let probability): return Dropout(probability, &stream)
    case .rows(let size): return Rows(size)
    case .flatten: return Flatten()
    case .pooledConvolution:
      return Convolution(1, 2, Window(kernel: 2), size: (4, 3), pool: 2, name: "0", in: &parameters, &stream)
    case .variables:
      return VariableLayer([parameters.add("slope", Tensor<Scalar>([2]))]) { x, p in (x * p[0]).tanh() }
    case .block(let size, let heads):
      return TransformerBlock(size: size, heads: heads, name: "0", in: &parameters, &stream)
    }
  }
}
