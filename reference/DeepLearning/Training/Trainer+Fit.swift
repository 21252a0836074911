public import Tensors

extension Trainer {
  /// Trains by mini-batches, in a fresh random order each epoch.
  ///
  /// - Parameters:
  ///   - data: the training samples, with labels or with values as the loss asks.
  ///   - validation: measured after each epoch.
  ///   - plan: epochs, batches, learning rates, and what is done after each.
  ///   - stream: the orders.
  ///   - checkpoint: where a former training was left, to go on from there bit for bit; trainer, data and plan must be made as then.
  ///   - keeping: called after each epoch with all that is needed to go on, such as `{ try $0.save(to: file) }`.
  /// - Returns: what was measured, with the former training's epochs.
  @discardableResult public mutating func fit<Data: TrainingData<Scalar>>(
    _ data: Data, validation: Data? = nil, _ plan: Plan, _ stream: inout RandomStream,
    from checkpoint: Checkpoint<Scalar>? = nil, keeping: ((Checkpoint<Scalar>) throws -> Void)? = nil
  ) rethrows -> History {
    require(plan.stopping == nil || validation != nil, "Trainer.fit: early stopping needs validation samples")
    require(data.count > 0, "Trainer.fit: no training sample")
    require(plan.batch > 0, "Trainer.fit: batches of \(plan.batch)")
    var state = checkpoint?.progress ?? Checkpoint.Progress(stopping: plan.stopping, rate: optimizer.rate)
    if let checkpoint { resume(checkpoint, &stream) }
    var best = checkpoint?.best
    let batch = min(plan.batch, data.count)
    let steps = data.count / batch
    var input = Tensor<Scalar>.empty
    while state.epochs < plan.epochs && !state.isStopped {
      let epoch = state.epochs + 1
      let order = stream.permutation(data.count)
      var sum = 0.0
      for step in 0..<steps {
        let indices = order[(step * batch)..<((step + 1) * batch)]
        input.gather(data.features, indices)
        optimizer.rate = state.rate * plan.schedule.factor((epoch - 1) * steps + step)
        sum += Double(self.step(input, data.targets(of: indices)))
        plan.afterStep?(epoch, step + 1, steps)
      }
      let measured = validation.map { network.measure($0, loss) }
      let entry = History.Epoch(
        number: epoch, loss: sum / Double(steps), validationLoss: measured?.loss, accuracy: measured?.accuracy)
      state.history.epochs.append(entry)
      state.epochs = epoch
      plan.afterEpoch?(entry)
      if let loss = measured?.loss, state.stopping != nil {
        state.isStopped = state.stopping?.shouldStop(loss, epoch: epoch) == true
        if state.stopping?.best?.epoch == epoch { best = network.saved }
      }
      try keeping?(Checkpoint(self, state, stream, best: best))
    }
    if let best { network.restore(best) }
    optimizer.rate = state.rate
    return state.history
  }

  /// Everything as it was when the checkpoint was kept.
  private mutating func resume(_ checkpoint: Checkpoint<Scalar>, _ stream: inout RandomStream) {
    let (mine, theirs) = (network.savedTensors, checkpoint.current.tensors)
    require(
      mine.count == theirs.count
        && zip(mine, theirs).allSatisfy { $0.name == $1.name && $0.value.shape == $1.value.shape },
      "Trainer.fit: the checkpoint is another model's: \(theirs.map(\.name)) for \(mine.map(\.name))")
    require(
      optimizer.memory.tensors.map(\.name) == checkpoint.memory.tensors.map(\.name),
      "Trainer.fit: the checkpoint is another optimizer's")
    var network = network
    network.restore(checkpoint.current)
    self.network = network
    optimizer.memory = checkpoint.memory
    stream = checkpoint.progress.stream
  }
}

extension Network {
  /// The mean cross-entropy and the part of right predictions on a dataset, in batches of 256.
  public func measure(_ data: Dataset<Scalar>) -> (loss: Double, accuracy: Double) {
    let (loss, accuracy) = measure(data, .crossEntropy)
    return (loss, accuracy ?? 0)
  }

  /// The mean loss and, for labels, the part of right predictions on a dataset, in batches of 256.
  public func measure<Data: TrainingData<Scalar>>(
    _ data: Data, _ function: Loss<Scalar>
  ) -> (loss: Double, accuracy: Double?) {
    var stack = stack
    var (loss, right) = (0.0, 0)
    var unused = Tensor<Scalar>.empty
    let targets = data.targets
    let each = targets.count / data.count
    for start in stride(from: 0, to: data.count, by: 256) {
      let range = start..<min(start + 256, data.count)
      let output = stack.forward(data.features.rows(range), parameters, training: false)
      let part = (range.lowerBound * each)..<(range.upperBound * each)
      loss += Double(function.evaluate(output, targets, samples: part, gradient: &unused))
      if case .labels(let labels) = targets { right += zip(output.argmax(), labels[part]).count { $0 == Int($1) } }
    }
    guard case .labels(let labels) = targets else { return (loss, nil) }
    return (loss, Double(right) / Double(labels.count))
  }
}
