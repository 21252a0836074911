internal import Tensors

/// The curriculum's networks, each made from a seed. Parameters carry the names that PyTorch's `nn.Sequential` gives them
/// where there is such a counterpart, so that saved weights load there.
extension Network {
  /// A multilayer perceptron: x⁽ˡ⁺¹⁾ = ReLU(W⁽ˡ⁾x⁽ˡ⁾ + b⁽ˡ⁾), the last layer affine (Rumelhart, Hinton and Williams 1986).
  ///
  /// - Parameters:
  ///   - sizes: inputs, hidden layers, outputs: at least two. Input: samples × inputs.
  ///   - seed: of the first weights.
  public static func mlp(_ sizes: [Int], seed: UInt64) -> Network {
    require(sizes.count >= 2, "Network.mlp: fewer than two sizes in \(sizes)")
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    var layers: [any Layer<Scalar>] = []
    for index in 0..<(sizes.count - 1) {
      layers.append(
        Dense(
          sizes[index], sizes[index + 1], relu: index < sizes.count - 2, name: "\(2 * index)", in: &parameters, &stream)
      )
    }
    return Network(parameters, layers)
  }

  /// Convolution 3 × 3 and pooling twice, then one dense layer, for digits of 8 × 8: samples × 1 × 8 × 8.
  public static func smallConvolutional(classes: Int = 10, seed: UInt64) -> Network {
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    let window = Window(kernel: 3, padding: 1)
    return Network(
      parameters: &parameters,
      { parameters in
        [
          Convolution(1, 16, window, size: (8, 8), relu: true, pool: 2, name: "0", in: &parameters, &stream),
          Convolution(16, 32, window, size: (4, 4), relu: true, pool: 2, name: "3", in: &parameters, &stream),
          Flatten(),
          Dense(128, classes, name: "7", in: &parameters, &stream),
        ]
      })
  }

  /// LeNet-5 with ReLU and max pooling (LeCun and others 1998), for images of 28 × 28: samples × 1 × 28 × 28.
  public static func leNet(classes: Int = 10, seed: UInt64) -> Network {
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    return Network(
      parameters: &parameters,
      { parameters in
        [
          Convolution(
            1, 6, Window(kernel: 5, padding: 2), size: (28, 28), relu: true, pool: 2, name: "0", in: &parameters,
            &stream),
          Convolution(
            6, 16, Window(kernel: 5), size: (14, 14), relu: true, pool: 2, name: "3", in: &parameters, &stream),
          Flatten(),
          Dense(400, 120, relu: true, name: "7", in: &parameters, &stream),
          Dense(120, 84, relu: true, name: "9", in: &parameters, &stream),
          Dense(84, classes, name: "11", in: &parameters, &stream),
        ]
      })
  }

  /// The recurrent layers to choose from.
  public enum Cell: Sendable {
    /// tanh (Elman 1990).
    case elman
    /// Long short-term memory.
    case lstm
    /// Gated recurrent unit.
    case gru
  }

  /// A recurrent layer whose last state a dense layer classifies: samples × steps × inputs.
  public static func recurrent(_ cell: Cell, inputs: Int, size: Int, classes: Int, seed: UInt64) -> Network {
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    return Network(
      parameters: &parameters,
      { parameters in
        let layer: any Layer<Scalar> =
          switch cell {
          case .elman: Elman(inputs, size, name: "r", in: &parameters, &stream)
          case .lstm: LSTM(inputs, size, name: "r", in: &parameters, &stream)
          case .gru: GRU(inputs, size, name: "r", in: &parameters, &stream)
          }
        return [layer, Dense(size, classes, name: "o", in: &parameters, &stream)]
      })
  }

  /// A small GPT (Radford and others 2018, 2019): token and position embeddings, transformer blocks, layer norm, and a
  /// dense layer to logits.
  ///
  /// Input: samples × steps of tokens; output: (samples·steps) × vocabulary.
  public static func gpt(
    vocabulary: Int, steps: Int, size: Int, heads: Int, blocks: Int, seed: UInt64
  ) -> Network {
    require(blocks >= 0, "Network.gpt: \(blocks) blocks")
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    return Network(
      parameters: &parameters,
      { parameters in
        var layers: [any Layer<Scalar>] = [
          Embedding(
            vocabulary: vocabulary, size: size, positions: ("position", steps), name: "token", in: &parameters, &stream)
        ]
        for block in 0..<blocks {
          layers.append(
            TransformerBlock(size: size, heads: heads, name: "blocks.\(block)", in: &parameters, &stream))
        }
        layers.append(LayerNorm(size, name: "norm", in: &parameters))
        layers.append(Rows(size))
        layers.append(Dense(size, vocabulary, name: "output", in: &parameters, &stream))
        return layers
      })
  }

  /// n → hidden → n with the middle layer affine and, unless `linear`, tanh after it (Hinton and Salakhutdinov 2006).
  public static func autoencoder(_ inputs: Int, code: Int, linear: Bool, seed: UInt64) -> Network {
    var stream = RandomStream(seed: seed)
    var parameters = Parameters<Scalar>()
    return Network(
      parameters: &parameters,
      { parameters in
        let encoder = Dense(inputs, code, name: "0", in: &parameters, &stream)
        let decoder = Dense(code, inputs, name: "2", in: &parameters, &stream)
        return linear ? [encoder, decoder] : [encoder, Activation(.tanh), decoder]
      })
  }

  private init(
    parameters: inout Parameters<Scalar>, _ make: (inout Parameters<Scalar>) -> [any Layer<Scalar>]
  ) {
    let layers = make(&parameters)
    self.init(parameters, layers)
  }
}
