extension Tensor {
  /// The element-wise half of one LSTM step, in place in this workspace of gates (m rows of i f g o, n each, from
  /// `start`): the gates are squashed, cell = f·cell₀ + i·g, squashed = tanh cell, hidden = o·squashed.
  ///
  /// `cells` holds m × n from `previous`, and gets m × n from `next`; `hidden` gets m × n in the matrix `target`.
  public mutating func applyLSTM(
    at start: Int, rows: Int, size: Int, cells: inout Tensor, previous: Int, next: Int, squashed: inout Tensor,
    squashedStart: Int, hidden: inout Tensor, into target: MatrixLayout
  ) {
    let count = Shape(rows, size).elementCount
    requireRange(start, 4 * count, "applyLSTM")
    cells.requireRange(previous, count, "applyLSTM")
    cells.requireRange(next, count, "applyLSTM")
    squashed.requireRange(squashedStart, count, "applyLSTM")
    require(
      target.rows == rows && target.columns == size && target.end <= hidden.count && !target.isTransposed,
      "applyLSTM: \(target.sizes) in the shape \(hidden.shape) for \(rows) rows of \(size)")
    makeUnique()
    cells.makeUnique()
    squashed.makeUnique()
    hidden.makeUnique()
    Scalar.kernel.lstm(
      rows, size, mutablePointer + start, cells.pointer + previous, cells.mutablePointer + next,
      squashed.mutablePointer + squashedStart, hidden.mutablePointer + target.start, target.stride)
  }

  /// Its backward half, in place: the squashed gates become the gradients of their pre-activations; `cellGradient` (m × n)
  /// goes from the cell after the step to the cell before it.
  public mutating func applyLSTMBackward(
    at start: Int, rows: Int, size: Int, cells: Tensor, previous: Int, squashed: Tensor, squashedStart: Int,
    hiddenGradient: Tensor, cellGradient: inout Tensor
  ) {
    let count = Shape(rows, size).elementCount
    requireRange(start, 4 * count, "applyLSTMBackward")
    cells.requireRange(previous, count, "applyLSTMBackward")
    squashed.requireRange(squashedStart, count, "applyLSTMBackward")
    hiddenGradient.requireRange(0, count, "applyLSTMBackward")
    cellGradient.requireRange(0, count, "applyLSTMBackward")
    makeUnique()
    cellGradient.makeUnique()
    Scalar.kernel.lstm_backward(
      rows, size, mutablePointer + start, cells.pointer + previous, squashed.pointer + squashedStart,
      hiddenGradient.pointer, cellGradient.mutablePointer)
  }

  /// The element-wise half of one GRU step, in place in this workspace of input products (m rows of r z n from `start`):
  /// r, z squashed; n = tanh(input + r·recurrent); hidden = (1 − z)·n + z·hidden₀.
  public mutating func applyGRU(
    at start: Int, rows: Int, size: Int, recurrent: inout Tensor, hidden: inout Tensor, previous: Int, next: Int
  ) {
    let count = Shape(rows, size).elementCount
    requireRange(start, 3 * count, "applyGRU")
    recurrent.requireRange(start, 3 * count, "applyGRU")
    hidden.requireRange(previous, count, "applyGRU")
    hidden.requireRange(next, count, "applyGRU")
    makeUnique()
    recurrent.makeUnique()
    hidden.makeUnique()
    Scalar.kernel.gru(
      rows, size, mutablePointer + start, recurrent.mutablePointer + start, hidden.pointer + previous,
      hidden.mutablePointer + next)
  }

  /// Its backward half: this workspace gets the gradients of the input products, `recurrentGradient` those of the recurrent
  /// ones; `hiddenGradient` (m × n) keeps the part that goes to hidden₀ past the products.
  public mutating func setGRUBackward(
    at start: Int, rows: Int, size: Int, gates: Tensor, recurrent: Tensor, hidden: Tensor, previous: Int,
    hiddenGradient: inout Tensor, recurrentGradient: inout Tensor
  ) {
    let count = Shape(rows, size).elementCount
    requireRange(start, 3 * count, "setGRUBackward")
    gates.requireRange(start, 3 * count, "setGRUBackward")
    recurrent.requireRange(start, 3 * count, "setGRUBackward")
    recurrentGradient.requireRange(start, 3 * count, "setGRUBackward")
    hidden.requireRange(previous, count, "setGRUBackward")
    hiddenGradient.requireRange(0, count, "setGRUBackward")
    makeUnique()
    hiddenGradient.makeUnique()
    recurrentGradient.makeUnique()
    Scalar.kernel.gru_backward(
      rows, size, gates.pointer + start, recurrent.pointer + start, hidden.pointer + previous,
      hiddenGradient.mutablePointer, mutablePointer + start, recurrentGradient.mutablePointer + start)
  }
}
