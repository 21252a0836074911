import DeepLearning
import Tensors
import Testing

/// NaN goes through everything, in Float as in Double, as IEEE and PyTorch have it.
@Suite struct NotANumberTests {
  @Test(arguments: [1, 2, 7, 8, 16, 17, 40]) func functions(_ count: Int) {
    check(Float.self, count)
    check(Double.self, count)
  }

  /// NaN at every place of vectors and of what is left of them; the others as ever.
  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, _ count: Int) {
    typealias Function = Tensor<Scalar>.Function
    let functions: [Function] = [.relu, .leakyReLU(0.1), .softplus, .tanh, .sigmoid, .exp]
    for function in functions {
      var plain = Tensor<Scalar>.empty
      let x = Tensor((0..<count).map { Scalar($0) / 3 - 2 })
      plain.set(function, of: x)
      for place in 0..<count {
        var odd = x
        odd[flat: place] = .nan
        var y = Tensor<Scalar>.empty
        y.set(function, of: odd)
        for other in 0..<count {
          if other == place {
            #expect(y[flat: other].isNaN, "\(function), \(place) of \(count), \(type)")
          } else {
            #expect(y[flat: other] == plain[flat: other])
          }
        }
      }
    }
  }

  @Test func infinities() {
    let x = Tensor<Float>([-.infinity, -1000, 1000, .infinity])
    #expect(x.exp().elements == [0, 0, .infinity, .infinity])
    #expect(x.sigmoid().elements == [0, 0, 1, 1])
    #expect(x.tanh().elements == [-1, -1, 1, 1])
    #expect(x.relu().elements == [0, 0, 1000, .infinity])
    #expect(x.softplus().elements == [0, 0, 1000, .infinity])
  }

  /// ln Σ eˣ of infinities, as PyTorch's: of numbers and in variables.
  @Test func logSumExp() {
    let infinite = Double.infinity
    for (row, expected) in [([infinite, 0], infinite), ([-infinite, -infinite], -infinite), ([-infinite, 3], 3)] {
      #expect(Functions.logSumExp(row).value == expected)
      #expect(Variable(Tensor(row, [1, 2])).logSumExp().value.scalar == expected)
    }
    #expect(Functions.logSumExp([infinite, .nan]).value.isNaN && Functions.logSumExp([.nan, infinite]).value.isNaN)
    #expect(Variable(Tensor<Double>([infinite, .nan], [1, 2])).logSumExp().value.scalar.isNaN)
  }

  /// A sample that is not a number stays one through every layer that has steps or rows, and leaves the others alone.
  @Test(arguments: ["elman", "lstm", "gru", "attention", "block", "layerNorm", "gelu", "averagePool"])
  func layers(_ name: String) {
    check(name, Float.self)
    check(name, Double.self)
  }

  private func check<Scalar: TensorScalar>(_ name: String, _ type: Scalar.Type) {
    let kinds: [String: LayerKind] = [
      "elman": .elman(6, 9, .last), "lstm": .lstm(6, 9, .last), "gru": .gru(6, 9, .last), "attention": .attention(6, 2),
      "block": .block(6, 2), "layerNorm": .layerNorm(6), "gelu": .gelu, "averagePool": .averagePool(Window(kernel: 2)),
    ]
    var parameters = Parameters<Scalar>()
    guard var layer: any Layer<Scalar> = kinds[name]?.layer(in: &parameters) else { return }
    var input = Tensor<Scalar>(repeating: 0.5, name == "averagePool" ? [2, 1, 6, 6] : [2, 3, 6])
    let whole = layer.forward(input, parameters, training: true)
    input.fill(.nan, count: input.count / 2)
    let output = layer.forward(input, parameters, training: true)
    #expect(output[0].elements.allSatisfy { $0.isNaN } && output[1] == whole[1], "\(name) \(type)")
    var gradients = parameters.zeros()
    let back = layer.backward(Tensor(repeating: 1, output.shape), parameters, into: &gradients)
    #expect(back[1].elements.allSatisfy { $0.isFinite }, "\(name) \(type)")
    if name != "averagePool" { #expect(back[0].elements.contains { $0.isNaN }, "\(name) \(type)") }
    #expect(parameters.slots.isEmpty || gradients.values.norm().isNaN)
  }

  @Test func rowsAndLosses() {
    let rows = Tensor<Float>([.nan, 1, -1, 0, 1, 2], [2, 3])
    var softmax = Tensor<Float>.empty
    softmax.setSoftmax(of: rows)
    #expect(softmax[0].elements.allSatisfy(\.isNaN) && softmax[1].elements.allSatisfy(\.isFinite))
    #expect(rows.argmax() == [0, 2] && Tensor<Float>([3, .nan, 5], [1, 3]).argmax() == [1])
    #expect(rows.max().isNaN && rows.min().isNaN && rows.max(along: [1]).elements[1] == 2)
    for column in 0..<3 {
      var odd = Tensor<Float>([1, 2, 3], [1, 3])
      odd[0, column] = .nan
      for label in 0..<3 {
        var gradient = Tensor<Float>.empty
        let loss = Loss.crossEntropy.evaluate(odd, .labels([Int32(label)]), samples: 0..<1, gradient: &gradient)
        #expect(loss.isNaN, "\(column) \(label)")
      }
    }
    for loss in [Loss<Float>.squaredError, .absoluteError, .huber, .binaryCrossEntropy] {
      var gradient = Tensor<Float>.empty
      let output = Tensor<Float>([1, .nan, 0.5], [3, 1])
      let value = loss.evaluate(output, .values(Tensor([0, 0, 1], [3, 1])), samples: 0..<3, gradient: &gradient)
      #expect(value.isNaN && gradient[flat: 1].isNaN && gradient[flat: 0].isFinite, "\(loss)")
    }
  }

  @Test func pooling() {
    for (window, size) in [(Window(kernel: 2, stride: 2), 4), (Window(kernel: 3, stride: 2, padding: 1), 5)] {
      for place in 0..<(size * size) {
        var layer = MaxPooling<Double>(window)
        var image = Tensor<Double>((0..<(size * size)).map { Double($0 * 7 % 11) }, Shape(1, 1, size, size))
        image[flat: place] = .nan
        let output = layer.forward(image, Parameters(), training: true)
        #expect(output.elements.contains { $0.isNaN })
        var gradients = Parameters<Double>()
        let back = layer.backward(Tensor(repeating: 1, output.shape), Parameters(), into: &gradients)
        #expect(back[flat: place] > 0)
      }
    }
  }

  /// A network whose first layer is not a number answers nothing else.
  @Test func wholeNetwork() {
    var network = Network<Float>.mlp([3, 5, 2], seed: 1)
    network.parameters["0.weight"] = Tensor(repeating: .nan, [5, 3])
    let output = network.predict(Tensor(repeating: 1, [4, 3]))
    #expect(!output.elements.contains { !$0.isNaN })
    #expect(network.gradients(Tensor(repeating: 1, [2, 3]), .labels([0, 1]), .crossEntropy).loss.isNaN)
    #expect(Functions.reluDerivatives(Double.nan).value.isNaN && Functions.softplus(Double.nan).isNaN)
    #expect(Variable(Tensor<Double>([.nan])).relu().value[flat: 0].isNaN)
  }
}
