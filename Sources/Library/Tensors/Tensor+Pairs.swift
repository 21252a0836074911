internal import CKernels

/// Max pooling by windows of 2 × 2, next to one another, where samples stand side by side (`Correlation`).
extension Tensor {
  /// Becomes max over i, j < 2 of Y(o, 2·y + i, 2·x + j) for `planes` Y as `setCorrelation` wrote them; what an odd height or width
  /// leaves over belongs to no window.
  ///
  /// `which` becomes, from `start`, which of each window's four it was: of equals the first, of several NaN the last.
  public mutating func setPairsMaximum(
    of planes: Tensor, lanes: Int, _ correlation: Correlation, which: inout Tensor, at start: Int
  ) {
    let (outputs, out) = (correlation.outputs, correlation.forward)
    require(lanes > 0 && lanes % Tensor.lanes == 0, "setPairsMaximum: \(lanes) lanes")
    planes.requireRange(0, correlation.outputCount * lanes, "setPairsMaximum")
    which.requireRange(start, correlation.pooledCount * lanes, "setPairsMaximum")
    prepare(Shape(correlation.pooledCount * lanes))
    which.makeUnique()
    Scalar.kernel.pairs_maximum(
      outputs, out.out_height, out.out_width, lanes, planes.pointer, mutablePointer, which.mutablePointer + start)
  }

  /// Becomes the gradient's planes that `setCorrelation` reads `backward`, of `pooled`, the gradient of what was pooled: each window's
  /// stands where `which`, from `start`, says that its largest was.
  public mutating func setPairsSpread(
    _ pooled: Tensor, which: Tensor, from start: Int, lanes: Int, _ correlation: Correlation
  ) {
    var window = correlation.backward
    require(lanes > 0 && lanes % Tensor.lanes == 0, "setPairsSpread: \(lanes) lanes")
    pooled.requireRange(0, correlation.pooledCount * lanes, "setPairsSpread")
    which.requireRange(start, correlation.pooledCount * lanes, "setPairsSpread")
    requireRange(0, correlation.gradientCount * lanes, "setPairsSpread")
    makeUnique()
    Scalar.kernel.pairs_spread(&window, lanes, pooled.pointer, which.pointer + start, mutablePointer)
  }
}
