public import Tensors

/// Batch normalisation of each feature: y = γ ⊙ (x − μ)/√(σ² + ε) + β (Ioffe and Szegedy 2015).
///
/// Input: samples × features, or samples × channels × height × width, where a channel is one feature. In training μ and σ²
/// (divided by n) are the batch's, and the running ones move by `momentum` towards them: running ← (1 − m)·running + m·batch,
/// with the unbiased variance (divided by n − 1), as PyTorch keeps it. Otherwise the running ones are used.
/// Training needs two values of each feature.
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
  /// γ and β.
  public var slots: [Slot] { [gain, shift] }
  private var pending = Pending()
  private var output = Tensor<Scalar>.empty
  private var mean = Tensor<Scalar>.empty
  private var variance = Tensor<Scalar>.empty
  private var normal = Tensor<Scalar>.empty
  private var inverse = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends `name.weight` (γ) and `name.bias` (β).
  public init(
    _ features: Int, epsilon: Scalar = 1e-5, momentum: Scalar = 0.1, name: String,
    in parameters: inout Parameters<Scalar>
  ) {
    require(
      features > 0 && epsilon >= 0 && momentum >= 0 && momentum <= 1,
      "BatchNorm: \(features) features, ε = \(epsilon), momentum \(momentum)")
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
        require(value.shape == [features], "BatchNorm: \(name) of \(value.shape) for \(features) features")
        if name == self.name + ".running_mean" { runningMean = value }
        if name == self.name + ".running_var" { runningVariance = value }
      }
    }
  }

  /// y = γ ⊙ x̂ + β; the loops stand under the same equations in `CKernels/batch.inc`.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank >= 2 && input.shape[1] == features,
      "BatchNorm: the input \(input.shape) for \(features) features")
    if training {
      let count = input.count / Swift.max(features, 1)
      require(count > 1, "BatchNorm: the input \(input.shape) has \(count) values for each feature; training needs two")
      mean.setMoments(of: input, variance: &variance)
      // The unbiased variance, n/(n − 1) times the batch's.
      runningMean = runningMean * (1 - momentum) + mean * momentum
      runningVariance = runningVariance * (1 - momentum) + variance * (momentum * Scalar(count) / Scalar(count - 1))
    } else {
      (mean, variance) = (runningMean, runningVariance)
    }
    inverse = 1 / (variance + epsilon).squareRoot()
    output.setBatchNorm(
      of: input, mean: mean, inverse: inverse, gain: parameters[gain], shift: parameters[shift], normal: &normal)
    pending.begin(training)
    return output
  }

  /// With d = γ ⊙ ∂L/∂y: ∂L/∂x = (d − mean d − x̂·mean(d ⊙ x̂))/√(σ² + ε) over each feature's places.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("BatchNorm")
    require(
      outputGradient.shape == output.shape, "BatchNorm: the gradient \(outputGradient.shape) for \(output.shape)")
    inputGradient.setBatchNormBackward(
      of: outputGradient, normal: normal, inverse: inverse, gain: parameters[gain], gradients: &gradients.values,
      gainStart: gain.start, shiftStart: shift.start)
    return inputGradient
  }
}
