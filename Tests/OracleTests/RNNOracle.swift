import DeepLearning
import Labs
import Tensors

/// The RNN lab by `Elman` and `Dense`, the LSTM's cell and clipping; from a start state by automatic differentiation.
struct RNNOracle: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    var state = sums(cell.inputWeights, cell.stateWeights, cell.bias, x, h)
    state.apply(.tanh)
    return state.lab
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    exchanged(Graph(cell, x, start).states.map(\.value), like: x, units: cell.bias.count)
  }

  /// Σ statesGradient ⊙ states as a graph: the library's layer starts from zeros, the lab's from any state.
  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let graph = Graph(cell, x, start)
    let weights = statesGradient.library.permuted([1, 0, 2])
    let loss = graph.states.enumerated().reduce(Variable(0)) { $0 + ($1.element * Variable(weights[$1.offset])).sum() }
    let slopes = loss.gradients(by: graph.leaves)
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: slopes[0], stateWeights: slopes[1], bias: slopes[2]), start: slopes[3],
      x: exchanged(slopes[4...].map(\.library), like: x, units: x.shape[2]))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var parameters = Parameters(gradients)
    parameters.clip(to: maximumNorm)
    return parameters.tensors
  }

  /// The library's gates stand in the lab's order. Its layer starts from zeros, so that its cell alone is used.
  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let (rows, size) = (state.hidden.rows, state.hidden.columns)
    var gates = sums(cell.inputWeights, cell.stateWeights, cell.bias, x, state.hidden)
    var memory = LibraryTensor.concatenating([state.memory.library, state.memory.library])
    var hidden = LibraryTensor(zeros: [rows, size])
    var squashed = hidden
    gates.applyLSTM(
      at: 0, rows: rows, size: size, cells: &memory, previous: 0, next: rows * size, squashed: &squashed,
      squashedStart: 0, hidden: &hidden, into: MatrixLayout(rows: rows, columns: size))
    return LSTMState(hidden: hidden.lab, memory: memory.rows(rows..<2 * rows).lab)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    notImplemented()
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor { layers(model).output(x) }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let slopes = layers(model).crossEntropy(x, labels).parameters
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: slopes[0], stateWeights: slopes[1], bias: slopes[2]),
      outputWeights: slopes[4], outputBias: slopes[5])
  }

  /// The library has a bias for the input and one for the state, the lab has one: the other is 0.
  private func layers(_ model: SequenceClassifier) -> Layers {
    let (cell, output) = (model.cell, model.outputWeights)
    let tensors = [cell.inputWeights, cell.stateWeights, cell.bias, 0 * cell.bias, output, model.outputBias]
    return Layers(tensors) { parameters, stream in
      [
        Elman(cell.inputWeights.columns, cell.bias.count, name: "r", in: &parameters, &stream),
        Dense(output.columns, output.rows, name: "o", in: &parameters, &stream),
      ]
    }
  }

  /// x Wᵀ + h Uᵀ + b.
  private func sums(_ w: Tensor, _ u: Tensor, _ b: Tensor, _ x: Tensor, _ h: Tensor) -> LibraryTensor {
    x.library.multiplied(by: w.library, transposingOther: true)
      + h.library.multiplied(by: u.library, transposingOther: true) + b.library
  }

  /// Steps, each `[n, units]`, as `[n, steps, units]`.
  private func exchanged(_ steps: [LibraryTensor], like x: Tensor, units: Int) -> Tensor {
    let joined = LibraryTensor(steps.flatMap(\.elements), [steps.count, x.shape[0], units])
    return joined.permuted([1, 0, 2]).lab
  }

  /// The states as a graph of W, U, b, the start and each step's input, which are its leaves in this order.
  private struct Graph {
    var leaves: [Variable<Double>]
    var states: [Variable<Double>] = []

    init(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor) {
      let steps = x.library.permuted([1, 0, 2])
      leaves = [cell.inputWeights, cell.stateWeights, cell.bias, start].map { Variable($0) }
      let inputs = (0..<x.shape[1]).map { Variable(steps[$0]) }
      for input in inputs {
        let fromState = (states.last ?? leaves[3]).multiplied(by: leaves[1].transposed)
        states.append((input.multiplied(by: leaves[0].transposed) + fromState + leaves[2]).tanh())
      }
      leaves += inputs
    }
  }
}
