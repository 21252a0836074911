import LabKit

/// How `learn` trains: Adam (β₁ 0.9, β₂ 0.999, ε 1e-8) along the gradient of the loss at every step, clipped to a norm of
/// 1; so many steps, each on the next so many sequences in their order, from the first again after the last. The rate falls
/// evenly to 0.
public struct GatedTraining: Hashable, Sendable {
  public var units: Int
  public var classes: Int
  public var batchSize: Int
  public var steps: Int
  public var learningRate: Double
  public var seed: Int

  public init(units: Int, classes: Int, batchSize: Int, steps: Int, learningRate: Double, seed: Int) {
    (self.units, self.classes, self.batchSize, self.steps) = (units, classes, batchSize, steps)
    (self.learningRate, self.seed) = (learningRate, seed)
  }

  /// The trained model; nil where a model or a gradient has not the shapes that it must have.
  func trained(_ submission: any GatedRNNContract, _ symbols: Tensor, _ known: [[Int]], _ classesOfKnown: [Int])
    -> GatedClassifier?
  {
    let inputs = symbols.columns
    var model = submission.initialModel(
      inputs: inputs, units: units, classes: classes, seed: UInt64(bitPattern: Int64(seed)))
    let shapes = [[4 * units, inputs], [4 * units, units], [4 * units], [classes, units], [classes]]
    guard model.tensors.map(\.shape) == shapes else { return nil }
    var (mean, square) = (model.tensors.map { 0 * $0 }, model.tensors.map { 0 * $0 })
    for step in 1...steps {
      let places = (0..<batchSize).map { ((step - 1) * batchSize + $0) % known.count }
      let batch = places.map { known[$0] }
      let lengths = batch.map(\.count)
      let labels = places.map { [Int](repeating: classesOfKnown[$0], count: lengths.max() ?? 0) }
      var gradient = submission.gradient(
        model, Self.inputs(symbols, batch), labels, lengths: lengths, everyStep: true
      ).tensors
      guard gradient.map(\.shape) == shapes else { return nil }
      let norm = gradient.reduce(0) { $0 + ($1 * $1).sum() }.squareRoot()
      if norm > 1 { gradient = gradient.map { $0 / norm } }
      let rate = learningRate * (1 - Double(step - 1) / Double(steps))
      let (first, second) = (1 - pow(0.9, Double(step)), 1 - pow(0.999, Double(step)))
      var tensors = model.tensors
      for place in tensors.indices {
        mean[place] = 0.9 * mean[place] + 0.1 * gradient[place]
        square[place] = 0.999 * square[place] + 0.001 * (gradient[place] * gradient[place])
        tensors[place] -= (mean[place] * (rate / first)) / (square[place].map { ($0 / second).squareRoot() } + 1e-8)
      }
      model = GatedClassifier(tensors)
    }
    return model
  }

  /// Sequences of symbols as `[n, T, d]`, zeros past the end of each.
  static func inputs(_ symbols: Tensor, _ sequences: [[Int]]) -> Tensor {
    let (steps, size) = (sequences.map(\.count).max() ?? 0, symbols.columns)
    let rows = sequences.flatMap { sequence in
      sequence.flatMap { symbols.row($0).values }
        + [Double](repeating: 0, count: (steps - sequence.count) * size)
    }
    return Tensor(shape: [sequences.count, steps, size], values: rows)
  }
}

extension GatedClassifier {
  /// W, U, b, V and the output bias.
  var tensors: [Tensor] { [weights.inputWeights, weights.stateWeights, weights.bias, outputWeights, outputBias] }

  init(_ tensors: [Tensor]) {
    self.init(
      weights: LSTMWeights(inputWeights: tensors[0], stateWeights: tensors[1], bias: tensors[2]),
      outputWeights: tensors[3], outputBias: tensors[4])
  }
}
