internal import Tensors

/// Where a recurrent layer's steps stand among its tensors: steps first, and (xₜ, hₜ₋₁) side by side in rows of inputs + size.
struct RecurrentSteps: Sendable {
  let samples, steps, inputs, size: Int

  init(_ samples: Int, steps: Int, inputs: Int, size: Int) {
    (self.samples, self.steps, self.inputs, self.size) = (samples, steps, inputs, size)
  }

  /// The length of (xₜ, hₜ₋₁).
  var width: Int { inputs + size }

  /// A step of a tensor of steps × samples × columns.
  func block(_ step: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * columns, rows: samples, columns: columns)
  }

  /// (xₜ, hₜ₋₁) of a step t, from 0.
  func joined(_ step: Int) -> MatrixLayout { block(step, width) }

  /// Its xₜ.
  func input(_ step: Int) -> MatrixLayout { part(step, from: 0, inputs) }

  /// Its hₜ₋₁: the state before the step.
  func state(_ step: Int) -> MatrixLayout { part(step, from: inputs, size) }

  /// A step of a tensor of samples × steps × columns.
  func sampleFirst(_ step: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * columns, rows: samples, columns: columns, stride: steps * columns)
  }

  private func part(_ step: Int, from start: Int, _ columns: Int) -> MatrixLayout {
    MatrixLayout(start: step * samples * width + start, rows: samples, columns: columns, stride: width)
  }
}
