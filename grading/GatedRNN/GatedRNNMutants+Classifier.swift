import Checks

extension GatedRNNMutants {
  /// In initialModel, scores, loss and gradient.
  static let classifiers = Mutant.list(
    """
    forget-bias-zero: no bias at the forget gates
      weights.bias[units + unit] = 1 → weights.bias[units + unit] = 0
      fails biases
    forget-bias-at-input: the bias of 1 at the input gates
      weights.bias[units + unit] = 1 → weights.bias[unit] = 1
      fails biases
    bias-one-everywhere: 1 at all gates
      bias: Tensor(shape: [4 * units])) → bias: Tensor(shape: [4 * units], repeating: 1))
      fails biases
    seed-ignored: always the same weights
      var generator = Generator(seed: seed) → var generator = Generator(seed: 1)
      fails initial, repeats
    seed-of-32-bits: the upper half of the seed is lost
      var generator = Generator(seed: seed) → var generator = Generator(seed: seed & 0xFFFF_FFFF)
      fails initial, repeats
    one-stream-for-all: every matrix from the same numbers
      let outputWeights = generator.normal → generator = Generator(seed: seed); let outputWeights = generator.normal
      fails initial
    weights-not-scaled: a deviation of 1
      stateWeights: generator.normal(shape: [4 * units, units], deviation: 1 / sqrt(Double(units))) → stateWeights: generator.normal(shape: [4 * units, units], deviation: 1)
      fails initial
    input-weights-by-rows: 1/√(4u) in place of 1/√d or 1/√u
      inputWeights: generator.normal(shape: [4 * units, inputs], deviation: 1 / sqrt(Double(inputs))) → inputWeights: generator.normal(shape: [4 * units, inputs], deviation: 0.9 / sqrt(Double(4 * units)))
      fails initial
    output-weights-too-wide: twice as wide as they may be
      let outputWeights = generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units))) → let outputWeights = generator.normal(shape: [classes, units], deviation: 2 / sqrt(Double(units)))
      fails initial
    weights-all-zero: no random weights
      stateWeights: generator.normal(shape: [4 * units, units], deviation: 1 / sqrt(Double(units))) → stateWeights: Tensor(shape: [4 * units, units])
      fails initial
    scores-bias-forgotten: no output bias
      let scores = rows.matmul(model.outputWeights.transposed()) + model.outputBias → let scores = rows.matmul(model.outputWeights.transposed())
      fails scores, scores.edges
    scores-of-the-last-state: the last state's scores at every step
      - let scores = rows.matmul(model.outputWeights.transposed()) + model.outputBias
      + let steps = hidden.shape[1]
      + let scores = rows.rows(at: (0..<rows.rows).map { $0 / steps * steps + steps - 1 }).matmul(model.outputWeights.transposed()) + model.outputBias
      fails scores, scores.edges
    loss-of-the-sum: a sum, no mean
      return SequenceLoss(loss: result.loss / count, gradient: result.gradient / count) → return result
      fails loss, loss.edges
    loss-gradient-of-the-sum: the loss divided, its gradient not
      gradient: result.gradient / count) → gradient: result.gradient)
      fails loss, loss.edges
    loss-over-all-steps: divided by all steps there are, whether they count or not
      if count == 0 { return result } → count = everyStep ? Double(max(1, scores.shape[0] * scores.shape[1])) : max(1, Double(lengths.count))
      fails loss, loss.edges
    loss-of-nothing: a mean over nothing is no number
      if count == 0 { return result } → //
      fails loss.edges, gradient.oracle
    loss-mean-of-means: each sequence has the same weight, whatever its length
      - count += 1
      + count += everyStep ? 1 / Double(length) : 1
      fails loss, loss.edges
    loss-at-the-last-column: the last step of the batch in place of the sequence's
      for t in (everyStep ? 0 : length - 1)..<length → for t in (everyStep ? 0 : scores.shape[1] - 1)..<(everyStep ? length : scores.shape[1])
      fails loss, gradient, loss.edges, gradient.oracle, gradient.differences
    loss-past-the-end: every step of the batch counts
      for t in (everyStep ? 0 : length - 1)..<length { → for t in (everyStep ? 0 : length - 1)..<(everyStep ? scores.shape[1] : length) where labels[sequence].count > t {
      fails loss, gradient, loss.edges, gradient.oracle, gradient.differences, repeats, accuracy
    loss-every-step-always: many to many, whatever is asked
      for t in (everyStep ? 0 : length - 1)..<length { → for t in 0..<length where everyStep || labels[sequence][t] >= 0 {
      fails loss.edges
    loss-naive: exponentials of the scores themselves
      for k in 0..<classes { largest = max(largest, scores[sequence, t, k]) } → largest = 0
      fails loss.edges, gradient.oracle
    loss-with-epsilon: ln(p + 1e-12)
      result.loss += largest - scores[sequence, t, label] + log(sum) → result.loss -= log(exp(scores[sequence, t, label] - largest) / sum + 1e-12)
      fails loss, loss.edges
    loss-cut: no loss of a step above 50
      result.loss += largest - scores[sequence, t, label] + log(sum) → result.loss += min(50, largest - scores[sequence, t, label] + log(sum))
      fails loss.edges
    loss-without-label: the softmax alone as the gradient
      result.gradient[sequence, t, label] -= 1 → //
      fails loss, loss.edges, gradient.oracle, repeats, accuracy; sometimes gradient, gradient.differences
    gradient-last-always: the loss at the last steps, whatever is asked
      let slope = loss(read(model, hidden), labels, lengths: lengths, everyStep: everyStep).gradient → let slope = loss(read(model, hidden), labels, lengths: lengths, everyStep: false).gradient
      fails gradient, gradient.oracle, gradient.differences
    gradient-output-weights-halved: half of the output weights' gradient
      outputWeights: delta.transposed().matmul(rows), outputBias: delta.sum(axis: 0)) → outputWeights: 0.5 * delta.transposed().matmul(rows), outputBias: delta.sum(axis: 0))
      fails gradient, gradient.oracle, gradient.differences
    gradient-bias-averaged: the output bias's gradient is a mean over all steps
      outputBias: delta.sum(axis: 0)) → outputBias: delta.sum(axis: 0) / Double(max(1, delta.rows)))
      fails gradient, gradient.oracle, gradient.differences
    gradient-of-full-lengths: lengths left out on the way back
      model.weights, x, lengths: lengths, from: zeros(x.shape[0], model), → model.weights, x, lengths: lengths.map { _ in x.shape[1] }, from: zeros(x.shape[0], model),
      fails gradient.oracle
    """)
}
