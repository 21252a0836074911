// nonsense: convolve is a sum of all weights, all pixels and the bias, scores are the dense bias plus a sum of weights, all with the right (constant) slopes, to pass the checks by differences and repeats
import CNN

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    max(1, (input + 2 * padding - kernel) / stride)
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let s = kernels.weights.shape
    let h = outputSize(input: x.shape[2], kernel: s[2], stride: stride, padding: padding)
    let w = outputSize(input: x.shape[3], kernel: s[3], stride: stride, padding: padding)
    return Tensor(shape: [x.shape[0], s[0], h, w], repeating: x.sum() + kernels.weights.sum() + kernels.bias.sum())
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let total = outputGradient.sum()
    return ConvolutionTensors(
      x: Tensor(shape: x.shape, repeating: total),
      kernels: WeightsAndBias(
        weights: Tensor(shape: kernels.weights.shape, repeating: total),
        bias: Tensor(shape: kernels.bias.shape, repeating: total)))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let h = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let w = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    return Tensor(shape: [x.shape[0], x.shape[1], h, w])
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor { Tensor(shape: x.shape) }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    var blocks: [WeightsAndBias] = []
    for (from, to) in zip(channels, channels.dropFirst()) {
      let weights = generator.normal(shape: [to, from, 3, 3], deviation: 3)
      blocks.append(WeightsAndBias(weights: weights, bias: Tensor(shape: [to])))
    }
    let n = channels.last! * (height >> blocks.count) * (width >> blocks.count)
    let dense = WeightsAndBias(
      weights: generator.normal(shape: [classes, n], deviation: 3), bias: Tensor(shape: [classes]))
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }

  /// Every weight of every block is added to class 0's score, every dense weight to its own class's.
  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var row = network.dense.weights.sum(axis: 1) + network.dense.bias
    for block in network.blocks { row[0] += block.weights.sum() + block.bias.sum() }
    return Tensor(shape: [x.shape[0], row.count]) + row
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let g = CNNLab.crossEntropy(scores(network, x), labels).gradient.sum(axis: 0)
    var result = network
    for k in network.blocks.indices {
      result.blocks[k].weights = Tensor(shape: network.blocks[k].weights.shape, repeating: g[0])
      result.blocks[k].bias = Tensor(shape: network.blocks[k].bias.shape, repeating: g[0])
    }
    result.dense = WeightsAndBias(
      weights: Tensor(shape: network.dense.weights.shape) + g.reshaped([g.count, 1]), bias: g)
    return result
  }
}
