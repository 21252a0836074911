@_exported public import LabKit

/// What a submission to the Attention lab provides; the statement has the equations.
///
/// Write `struct Submission: AttentionContract { … }`. No function may remember anything from one call to the next.
/// Shapes: one sequence at a time, one position a row: T positions, m features, h heads of m / h features each.
public protocol AttentionContract {
  init()

  /// softmax(q kᵀ / √d) row by row, `[T, S]` from q `[T, d]` and k `[S, d]`; where `causal`, row t has 0 beyond column t.
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor

  /// These weights times v `[S, e]`, `[T, e]`.
  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor

  /// The gradient in q, k and v of a loss whose gradient in attention's output is `outputGradient`.
  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors

  /// Each row of `[n, m]` shifted to mean 0, scaled to variance 1, then times `gain` plus `shift`, both `[m]`.
  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor

  /// The gradient in x, gain and shift of a loss whose gradient in layerNorm's output is `outputGradient`.
  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors

  /// Attention of x `[T, m]` to itself in `heads` heads side by side, then the output matrix.
  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor

  /// The gradient in weights and x of a loss whose gradient in multiHead's output is `outputGradient`.
  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors

  /// A model with random weights drawn from `seed`, for sequences of at most `context` tokens.
  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel

  /// For each position the scores of the token that follows it, `[T, vocabulary]`.
  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor

  /// The gradient of the mean cross-entropy of the scores, `AttentionLab.crossEntropy`, in all of the model.
  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel
}

/// What attention depends on; also the gradient in it.
public struct AttentionTensors: Hashable, Sendable {
  public var q: Tensor
  public var k: Tensor
  public var v: Tensor

  public init(q: Tensor, k: Tensor, v: Tensor) {
    self.q = q
    self.k = k
    self.v = v
  }
}

/// What layer normalisation depends on; also the gradient in it.
public struct LayerNormTensors: Hashable, Sendable {
  public var x: Tensor
  public var gain: Tensor
  public var shift: Tensor

  public init(x: Tensor, gain: Tensor, shift: Tensor) {
    self.x = x
    self.gain = gain
    self.shift = shift
  }
}

/// The four matrices `[m, m]` of multi-head attention; also their gradient.
public struct HeadWeights: Hashable, Sendable {
  public var queries: Tensor
  public var keys: Tensor
  public var values: Tensor
  public var output: Tensor

  public init(queries: Tensor, keys: Tensor, values: Tensor, output: Tensor) {
    self.queries = queries
    self.keys = keys
    self.values = values
    self.output = output
  }
}

/// What multi-head attention depends on; also the gradient in it.
public struct MultiHeadTensors: Hashable, Sendable {
  public var weights: HeadWeights
  public var x: Tensor

  public init(weights: HeadWeights, x: Tensor) {
    self.weights = weights
    self.x = x
  }
}

/// A transformer of one attention layer; also its gradient.
public struct LanguageModel: Hashable, Sendable {
  /// A row for each token, `[vocabulary, m]`.
  public var embedding: Tensor
  /// A row for each position, `[context, m]`.
  public var positions: Tensor
  /// Layer normalisation's, `[m]`.
  public var gain: Tensor
  /// Layer normalisation's, `[m]`.
  public var shift: Tensor
  public var attention: HeadWeights
  /// `[vocabulary, m]`.
  public var outputWeights: Tensor
  /// `[vocabulary]`.
  public var outputBias: Tensor

  public init(
    embedding: Tensor, positions: Tensor, gain: Tensor, shift: Tensor, attention: HeadWeights, outputWeights: Tensor,
    outputBias: Tensor
  ) {
    self.embedding = embedding
    self.positions = positions
    self.gain = gain
    self.shift = shift
    self.attention = attention
    self.outputWeights = outputWeights
    self.outputBias = outputBias
  }
}
