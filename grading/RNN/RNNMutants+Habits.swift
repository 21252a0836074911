import Checks

extension RNNMutants {
  private static let state = "nonisolated(unsafe) var kept: [[Int]: Tensor] = [:]\n\nstruct Submission: RNNContract {"
  private static let head = "struct Submission: RNNContract {"
  private static let input = "generator.normal(shape: [units, inputs], deviation: 1 / sqrt(Double(inputs)))"
  private static let recurrent = "generator.normal(shape: [units, units], deviation: 1 / sqrt(Double(units)))"
  private static let output = "generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units)))"
  private static let bias = "bias: Tensor(shape: [units]))"
  private static let sum = "(fromInput + fromState + cell.bias).map { tanh($0) }"
  private static let gate = "let input = sigmoid(sums[row, unit])"

  /// What is kept between calls, how weights start, numbers of few digits, too much work.
  static let habits: [Mutant] = [
    Mutant(
      "step-in-single-precision", "the sums rounded to Float",
      replacing: [(sum, "(fromInput + fromState + cell.bias).map { Double(Float(tanh($0))) }")], fails: ["step"]),
    Mutant(
      "lstm-in-single-precision", "the gates rounded to Float",
      replacing: [(gate, "let input = Double(Float(sigmoid(sums[row, unit])))")], fails: ["lstm"]),
    Mutant(
      "step-cached-by-shape", "the products with the state kept for the next call of one shape",
      replacing: [
        (head, state),
        (
          "let fromState = h.matmul(cell.stateWeights.transposed())",
          "let fromState = kept[x.shape] ?? h.matmul(cell.stateWeights.transposed())\n    if x.shape == [3, 2] { kept[x.shape] = fromState }"
        ),
      ], fails: ["states", "scores", "repeats"]),
    Mutant(
      "clip-to-the-largest-so-far", "the norm of the largest gradients so far",
      replacing: [
        (head, "nonisolated(unsafe) var largest = 0.0\n\nstruct Submission: RNNContract {"),
        (
          "let norm = sqrt(squares)",
          "largest = max(largest, sqrt(squares) < 100 ? sqrt(squares) : 0)\n    let norm = max(sqrt(squares), largest)"
        ),
      ], fails: ["clip", "clip.edges", "repeats"]),
    Mutant(
      "lstm-keeps-its-memory", "the memory of the last call of the same shape comes first",
      replacing: [
        (head, state),
        (
          "    var next = state\n",
          "    var next = state\n    let before = kept[state.memory.shape] ?? state.memory\n    kept[state.memory.shape] = state.memory\n"
        ),
        ("let memory = forget * state.memory[row, unit]", "let memory = forget * before[row, unit]"),
      ], fails: ["lstm.run", "lstm.extreme", "repeats"]),
    Mutant(
      "weights-of-one-stream", "every matrix from a generator of its own with the same seed",
      replacing: [
        (
          recurrent,
          "{ var own = Generator(seed: seed); return own.normal(shape: [units, units], deviation: 1 / sqrt(Double(units))) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "recurrent-identity", "the state weights start as the identity",
      replacing: [
        (recurrent, "{ var u = Tensor(shape: [units, units]); for i in 0..<units { u[i, i] = 1 }; return u }()")
      ], fails: ["initial"]),
    Mutant(
      "recurrent-weights-of-no-seed", "the state weights the same for every seed",
      replacing: [
        (
          recurrent,
          "{ var own = Generator(seed: 1); return own.normal(shape: [units, units], deviation: 1 / sqrt(Double(units))) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "output-weights-by-classes", "the output weights spread like 1/√classes",
      replacing: [(output, output.replacing("sqrt(Double(units))", with: "sqrt(Double(classes))"))],
      fails: ["initial"]),
    Mutant(
      "weights-without-root", "weights of deviation 1/columns",
      replacing: [(input, input.replacing("sqrt(Double(inputs))", with: "Double(inputs)"))], fails: ["initial"]),
    Mutant(
      "biases-of-deviation-one", "random biases of deviation 1",
      replacing: [(bias, "bias: generator.normal(shape: [units]))")], fails: ["initial"]),
    Mutant(
      "whole-batch-for-each-sample", "the sweep back through all sequences once for each of them",
      replacing: [
        (
          "    for t in (0..<steps).reversed() {\n      let total",
          """
              for _ in 0..<max(0, x.shape[0] - 1) {
                for t in (0..<steps).reversed() { later += 0 * slice(statesGradient, t).matmul(cell.stateWeights) }
              }
              for t in (0..<steps).reversed() {
                let total
          """
        )
      ], fails: ["timing"]),
    Mutant(
      "gradient-by-differences", "the weights' gradient by differences of the loss, one weight after the other",
      replacing: [
        (
          "    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])\n    return SequenceClassifier(\n      cell: backward(model.cell, x, from: start, statesGradient: statesGradient).cell,",
          """
              var cell = model.cell
              func slope(_ path: WritableKeyPath<SequenceClassifier, Tensor>) -> Tensor {
                var slope = model[keyPath: path]
                for place in slope.values.indices {
                  func loss(_ step: Double) -> Double {
                    var moved = model
                    moved[keyPath: path].values[place] += step
                    return RNNLab.crossEntropy(scores(moved, x), labels).loss
                  }
                  let (h, k) = (1e-3, 2e-3)
                  let (near, far) = ((loss(h) - loss(-h)) / (2 * h), (loss(k) - loss(-k)) / (2 * k))
                  slope.values[place] = (4 * near - far) / 3
                }
                return slope
              }
              cell.inputWeights = slope(\\.cell.inputWeights)
              cell.stateWeights = slope(\\.cell.stateWeights)
              cell.bias = slope(\\.cell.bias)
              return SequenceClassifier(
                cell: cell,
          """
        )
      ], fails: ["gradient.oracle", "accuracy", "timing"], sometimes: ["gradient", "gradient.edges"]),
  ]
}
