import Perceptron

/// Rosenblatt's perceptron and Widrow and Hoff's Adaline.
struct Submission: PerceptronContract {
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }
}
