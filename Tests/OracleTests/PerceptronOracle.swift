import DeepLearning
import Labs
import Tensors

/// The Perceptron lab by `FormalNeuron`, `Perceptron` and `Adaline`; Adaline with tanh by automatic differentiation.
struct PerceptronOracle: PerceptronContract {
  /// The library's neuron says 0 where the lab says −1.
  func decision(_ model: LinearModel, _ sample: [Double]) -> Int {
    FormalNeuron(weights: model.weights, bias: model.bias)(sample) == 1 ? 1 : -1
  }

  func update(_ model: inout LinearModel, sample: [Double], label: Int, learningRate: Double) {
    var perceptron = perceptron(model)
    _ = perceptron.learn(sample.library, label: label, rate: learningRate)
    model = LinearModel(weights: perceptron.weights.elements, bias: perceptron.bias)
  }

  /// The library visits samples in random orders, the lab in the given one.
  func train(_ samples: [[Double]], _ labels: [Int], learningRate: Double, maximumEpochs: Int) -> Training {
    var perceptron = Perceptron<Double>(features: samples.first?.count ?? 0)
    var isConverged = false
    for _ in 0..<maximumEpochs where !isConverged {
      isConverged = true
      for (sample, label) in zip(samples, labels)
      where perceptron.learn(sample.library, label: label, rate: learningRate) {
        isConverged = false
      }
    }
    return Training(
      model: LinearModel(weights: perceptron.weights.elements, bias: perceptron.bias), mistakes: perceptron.mistakes,
      converged: isConverged)
  }

  func cost(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> Double {
    let x = matrix(samples, of: model)
    switch link {
    case .identity: return adaline(model).cost(x, targets.library).value
    case .tanh: return curvedCost(parameters(model), x, targets).value.scalar
    }
  }

  func gradient(_ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double]) -> LinearModel {
    let x = matrix(samples, of: model)
    switch link {
    case .identity:
      let slope = adaline(model).cost(x, targets.library)
      return LinearModel(weights: slope.weights.elements, bias: slope.bias)
    case .tanh:
      let parameters = parameters(model)
      let slopes = curvedCost(parameters, x, targets).gradients(by: parameters)
      return LinearModel(weights: slopes[0].values, bias: slopes[1].values[0])
    }
  }

  func batchDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, epochs: Int
  ) -> LinearModel {
    switch link {
    case .identity:
      var adaline = adaline(model)
      for _ in 0..<epochs {
        _ = adaline.learnBatch(matrix(samples, of: model), targets.library, rate: learningRate)
      }
      return LinearModel(weights: adaline.weights.elements, bias: adaline.bias)
    case .tanh:
      return (0..<epochs).reduce(model) { model, _ in stepped(model, samples, targets, learningRate) }
    }
  }

  /// The library draws an order for a whole pass; a pass over one sample leaves it no choice.
  func stochasticDescent(
    _ model: LinearModel, _ link: Link, _ samples: [[Double]], _ targets: [Double], learningRate: Double, order: [Int]
  ) -> LinearModel {
    switch link {
    case .identity:
      var (adaline, stream) = (adaline(model), RandomStream(seed: 0))
      for index in order {
        let (x, y) = (matrix([samples[index]], of: model), [targets[index]].library)
        adaline.learnStochastically(x, y, rate: learningRate, &stream)
      }
      return LinearModel(weights: adaline.weights.elements, bias: adaline.bias)
    case .tanh:
      return order.reduce(model) { stepped($0, [samples[$1]], [targets[$1]], learningRate) }
    }
  }

  private func perceptron(_ model: LinearModel) -> Perceptron<Double> {
    Perceptron(weights: model.weights.library, bias: model.bias)
  }

  private func adaline(_ model: LinearModel) -> Adaline<Double> {
    var adaline = Adaline<Double>(features: model.weights.count)
    (adaline.weights, adaline.bias) = (model.weights.library, model.bias)
    return adaline
  }

  private func matrix(_ samples: [[Double]], of model: LinearModel) -> LibraryTensor {
    LibraryTensor(samples.flatMap { $0 }, [samples.count, model.weights.count])
  }

  private func parameters(_ model: LinearModel) -> [Variable<Double>] {
    [Variable(LibraryTensor(model.weights, [model.weights.count, 1])), Variable(LibraryTensor(model.bias))]
  }

  /// ½ Σ (y − tanh(w·x + b))².
  private func curvedCost(
    _ parameters: [Variable<Double>], _ x: LibraryTensor, _ targets: [Double]
  ) -> Variable<Double> {
    let outputs = (Variable(x).multiplied(by: parameters[0]) + parameters[1]).tanh()
    return (Variable(LibraryTensor(targets, [targets.count, 1])) - outputs).power(2).sum() / 2
  }

  /// One step of the library's plain descent on the curved cost.
  private func stepped(
    _ model: LinearModel, _ samples: [[Double]], _ targets: [Double], _ rate: Double
  ) -> LinearModel {
    let slope = gradient(model, .tanh, samples, targets)
    var (parameters, rule) = (Parameters([Tensor(model.weights), Tensor([model.bias])]), SGD<Double>(rate: rate))
    rule.update(&parameters, along: Parameters([Tensor(slope.weights), Tensor([slope.bias])]))
    return LinearModel(weights: parameters.tensors[0].values, bias: parameters.tensors[1].values[0])
  }
}
