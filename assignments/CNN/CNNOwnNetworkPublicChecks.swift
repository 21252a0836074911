package import Checks
import LabKit

/// What the functions of a network must answer by the submission's own lower functions.
extension LabelledImages {
  /// A block on the way forward: its input, its sums, and what it leaves.
  private struct Pass {
    let input, sums, output: Term
    let height, width: Int
  }

  /// The blocks by its own `convolve` and `maxPool`, ReLU before the pooling or, which is as right, after it.
  private func ownPasses(_ own: inout FollowThrough, reluFirst: Bool) -> [Pass] {
    var passes: [Pass] = []
    var input = Term.of(x)
    var (height, width) = (x.shape[2], x.shape[3])
    for block in network.blocks {
      let sums = own.ask(CNNLab.convolve, input, .of(block), .of(1), .of(1))
      let pooled = own.ask(CNNLab.maxPool, reluFirst ? own.work(sums.positivePart) : sums, .of(2), .of(2))
      let output = reluFirst ? pooled : own.work(pooled.positivePart)
      (height, width) = (height / 2, width / 2)
      passes.append(Pass(input: input, sums: sums, output: output, height: height, width: width))
      input = output
    }
    return passes
  }

  private var features: [Int] { [x.shape[0], network.dense.weights.columns] }

  private func ownScores(_ own: inout FollowThrough, _ passes: [Pass]) -> (features: Term, scores: Term) {
    let features = own.work((passes.last?.output ?? .of(x)).reshaped(features))
    return (
      features, own.work(features.matmul(.of(network.dense.weights.transposed())) + .of(network.dense.bias))
    )
  }

  /// The scores by its own blocks.
  package func ownScores(_ own: inout FollowThrough) -> [Term] {
    [true, false].map { reluFirst in
      let passes = ownPasses(&own, reluFirst: reluFirst)
      return ownScores(&own, passes).scores
    }
  }

  /// The gradient by its own functions, back through its own blocks.
  private func ownGradient(_ own: inout FollowThrough, reluFirst: Bool) -> Term {
    let passes = ownPasses(&own, reluFirst: reluFirst)
    let (features, scores) = ownScores(&own, passes)
    let delta = own.ask(CNNLab.crossEntropyGradient, scores, .of(labels))
    let dense = Term.record(["weights": delta.transposed.matmul(features), "bias": delta.sumOfRows])
    var below = delta.matmul(.of(network.dense.weights))
    var blocks: [Term] = []
    for (block, pass) in zip(network.blocks, passes).reversed() {
      let shape = [x.shape[0], block.bias.count, pass.height, pass.width]
      below = own.work(below.reshaped(shape))
      // z / (z + tiny) is 1 where ReLU left something and 0 where it did not.
      if !reluFirst { below = own.work(below * (pass.output / (pass.output + .of(1e-300)))) }
      let positive = own.work(reluFirst ? pass.sums.positivePart : pass.sums)
      below = own.ask(CNNLab.maxPoolBackward, positive, .of(2), .of(2), below)
      if reluFirst { below = own.work(below * (positive / (positive + .of(1e-300)))) }
      let slope = own.ask(CNNLab.convolveBackward, pass.input, .of(block), .of(1), .of(1), below)
      blocks.insert(slope["kernels"], at: 0)
      below = slope["x"]
    }
    return .record(["blocks": .list(blocks), "dense": dense])
  }

  /// A network of this one's shapes, of length 1 in all.
  private func direction(_ generator: inout Generator) -> ConvolutionalNetwork {
    var direction = network
    let size = network.blocks.reduce(network.dense.count) { $0 + $1.count }
    for block in direction.blocks.indices { direction.blocks[block].draw(1 / Double(size).squareRoot(), &generator) }
    direction.dense.draw(1 / Double(size).squareRoot(), &generator)
    return direction
  }

  private func slope(_ gradient: Term, _ direction: ConvolutionalNetwork) -> Term {
    var sum = gradient["dense"].slope(along: direction.dense)
    for (place, block) in direction.blocks.enumerated() { sum = sum + gradient["blocks"][place].slope(along: block) }
    return sum
  }

  /// That the gradient, along a random direction, is what its own functions make it, or the slope of its own loss.
  package func requireGradient(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, _ generator: inout Generator
  ) {
    let direction = direction(&generator)
    let step = 1e-5
    let losses = [step, -step].map { own.ask(CNNLab.loss, .of(network.moved(direction, $0)), .of(x), .of(labels)) }
    let wanted = [true, false].map { reluFirst in
      let gradient = ownGradient(&own, reluFirst: reluFirst)
      return slope(gradient, direction)
    }
    own.require(
      name, slope(answer, direction), equalsOneOf: wanted + [(1 / (2 * step)) * (losses[0] - losses[1])])
  }

  /// That the gradient of all the images is the mean of its own gradients of one, or, by a
  /// mistake in how many they are, their sum or less.
  package func requireMean(_ own: inout FollowThrough, _ name: String, _ answer: Term, _ generator: inout Generator) {
    let direction = direction(&generator)
    var sum: Term?
    for image in labels.indices {
      let one = own.ask(CNNLab.gradient, .of(network), .of(x.rows(at: [image])), .of([labels[image]]))
      sum = sum.map { own.work($0 + slope(one, direction)) } ?? slope(one, direction)
    }
    guard let sum else { return }
    let count = Double(labels.count)
    own.require(name, slope(answer, direction), equals: (1 / count) * sum, sum, (1 / (count * count)) * sum)
  }
}

extension Term {
  fileprivate func slope(along other: WeightsAndBias) -> Term {
    self["weights"].slope(along: other.weights) + self["bias"].slope(along: other.bias)
  }
}

extension WeightsAndBias {
  fileprivate var count: Int { weights.count + bias.count }

  fileprivate mutating func draw(_ deviation: Double, _ generator: inout Generator) {
    weights = generator.normal(shape: weights.shape, deviation: deviation)
    bias = generator.normal(shape: bias.shape, deviation: deviation)
  }

  fileprivate func moved(_ direction: WeightsAndBias, _ step: Double) -> WeightsAndBias {
    WeightsAndBias(weights: weights + step * direction.weights, bias: bias + step * direction.bias)
  }
}

extension ConvolutionalNetwork {
  fileprivate func moved(_ direction: ConvolutionalNetwork, _ step: Double) -> ConvolutionalNetwork {
    ConvolutionalNetwork(
      blocks: zip(blocks, direction.blocks).map { $0.moved($1, step) }, dense: dense.moved(direction.dense, step))
  }
}
