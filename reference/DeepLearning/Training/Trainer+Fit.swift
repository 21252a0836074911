public import Tensors

/// How a model is trained on a dataset.
public struct Plan: Sendable {
  /// Passes over the training samples.
  public var epochs: Int
  /// Samples in a step; the last batch of an epoch is left out when it is not full, unless it is the only one.
  public var batch: Int
  /// How the rate changes, step by step.
  public var schedule: Schedule
  /// When to stop early, by the validation loss; the parameters of the best epoch are then put back.
  public var stopping: EarlyStopping?
  /// Called after each step with epoch (from 1), step of the epoch (from 1) and steps in the epoch; for a progress bar.
  public var afterStep: (@Sendable (Int, Int, Int) -> Void)?
  /// Called after each epoch.
  public var afterEpoch: (@Sendable (History.Epoch) -> Void)?

  /// A plan; traps unless epochs and batch are positive.
  public init(
    epochs: Int, batch: Int = 32, schedule: Schedule = .constant, stopping: EarlyStopping? = nil,
    afterStep: (@Sendable (Int, Int, Int) -> Void)? = nil, afterEpoch: (@Sendable (History.Epoch) -> Void)? = nil
  ) {
    require(epochs > 0 && batch > 0, "Plan: \(epochs) epochs of batches of \(batch)")
    (self.epochs, self.batch, self.schedule, self.stopping) = (epochs, batch, schedule, stopping)
    (self.afterStep, self.afterEpoch) = (afterStep, afterEpoch)
  }
}

extension Trainer {
  /// Trains by mini-batches, in a fresh random order each epoch.
  ///
  /// - Parameters:
  ///   - data: the training samples.
  ///   - validation: measured after each epoch.
  ///   - stream: the orders.
  /// - Returns: what was measured.
  public mutating func fit(
    _ data: Dataset<Scalar>, validation: Dataset<Scalar>? = nil, _ plan: Plan, _ stream: inout RandomStream
  ) -> History {
    var history = History()
    var stopping = plan.stopping
    var best: Network<Scalar>?
    let rate = optimizer.rate
    let each = data.each
    let batch = min(plan.batch, data.count)
    let steps = data.count / batch
    var input = Tensor<Scalar>.empty
    for epoch in 1...plan.epochs {
      let order = stream.permutation(data.count)
      var sum = 0.0
      for step in 0..<steps {
        let indices = order[(step * batch)..<((step + 1) * batch)]
        input.gather(data.features, indices)
        let labels = indices.flatMap { data.labels[($0 * each)..<(($0 + 1) * each)] }
        optimizer.rate = rate * plan.schedule.factor((epoch - 1) * steps + step)
        sum += Double(self.step(input, .labels(labels)))
        plan.afterStep?(epoch, step + 1, steps)
      }
      let measured = validation.map { network.measure($0) }
      let entry = History.Epoch(
        number: epoch, loss: sum / Double(steps), validationLoss: measured?.loss, accuracy: measured?.accuracy)
      history.epochs.append(entry)
      plan.afterEpoch?(entry)
      if let loss = measured?.loss, stopping != nil {
        let stops = stopping?.shouldStop(loss, epoch: epoch) == true
        if stopping?.best?.epoch == epoch { best = network }
        if stops { break }
      }
    }
    if let best { network = best }
    optimizer.rate = rate
    return history
  }
}

extension Network {
  /// The mean cross-entropy and the part of right predictions on a dataset, in batches of 256.
  public func measure(_ data: Dataset<Scalar>) -> (loss: Double, accuracy: Double) {
    var network = self
    var (loss, right) = (0.0, 0)
    var unused = Tensor<Scalar>.empty
    for start in stride(from: 0, to: data.count, by: 256) {
      let range = start..<min(start + 256, data.count)
      let output = network.predict(data.features.rows(range))
      let part = (range.lowerBound * data.each)..<(range.upperBound * data.each)
      loss += Double(Loss.crossEntropy.evaluate(output, .labels(data.labels), samples: part, gradient: &unused))
      right += zip(output.greatestColumns(), data.labels[part]).count { $0 == Int($1) }
    }
    return (loss, Double(right) / Double(data.labels.count))
  }
}
