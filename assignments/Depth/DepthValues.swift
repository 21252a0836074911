public import LabKit

extension ReLULayer: ValueConvertible {
  public var value: Value { .record(["weights": weights, "biases": biases]) }
  public init(value: Value) throws(ValueError) {
    self.init(weights: try value.field("weights"), biases: try value.field("biases"))
  }
}

extension ReLUNetwork: ValueConvertible {
  public var value: Value { .record(["layers": layers]) }
  public init(value: Value) throws(ValueError) { self.init(layers: try value.field("layers")) }
}

extension ReLUNetwork {
  /// The widths of all layers, input and output too; nil where layers do not fit to one another.
  var widths: [Int]? {
    guard let first = layers.first, first.weights.rank == 2 else { return nil }
    var widths = [first.weights.columns]
    for layer in layers {
      guard layer.weights.shape == [layer.biases.count, widths[widths.count - 1]] else { return nil }
      widths.append(layer.biases.count)
    }
    return widths
  }

  /// What it answers to an input, by the kit's own arithmetic: whatever a submission's `output` is worth.
  func answer(_ input: [Double]) -> [Double] {
    var values = input
    for (place, layer) in layers.enumerated() {
      values = layer.biases.indices.map { unit in
        var total = layer.biases[unit]
        for other in values.indices { total += layer.weights[unit, other] * values[other] }
        return place + 1 < layers.count ? max(0, total) : total
      }
    }
    return values
  }
}
