// mistake: backward runs the network from the start anew for every step to get its two states: quadratic in the steps
import Foundation
import RNN

enum F {
  static func linear(_ input: Tensor, _ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    let out = input.matmul(weight.transposed())
    guard let bias = bias else { return out }
    return out + bias
  }
  static func sigmoid(_ x: Tensor) -> Tensor { x.map { 1.0 / (1.0 + exp(-$0)) } }
  static func tanh(_ x: Tensor) -> Tensor { x.map { Foundation.tanh($0) } }
}

enum torch {
  static func zeros(_ shape: Int...) -> Tensor { Tensor(shape: shape) }
  static func zeros_like(_ t: Tensor) -> Tensor { Tensor(shape: t.shape) }
  /// x.chunk(chunks, dim=1)
  static func chunk(_ x: Tensor, _ chunks: Int) -> [Tensor] {
    let width = x.columns / chunks
    return (0..<chunks).map { c in
      var part = zeros(x.rows, width)
      for i in 0..<x.rows { for j in 0..<width { part[i, j] = x[i, c * width + j] } }
      return part
    }
  }
  /// x.unbind(dim=1)
  static func unbind(_ x: Tensor) -> [Tensor] {
    (0..<x.shape[1]).map { t in
      var part = zeros(x.shape[0], x.shape[2])
      for i in 0..<x.shape[0] { for k in 0..<x.shape[2] { part[i, k] = x[i, t, k] } }
      return part
    }
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    // h = torch.tanh(F.linear(x, W_ih, b) + F.linear(h, W_hh))
    F.tanh(F.linear(x, cell.inputWeights, cell.bias) + F.linear(h, cell.stateWeights))
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    var output = torch.zeros(x.shape[0], x.shape[1], start.columns)
    var h = start
    for (t, x_t) in torch.unbind(x).enumerated() {
      h = step(cell, x_t, h)
      for i in 0..<h.rows { for j in 0..<h.columns { output[i, t, j] = h[i, j] } }   // output[:, t] = h
    }
    return output
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (xs, grads) = (torch.unbind(x), torch.unbind(statesGradient))
    // the state after `count` steps
    func hs(_ count: Int) -> Tensor {
      var part = torch.zeros(x.shape[0], count, x.shape[2])
      for i in 0..<x.shape[0] { for t in 0..<count { for k in 0..<x.shape[2] { part[i, t, k] = x[i, t, k] } } }
      return torch.unbind(states(cell, part, from: start)).last ?? start
    }
    var grad_w = torch.zeros_like(cell.inputWeights)
    var grad_u = torch.zeros_like(cell.stateWeights)
    var grad_b = torch.zeros_like(cell.bias)
    var grad_x = torch.zeros_like(x)
    var grad_h = torch.zeros_like(start)
    for t in stride(from: xs.count - 1, through: 0, by: -1) {
      grad_h += grads[t]
      let grad_z = grad_h * hs(t + 1).map { 1.0 - $0 * $0 }
      grad_w += grad_z.transposed().matmul(xs[t])
      grad_u += grad_z.transposed().matmul(hs(t))
      grad_b += grad_z.sum(axis: 0)
      let gx = grad_z.matmul(cell.inputWeights)
      for i in 0..<gx.rows { for k in 0..<gx.columns { grad_x[i, t, k] = gx[i, k] } }
      grad_h = grad_z.matmul(cell.stateWeights)
    }
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: grad_w, stateWeights: grad_u, bias: grad_b), start: grad_h, x: grad_x)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    // total_norm = torch.norm(torch.stack([torch.norm(g) for g in grads]))
    let norms = gradients.map { g in sqrt(g.values.map { $0 * $0 }.reduce(0, +)) }
    let total_norm = sqrt(norms.map { $0 * $0 }.reduce(0, +))
    if total_norm == 0 { return gradients }
    let clip_coef = maximumNorm / total_norm
    let clip_coef_clamped = min(clip_coef, 1.0)
    return gradients.map { $0 * clip_coef_clamped }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let (hx, cx) = (state.hidden, state.memory)
    let gates = F.linear(x, cell.inputWeights, cell.bias) + F.linear(hx, cell.stateWeights)
    let parts = torch.chunk(gates, 4)
    let ingate = F.sigmoid(parts[0])
    let forgetgate = F.sigmoid(parts[1])
    let cellgate = F.tanh(parts[2])
    let outgate = F.sigmoid(parts[3])
    let cy = (forgetgate * cx) + (ingate * cellgate)
    let hy = outgate * F.tanh(cy)
    return LSTMState(hidden: hy, memory: cy)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)   // torch.manual_seed(seed)
    let stdv = units > 0 ? 1.0 / sqrt(Double(units)) : 0
    func uniform_(_ shape: Int...) -> Tensor {
      var t = Tensor(shape: shape)
      for i in 0..<t.count { t.values[i] = generator.uniform(-stdv, stdv) }
      return t
    }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: uniform_(units, inputs), stateWeights: uniform_(units, units), bias: uniform_(units)),
      outputWeights: uniform_(classes, units), outputBias: uniform_(classes))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    var h = torch.zeros(x.shape[0], model.cell.bias.count)
    for x_t in torch.unbind(x) { h = step(model.cell, x_t, h) }
    return F.linear(h, model.outputWeights, model.outputBias)
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let h0 = torch.zeros(x.shape[0], model.cell.bias.count)
    let hs = states(model.cell, x, from: h0)
    let h_last = torch.unbind(hs).last ?? h0
    let logits = F.linear(h_last, model.outputWeights, model.outputBias)
    let grad_logits = RNNLab.crossEntropy(logits, labels).gradient
    let grad_last = grad_logits.matmul(model.outputWeights)
    var grad_hs = torch.zeros_like(hs)
    let T = hs.shape[1]
    if T > 0 {
      for i in 0..<grad_last.rows { for j in 0..<grad_last.columns { grad_hs[i, T - 1, j] = grad_last[i, j] } }
    }
    let grads = backward(model.cell, x, from: h0, statesGradient: grad_hs)
    return SequenceClassifier(
      cell: grads.cell, outputWeights: grad_logits.transposed().matmul(h_last), outputBias: grad_logits.sum(axis: 0))
  }
}
