public import Tensors

/// Training steps on all cores: the batch is cut into as many parts as there are threads, each thread has a copy of the layers
/// (their workspaces, not their parameters) and a gradient of its own, and the gradients are summed before the update.
///
/// The threads' copies of the layers are made in the first step, and anew in the step after a change of `network` from outside.
/// The sum is over the same parts whatever the threads do, so a run is repeatable on a machine with the same number of
/// cores. After the first step, a step of the same size allocates nothing.
public struct Trainer<Scalar: TensorScalar>: Sendable {
  /// The model, which every step changes.
  public var network: Network<Scalar> {
    get { model }
    set {
      model = newValue
      workers = []
    }
  }
  /// The rule of the step.
  public var optimizer: any Optimizer<Scalar>
  /// What is made small.
  public let loss: Loss<Scalar>
  /// The most that the gradient's Euclidean length may be; longer ones are scaled down (Pascanu and others 2013).
  public var greatestNorm: Scalar?
  private var model: Network<Scalar>
  private let fixedParts: Int?
  private var workers: [Worker]
  private var hadLengths = false

  /// Multiplications of a forward pass that pay for a thread's waking and for its gradient's summing.
  private static var threshold: Int { 250_000 }

  /// A trainer for a model.
  ///
  /// - Parameters:
  ///   - network: the model.
  ///   - optimizer: its rule, with what it remembers.
  ///   - loss: what is made small.
  ///   - greatestNorm: the most that the gradient's Euclidean length may be.
  ///   - parts: how many parts each batch is cut into; by default one for each core where that pays. A batch whose samples a layer joins
  ///     (batch norm, dropout) is always one.
  public init(
    _ network: Network<Scalar>, _ optimizer: any Optimizer<Scalar>, loss: Loss<Scalar>, greatestNorm: Scalar? = nil,
    parts: Int? = nil
  ) {
    require(parts ?? 1 > 0, "Trainer: \(parts ?? 0) parts")
    require(greatestNorm ?? 0 >= 0, "Trainer: a greatest norm of \(greatestNorm ?? 0)")
    model = network
    self.optimizer = optimizer
    self.loss = loss
    self.greatestNorm = greatestNorm
    fixedParts = parts
    workers = []
  }

  /// One thread's share.
  private struct Worker: Sendable {
    var stack: Stack<Scalar>
    var gradients: Parameters<Scalar>
    var outputGradient = Tensor<Scalar>.empty
    var loss = Scalar(0)

    @_specialize(where Scalar == Float)
    mutating func run(
      _ input: Tensor<Scalar>, _ targets: Targets<Scalar>, _ samples: Range<Int>, _ parameters: Parameters<Scalar>,
      _ function: Loss<Scalar>, _ lengths: ArraySlice<Int>?
    ) {
      if lengths != nil { stack.setLengths(lengths) }
      let output = stack.forward(input, parameters, training: true)
      loss = function.evaluate(output, targets, samples: samples, gradient: &outputGradient)
      _ = stack.backward(outputGradient, parameters, into: &gradients)
    }
  }

  /// Forward, backward and update for one batch; returns the mean loss before the update.
  ///
  /// - Parameters:
  ///   - input: samples first.
  ///   - targets: as many as the output has rows, a whole number for each sample.
  ///   - lengths: how many steps of each sample count, for recurrent layers that read that.
  @_specialize(where Scalar == Float)
  public mutating func step(
    _ input: Tensor<Scalar>, _ targets: Targets<Scalar>, lengths: [Int]? = nil
  ) -> Scalar {
    let samples = input.shape.first ?? 0
    require(samples > 0, "Trainer.step: the input \(input.shape) has no sample")
    require(
      lengths.map { $0.count == samples } ?? true, "Trainer.step: \(lengths?.count ?? 0) lengths for \(samples) samples"
    )
    // Lengths of a step are no part of the model: the next step has its own, or none.
    if hadLengths != (lengths != nil) { workers = [] }
    hadLengths = lengths != nil
    let steps = (2...3).contains(input.shape.rank) ? input.shape[1] : 1
    let alone = model.stack.treatsSamplesAlone
    let worth = model.stack.multiplications(steps: steps) * samples / Trainer.threshold
    let parts = alone ? min(fixedParts ?? max(1, min(worth, Parallel.width)), samples) : 1
    if workers.count != parts {
      let fresh = Worker(stack: model.stack, gradients: model.parameters.zeros())
      workers = Array(repeating: fresh, count: parts)
    }
    runWorkers(input, targets, lengths, samples: samples, parts: parts)
    update(parts)
    if !alone { model.stack = workers[0].stack }
    var sum = Scalar(0)
    for index in workers.indices { sum += workers[index].loss }
    return sum
  }

  /// The update, along the sum of the workers' gradients; the second one is added on the way.
  @_specialize(where Scalar == Float)
  private mutating func update(_ parts: Int) {
    let alone = greatestNorm == nil ? 2 : 1
    for index in stride(from: parts - 1, through: alone, by: -1) { addGradient(of: index) }
    if let greatestNorm { workers[0].gradients.clip(to: greatestNorm) }
    let rest = alone == 2 && parts > 1 ? workers[1].gradients : nil
    optimizer.update(&model.parameters, along: workers[0].gradients, plus: rest)
  }

  /// A method of its own, so that no reference to the parameters is left when the update writes them in place.
  @_specialize(where Scalar == Float)
  @inline(never) private mutating func runWorkers(
    _ input: Tensor<Scalar>, _ targets: Targets<Scalar>, _ lengths: [Int]?, samples: Int, parts: Int
  ) {
    let (parameters, loss) = (model.parameters, loss)
    require(targets.count % samples == 0, "Trainer.step: \(targets.count) targets for \(samples) samples")
    let each = targets.count / samples
    if parts == 1 {
      workers[0].run(input, targets, targets.all, parameters, loss, lengths?[...])
      return
    }
    Parallel.forEach(
      &workers,
      Part(
        input: input, targets: targets, parameters: parameters, loss: loss, lengths: lengths, samples: samples,
        parts: parts, each: each))
  }

  /// What the workers share in one step.
  private struct Part: ParallelItemTask {
    let input: Tensor<Scalar>
    let targets: Targets<Scalar>
    let parameters: Parameters<Scalar>
    let loss: Loss<Scalar>
    let lengths: [Int]?
    let samples, parts, each: Int

    func run(_ index: Int, _ worker: inout Worker) {
      let range = (samples * index / parts)..<(samples * (index + 1) / parts)
      worker.run(
        input.rows(range), targets, (range.lowerBound * each)..<(range.upperBound * each), parameters, loss,
        lengths?[range])
    }
  }

  private mutating func addGradient(of index: Int) {
    let other = workers[index].gradients.values
    workers[0].gradients.values.addInParallel(other)
  }
}
