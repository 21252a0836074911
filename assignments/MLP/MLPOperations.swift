public import LabKit

/// The MLP lab's operations: each function of the contract by its name, and two that put functions together.
public enum MLPLab {
  public static let activate = Operation<Tensor, Activation, Tensor>("activate")
  public static let activationDerivative = Operation<Tensor, Activation, Tensor>("activationDerivative")
  public static let softmax = Operation<Tensor, Tensor>("softmax")
  public static let crossEntropy = Operation<Double, Tensor, [Int]>("crossEntropy")
  public static let initialNetwork = Operation<Network, [Int], Activation, Int>("initialNetwork")
  public static let forward = Operation<Tensor, Network, Tensor>("forward")
  public static let backward = Operation<LossAndGradients, Network, Tensor, [Int]>("backward")
  public static let fit = Operation<Network, Network, Tensor, [Int], FitOptions>("fit")
  public static let predict = Operation<[Int], Network, Tensor>("predict")

  /// crossEntropy(forward(network, x), labels): the submission's own loss, to be differentiated.
  public static let loss = Operation<Double, Network, Tensor, [Int]>("loss")

  /// initialNetwork, fit on the first samples, predict the second ones: whole training, judged by its predictions.
  public static let learn = Operation<[Int], [Int], Activation, Tensor, [Int], Tensor, FitOptions>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: MLPContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      activate.perform { Submission().activate($0, $1) },
      activationDerivative.perform { Submission().activationDerivative($0, $1) },
      softmax.perform { Submission().softmax($0) },
      crossEntropy.perform { Submission().crossEntropy($0, $1) },
      initialNetwork.perform { sizes, activation, seed in
        Submission().initialNetwork(sizes: sizes, activation: activation, seed: UInt64(bitPattern: Int64(seed)))
      },
      forward.perform { Submission().forward($0, $1) },
      backward.perform { Submission().backward($0, $1, $2) },
      fit.perform { network, x, labels, options in
        var fitted = network
        options.fit(&fitted, x, labels, with: Submission())
        return fitted
      },
      predict.perform { Submission().predict($0, $1) },
      loss.perform { network, x, labels in
        let submission = Submission()
        return submission.crossEntropy(submission.forward(network, x), labels)
      },
      learn.perform { sizes, activation, x, labels, unseen, options in
        let submission = Submission()
        var network = submission.initialNetwork(
          sizes: sizes, activation: activation, seed: UInt64(bitPattern: Int64(options.seed)))
        let shapes = network.shapes
        options.fit(&network, x, labels, with: submission)
        // A network of other shapes is another thing than was asked for, such as the samples themselves.
        return network.shapes == shapes ? submission.predict(network, unseen) : []
      },
    ]
  }
}

extension Network {
  fileprivate var shapes: [[Int]] { layers.flatMap { [$0.weights.shape, $0.bias.shape] } }
}

/// The numbers that `fit` is called with.
public struct FitOptions: Hashable, Sendable {
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

  func fit(_ network: inout Network, _ x: Tensor, _ labels: [Int], with submission: some MLPContract) {
    submission.fit(
      &network, x, labels, epochs: epochs, batchSize: batchSize, learningRate: learningRate,
      seed: UInt64(bitPattern: Int64(seed)))
  }
}
