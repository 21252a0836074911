public import LabKit

/// The GatedRNN lab's operations: each function of the contract by its name, and some that put functions together.
public enum GatedRNNLab {
  public typealias Its = any GatedRNNContract

  public static let lstmStep = ContractOperation("lstmStep") { (it: Its) in it.lstmStep }
  public static let lstmRun = ContractOperation("lstmRun") { (it: Its) in it.lstmRun }
  public static let lstmBackward = ContractOperation("lstmBackward") { (it: Its) in it.lstmBackward }
  public static let gruRun = ContractOperation("gruRun") { (it: Its) in it.gruRun }
  public static let gruBackward = ContractOperation("gruBackward") { (it: Its) in it.gruBackward }
  public static let scores = ContractOperation("scores") { (it: Its) in it.scores }
  public static let loss = ContractOperation("loss") { (it: Its) in it.loss }
  public static let gradient = ContractOperation("gradient") { (it: Its) in it.gradient }

  public static let initialModel = ContractOperation("initialModel") { (it: Its) in
    { (inputs: Int, units: Int, classes: Int, seed: Int) in
      it.initialModel(inputs: inputs, units: units, classes: classes, seed: UInt64(bitPattern: Int64(seed)))
    }
  }

  /// The biases of initialModel, which nothing is left to.
  public static let initialBiases = ContractOperation("initialBiases") { (it: Its) in
    { (inputs: Int, units: Int, classes: Int, seed: Int) -> [Tensor] in
      let model = it.initialModel(
        inputs: inputs, units: units, classes: classes, seed: UInt64(bitPattern: Int64(seed)))
      return [model.weights.bias, model.outputBias]
    }
  }

  /// Σ direction ⊙ hidden states of lstmRun: a loss whose gradient in them is `direction`.
  public static let lstmLoss = ContractOperation("lstmLoss") { (it: Its) in
    { (at: LSTMGradient, lengths: [Int], direction: Tensor) in
      total(it.lstmRun(at.weights, at.x, lengths: lengths, from: at.start).hidden, direction)
    }
  }

  /// The same of gruRun.
  public static let gruLoss = ContractOperation("gruLoss") { (it: Its) in
    { (at: GRUGradient, lengths: [Int], direction: Tensor) in
      total(it.gruRun(at.weights, at.x, lengths: lengths, from: at.start), direction)
    }
  }

  /// loss of scores: the submission's own loss of a model, to be differentiated.
  public static let modelLoss = ContractOperation("modelLoss") { (it: Its) in
    { (model: GatedClassifier, x: Tensor, labels: [[Int]], lengths: [Int], everyStep: Bool) in
      it.loss(it.scores(model, x, lengths: lengths), labels, lengths: lengths, everyStep: everyStep).loss
    }
  }

  /// initialModel, Adam along the gradient, then for each unseen sequence the class with the highest score at its last step.
  ///
  /// Sequences are lists of symbols, each a row of `symbols`; of those to learn from the class is known.
  public static let learn = ContractOperation("learn") { (it: Its) in
    { (symbols: Tensor, known: [[Int]], classes: [Int], unseen: [[Int]], training: GatedTraining) -> [Int] in
      guard let model = training.trained(it, symbols, known, classes) else { return [] }
      let lengths = unseen.map(\.count)
      let scores = it.scores(model, GatedTraining.inputs(symbols, unseen), lengths: lengths)
      guard scores.shape == [unseen.count, lengths.max() ?? 0, training.classes] else { return [] }
      return unseen.indices.map { scores.row($0).rows(at: [lengths[$0] - 1]).argmaxOfRows()[0] }
    }
  }

  /// The operations carried out by a submission.
  public static func operations<Submission: GatedRNNContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    bound(
      [
        lstmStep, lstmRun, lstmBackward, gruRun, gruBackward, initialModel, scores, loss, gradient, lstmLoss, gruLoss,
        modelLoss, learn, initialBiases,
      ]) { Submission() }
  }

  private static func total(_ states: Tensor, _ direction: Tensor) -> Double {
    guard states.shape == direction.shape else { return .nan }
    return zip(states.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
