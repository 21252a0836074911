public import LabKit

/// The CNN lab's operations: each function of the contract by its name, and some that put functions together.
public enum CNNLab {
  public static let outputSize = Operation<Int, Int, Int, Int, Int>("outputSize")
  public static let convolve = Operation<Tensor, Tensor, WeightsAndBias, Int, Int>("convolve")
  public static let convolveBackward =
    Operation<ConvolutionTensors, Tensor, WeightsAndBias, Int, Int, Tensor>("convolveBackward")
  public static let maxPool = Operation<Tensor, Tensor, Int, Int>("maxPool")
  public static let maxPoolBackward = Operation<Tensor, Tensor, Int, Int, Tensor>("maxPoolBackward")
  public static let initialNetwork = Operation<ConvolutionalNetwork, [Int], [Int], Int, Int>("initialNetwork")
  public static let scores = Operation<Tensor, ConvolutionalNetwork, Tensor>("scores")
  public static let gradient = Operation<ConvolutionalNetwork, ConvolutionalNetwork, Tensor, [Int]>("gradient")

  /// Σ direction ⊙ convolve(x): a loss whose gradient in convolve's output is `direction`.
  public static let convolveLoss = Operation<Double, ConvolutionTensors, Int, Int, Tensor>("convolveLoss")

  /// crossEntropy(scores(network, x), labels): the submission's own loss, to be differentiated.
  public static let loss = Operation<Double, ConvolutionalNetwork, Tensor, [Int]>("loss")

  /// The gradient of crossEntropy in the scores.
  public static let crossEntropyGradient = Operation<Tensor, Tensor, [Int]>("crossEntropyGradient")

  /// initialNetwork, mini-batch descent along gradient, then the class with the highest score for each unseen image.
  public static let learn = Operation<[Int], [Int], Tensor, [Int], Tensor, ImageTraining>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: CNNContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      outputSize.perform { Submission().outputSize(input: $0, kernel: $1, stride: $2, padding: $3) },
      convolve.perform { Submission().convolve($0, $1, stride: $2, padding: $3) },
      convolveBackward.perform {
        Submission().convolveBackward($0, $1, stride: $2, padding: $3, outputGradient: $4)
      },
      maxPool.perform { Submission().maxPool($0, size: $1, stride: $2) },
      maxPoolBackward.perform { Submission().maxPoolBackward($0, size: $1, stride: $2, outputGradient: $3) },
      initialNetwork.perform { size, channels, classes, seed in
        Submission().initialNetwork(
          height: size[0], width: size[1], channels: channels, classes: classes,
          seed: UInt64(bitPattern: Int64(seed)))
      },
      scores.perform { Submission().scores($0, $1) },
      gradient.perform { Submission().gradient($0, $1, $2) },
      convolveLoss.perform { tensors, stride, padding, direction in
        let output = Submission().convolve(tensors.x, tensors.kernels, stride: stride, padding: padding)
        guard output.shape == direction.shape else { return .nan }
        return zip(output.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
      },
      loss.perform { crossEntropy(Submission().scores($0, $1), $2).loss },
      crossEntropyGradient.perform { scores, labels in
        guard scores.rank == 2, scores.rows == labels.count,
          labels.allSatisfy({ $0 >= 0 && $0 < scores.columns })
        else { return scores }
        return crossEntropy(scores, labels).gradient
      },
      learn.perform { channels, x, labels, unseen, training in
        let submission = Submission()
        var network = submission.initialNetwork(
          height: x.shape[2], width: x.shape[3], channels: channels, classes: 10,
          seed: UInt64(bitPattern: Int64(training.seed)))
        let shapes = network.shapes
        training.fit(&network, x, labels, with: submission)
        // A network of other shapes is another thing than was asked for, such as the images themselves.
        return network.shapes == shapes ? submission.scores(network, unseen).argmaxOfRows() : []
      },
    ]
  }

  /// The mean over the rows of −ln softmax(scores)[label], and its gradient in the scores `[n, classes]`.
  public static func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> (loss: Double, gradient: Tensor) {
    var (loss, gradient) = (0.0, scores)
    for (row, label) in labels.enumerated() {
      let values = scores.row(row).values
      let largest = values.max() ?? 0
      let sum = values.reduce(0) { $0 + exp($1 - largest) }
      loss += largest + log(sum) - values[label]
      for column in values.indices { gradient[row, column] = exp(values[column] - largest) / sum }
      gradient[row, label] -= 1
    }
    let count = Double(max(labels.count, 1))
    return (loss / count, gradient / count)
  }
}

extension ConvolutionalNetwork {
  fileprivate var shapes: [[Int]] { (blocks + [dense]).flatMap { [$0.weights.shape, $0.bias.shape] } }
}

/// How `learn` trains: mini-batch stochastic gradient descent, with steps that shrink evenly from the learning rate to 0.
public struct ImageTraining: Hashable, Sendable {
  public var epochs: Int
  public var batchSize: Int
  public var learningRate: Double
  public var seed: Int

  public init(epochs: Int, batchSize: Int, learningRate: Double, seed: Int) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.seed = seed
  }

  func fit(_ network: inout ConvolutionalNetwork, _ x: Tensor, _ labels: [Int], with submission: some CNNContract) {
    var generator = Generator(seed: UInt64(bitPattern: Int64(seed)))
    let steps = epochs * ((labels.count + batchSize - 1) / batchSize)
    var done = 0
    for _ in 0..<epochs {
      let order = generator.permutation(labels.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, order.count)])
        let slope = submission.gradient(network, x.rows(at: batch), batch.map { labels[$0] })
        let rate = learningRate * (1 - Double(done) / Double(steps))
        for block in network.blocks.indices { network.blocks[block].step(along: slope.blocks[block], rate) }
        network.dense.step(along: slope.dense, rate)
        done += 1
      }
    }
  }
}

extension WeightsAndBias {
  mutating func step(along gradient: WeightsAndBias, _ learningRate: Double) {
    weights -= learningRate * gradient.weights
    bias -= learningRate * gradient.bias
  }
}
