import DeepLearning
import Labs
import Tensors

/// The CNN lab by `Convolution`, `MaxPooling`, `Flatten` and `Dense`.
struct CNNOracle: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    Window(kernel: kernel, stride: stride, padding: padding).output(height: input, width: input).height
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    convolution(x, kernels, stride, padding).output(x)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let slopes = convolution(x, kernels, stride, padding).gradients(x, outputGradient: outputGradient)
    return ConvolutionTensors(
      x: slopes.input, kernels: WeightsAndBias(weights: slopes.parameters[0], bias: slopes.parameters[1]))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor { pooling(size, stride).output(x) }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    pooling(size, stride).gradients(x, outputGradient: outputGradient).input
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    notImplemented()
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor { layers(network, x).output(x) }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let slopes = layers(network, x).crossEntropy(x, labels).parameters
    let parts = stride(from: 0, to: slopes.count, by: 2).map {
      WeightsAndBias(weights: slopes[$0], bias: slopes[$0 + 1])
    }
    return ConvolutionalNetwork(blocks: parts.dropLast(), dense: parts[parts.count - 1])
  }

  private func convolution(_ x: Tensor, _ kernels: WeightsAndBias, _ stride: Int, _ padding: Int) -> Layers {
    let window = Window(
      kernel: (kernels.weights.shape[2], kernels.weights.shape[3]), stride: (stride, stride),
      padding: (padding, padding))
    return Layers([kernels.weights, kernels.bias]) { parameters, stream in
      [
        Convolution(
          kernels.weights.shape[1], kernels.weights.shape[0], window, size: (x.shape[2], x.shape[3]), name: "0",
          in: &parameters, &stream)
      ]
    }
  }

  private func pooling(_ size: Int, _ stride: Int) -> Layers {
    Layers([]) { _, _ in [MaxPooling(Window(kernel: size, stride: stride))] }
  }

  /// The library's convolution wants to know the size of its images, which pooling halves from block to block.
  private func layers(_ network: ConvolutionalNetwork, _ x: Tensor) -> Layers {
    Layers((network.blocks + [network.dense]).flatMap { [$0.weights, $0.bias] }) { parameters, stream in
      var layers: [any DeepLearning.Layer<Double>] = []
      for (index, block) in network.blocks.enumerated() {
        layers.append(
          Convolution(
            block.weights.shape[1], block.weights.shape[0], Window(kernel: 3, padding: 1),
            size: (x.shape[2] >> index, x.shape[3] >> index), relu: true, name: "\(index)", in: &parameters, &stream))
        layers.append(MaxPooling(2))
      }
      let dense = network.dense.weights
      return layers + [Flatten(), Dense(dense.columns, dense.rows, name: "dense", in: &parameters, &stream)]
    }
  }
}
