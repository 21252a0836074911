@_exported public import LabKit

/// What a submission to the CNN lab provides; the statement has the equations.
///
/// Write `struct Submission: CNNContract { … }`. No function may remember anything from one call to the next.
/// Shapes: a batch of images is `[n, channels, height, width]`, kernels are `[outputs, channels, height, width]`.
public protocol CNNContract {
  init()

  /// How many places a kernel of this length has along an input of this length, ⌊(input + 2 padding − kernel) / stride⌋ + 1.
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int

  /// The cross-correlation of each image with each kernel, plus that kernel's bias, zeros standing around the image.
  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor

  /// The gradient in x, weights and bias of a loss whose gradient in convolve's output is `outputGradient`.
  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors

  /// The largest element of each square window of each channel; windows that do not fit wholly are left out.
  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor

  /// The gradient in x of a loss whose gradient in maxPool's output is `outputGradient`.
  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor

  /// A network for images `[channels[0], height, width]` with random weights drawn from `seed`: block k has 3 × 3 kernels
  /// from `channels[k]` to `channels[k + 1]` channels.
  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork

  /// The scores `[n, classes]`: for each block convolve (stride 1, padding 1), ReLU, maxPool (size 2, stride 2); then x Wᵀ + b.
  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor

  /// The gradient of the mean cross-entropy of the scores, `CNNLab.crossEntropy`, in every weight and bias.
  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork
}

/// What a convolution or a dense layer learns; also its gradient.
public struct WeightsAndBias: Hashable, Sendable {
  /// `[outputs, channels, height, width]` for a convolution, `[outputs, inputs]` for a dense layer.
  public var weights: Tensor
  /// `[outputs]`.
  public var bias: Tensor

  public init(weights: Tensor, bias: Tensor) {
    self.weights = weights
    self.bias = bias
  }
}

/// What a convolution depends on; also the gradient in it.
public struct ConvolutionTensors: Hashable, Sendable {
  public var x: Tensor
  public var kernels: WeightsAndBias

  public init(x: Tensor, kernels: WeightsAndBias) {
    self.x = x
    self.kernels = kernels
  }
}

/// Blocks of convolution, ReLU and pooling, then one dense layer; also the gradient in all of these.
public struct ConvolutionalNetwork: Hashable, Sendable {
  public var blocks: [WeightsAndBias]
  /// From the last block's output, read in row-major order of channel, row, column.
  public var dense: WeightsAndBias

  public init(blocks: [WeightsAndBias], dense: WeightsAndBias) {
    self.blocks = blocks
    self.dense = dense
  }
}
