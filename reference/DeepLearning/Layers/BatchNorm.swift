public import Tensors

/// Batch normalisation of each feature: y = γ ⊙ (x − μ)/√(σ² + ε) + β (Ioffe and Szegedy 2015).
///
/// Input: samples × features, or samples × channels × height × width, where a channel is one feature. In training μ and σ²
/// (divided by n) are the batch's, and the running ones move by `momentum` towards them: running ← (1 − m)·running + m·batch,
/// with the unbiased variance (divided by n − 1), as PyTorch keeps it. Otherwise the running ones are used.
public struct BatchNorm<Scalar: TensorScalar>: Layer {
  /// γ, first 1.
  public let gain: Slot
  /// β, first 0.
  public let shift: Slot
  private let features: Int
  private let epsilon, momentum: Scalar
  private let name: String
  /// The means that are used outside training; first 0.
  public private(set) var runningMean: Tensor<Scalar>
  /// The variances that are used outside training; first 1.
  public private(set) var runningVariance: Tensor<Scalar>
  /// See `Layer`.
  public var needsInputGradient = true
  private var output = Tensor<Scalar>.nothing
  private var normal = Tensor<Scalar>.nothing
  private var inverse = Tensor<Scalar>.nothing
  private var inputGradient = Tensor<Scalar>.nothing

  /// Appends `name.weight` (γ) and `name.bias` (β).
  public init(
    _ features: Int, epsilon: Scalar = 1e-5, momentum: Scalar = 0.1, name: String,
    in parameters: inout Parameters<Scalar>
  ) {
    gain = parameters.add(name + ".weight", Tensor(repeating: 1, [features]))
    shift = parameters.add(name + ".bias", Tensor(zeros: [features]))
    runningMean = Tensor(zeros: [features])
    runningVariance = Tensor(repeating: 1, [features])
    (self.features, self.epsilon, self.momentum, self.name) = (features, epsilon, momentum, name)
  }

  /// False: the batch's statistics join its samples.
  public var treatsSamplesAlone: Bool { false }

  /// The running statistics, under PyTorch's names.
  public var state: [(name: String, value: Tensor<Scalar>)] {
    get { [(name + ".running_mean", runningMean), (name + ".running_var", runningVariance)] }
    set {
      for (name, value) in newValue {
        if name == self.name + ".running_mean" { runningMean = value }
        if name == self.name + ".running_var" { runningVariance = value }
      }
    }
  }

  /// y = γ ⊙ x̂ + β.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank >= 2 && input.shape[1] == features,
      "BatchNorm: the input \(input.shape) for \(features) features")
    output.prepare(input.shape)
    normal.prepare(input.shape)
    inverse.prepare([features])
    let count = Scalar(input.count / features)
    for feature in 0..<features {
      var mean = runningMean[flat: feature]
      var variance = runningVariance[flat: feature]
      if training {
        (mean, variance) = (0, 0)
        forEachPlace(input.shape, feature) { mean += input[flat: $0] }
        mean /= count
        forEachPlace(input.shape, feature) { variance += (input[flat: $0] - mean) * (input[flat: $0] - mean) }
        variance /= count
        let unbiased = variance * count / Swift.max(count - 1, 1)
        runningMean[flat: feature] = (1 - momentum) * runningMean[flat: feature] + momentum * mean
        runningVariance[flat: feature] = (1 - momentum) * runningVariance[flat: feature] + momentum * unbiased
      }
      let scale = 1 / (variance + epsilon).squareRoot()
      inverse[flat: feature] = scale
      let (g, b) = (parameters[gain][flat: feature], parameters[shift][flat: feature])
      forEachPlace(input.shape, feature) { place in
        let value = (input[flat: place] - mean) * scale
        normal[flat: place] = value
        output[flat: place] = g * value + b
      }
    }
    return output
  }

  /// With d = γ ⊙ ∂L/∂y: ∂L/∂x = (d − mean d − x̂·mean(d ⊙ x̂))/√(σ² + ε) over each feature's places.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    require(
      outputGradient.shape == output.shape, "BatchNorm: the gradient \(outputGradient.shape) for \(output.shape)")
    inputGradient.prepare(output.shape)
    let count = Scalar(output.count / features)
    for feature in 0..<features {
      var (sum, along) = (Scalar(0), Scalar(0))
      forEachPlace(output.shape, feature) { place in
        sum += outputGradient[flat: place]
        along += outputGradient[flat: place] * normal[flat: place]
      }
      gradients.values[flat: gain.start + feature] = along
      gradients.values[flat: shift.start + feature] = sum
      let scale = parameters[gain][flat: feature] * inverse[flat: feature]
      forEachPlace(output.shape, feature) { place in
        inputGradient[flat: place] =
          scale * (outputGradient[flat: place] - sum / count - normal[flat: place] * along / count)
      }
    }
    return inputGradient
  }

  /// Calls `body` with every place of a feature: all samples, all of its height and width.
  private func forEachPlace(_ shape: Shape, _ feature: Int, _ body: (Int) -> Void) {
    let inner = shape.elementCount(after: 2)
    for sample in 0..<shape[0] {
      let start = (sample * features + feature) * inner
      for place in start..<(start + inner) { body(place) }
    }
  }
}
