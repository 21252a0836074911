import Checks

extension GenerativeMutants {
  /// In the autoencoder's loss and gradient.
  static let autoencoders = Mutant.list(
    """
    loss-half: half of the mean
      loss: share * (errors → loss: 0.5 * share * (errors
      fails reconstruction.loss, reconstruction.loss.edges
    loss-mean-of-coordinates: a mean over the coordinates too
      loss: share * (errors → loss: share / Double(points.columns) * (errors
      fails reconstruction.loss, reconstruction.loss.edges
    loss-sum: the sum over the points
      loss: share * (errors → loss: (errors
      fails reconstruction.loss, reconstruction.loss.edges
    loss-root: the distance, not its square
      loss: share * (errors * errors).sum() → loss: share * (errors * errors).sum(axis: 1).map { $0.squareRoot() }.sum()
      fails reconstruction.loss, reconstruction.loss.edges
    loss-of-nothing: 0 / 0 for no points
      points.rows == 0 ? 0 : 1 / Double(points.rows) → 1 / Double(points.rows)
      fails reconstruction.loss.edges
    loss-small-is-none: a loss below 1e-15 is 0
      - return Reconstruction(loss: share * (errors * errors).sum(), gradient: gradient)
      + let loss = share * (errors * errors).sum()
      + return Reconstruction(loss: loss < 1e-15 ? 0 : loss, gradient: gradient)
      fails reconstruction.loss.edges
    errors-cut: errors cut at 1000
      rebuilt - points → (rebuilt - points).map { max(-1000, min(1000, $0)) }
      fails reconstruction.loss.edges, reconstruction.gradient.edges
    codes-linear: no tanh
      .map(tanh) →
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges, reconstruction.differences; sometimes repeats
    codes-sigmoid: the logistic function for tanh
      .map(tanh) → .map { 1 / (1 + exp(-$0)) }
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges, reconstruction.differences; sometimes repeats, timing
    codes-by-powers: tanh by powers of e that overflow
      .map(tanh) → .map { (exp($0) - exp(-$0)) / (exp($0) + exp(-$0)) }
      fails reconstruction.loss.edges, reconstruction.gradient.edges
    encoder-bias-forgotten: the codes without b
      Tensor(autoencoder.encoderBiases)). → 0 * Tensor(autoencoder.encoderBiases)).
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges, reconstruction.differences
    decoder-bias-forgotten: the points without c
      Tensor(autoencoder.decoderBiases) → 0 * Tensor(autoencoder.decoderBiases)
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges, reconstruction.differences
    output-tanh: a tanh after the decoder too
      let errors = rebuilt - points → let errors = rebuilt.map(tanh) - points
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges, reconstruction.differences
    gradient-without-two: the 2 of the square forgotten
      errors * (2 * share) → errors * share
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-sum: summed over the points
      errors * (2 * share) → errors * 2
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-sign: x − y for y − x
      errors * (2 * share) → errors * (-2 * share)
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-without-slope: the slope of tanh forgotten
      * codes.map { 1 - $0 * $0 } →
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-slope-of-sigmoid: h (1 − h) for the slope
      codes.map { 1 - $0 * $0 } → codes.map { $0 * (1 - $0) }
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences; sometimes repeats
    gradient-slope-plus: 1 + h²
      codes.map { 1 - $0 * $0 } → codes.map { 1 + $0 * $0 }
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-encoder-bias-none: the codes' biases do not move
      encoderBiases: codeDelta.sum(axis: 0).values → encoderBiases: (0 * codeDelta.sum(axis: 0)).values
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-decoder-bias-mean: a mean once more
      decoderBiases: delta.sum(axis: 0).values → decoderBiases: (share * delta.sum(axis: 0)).values
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-decoder-of-points: the points where the codes belong
      decoderWeights: delta.transposed().matmul(codes) → decoderWeights: delta.transposed().matmul(codes.map { atanh(max(-0.999, min(0.999, $0))) })
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-of-rebuilt: the decoded points where the points belong
      encoderWeights: codeDelta.transposed().matmul(points) → encoderWeights: codeDelta.transposed().matmul(rebuilt)
      fails reconstruction.gradient, reconstruction.gradient.edges, reconstruction.differences
    gradient-small-is-none: derivatives below 1e-15 are 0
      let delta = errors * (2 * share) → let delta = (errors * (2 * share)).map { abs($0) < 1e-11 ? 0 : $0 }
      fails reconstruction.gradient.edges
    gradient-clipped: errors cut at 100
      let delta = errors * (2 * share) → let delta = (errors * (2 * share)).map { max(-100, min(100, $0)) }
      fails reconstruction.gradient.edges
    gradient-slope-never-0: a slope of tanh of 1e-6 at least
      codes.map { 1 - $0 * $0 } → codes.map { max(1e-6, 1 - $0 * $0) }
      fails reconstruction.gradient.edges; sometimes reconstruction.differences
    gradient-float: errors in single precision
      let errors = rebuilt - points → let errors = (rebuilt - points).map { Double(Float($0)) }
      fails reconstruction.loss, reconstruction.gradient, reconstruction.loss.edges, reconstruction.gradient.edges
    """)
}
