package import Checks
package import LabKit

extension Generator {
  /// A number of so many quarters, up to `most` of them, either sign, never 0.
  package mutating func quarters(_ most: Int) -> Double {
    Double(1 + integer(below: most)) / 4 * (integer(below: 2) == 0 ? 1 : -1)
  }

  /// A network of these widths, with weights of up to 2 and biases of up to 1½: quarters, so that slopes are exact, are the
  /// same or are plainly not, and no two bends are closer than a millionth but by being one.
  package mutating func network(_ widths: [Int]) -> ReLUNetwork {
    ReLUNetwork(
      layers: zip(widths, widths.dropFirst()).map { inputs, outputs in
        let weights = (0..<inputs * outputs).map { _ in quarters(8) }
        return ReLULayer(
          weights: Tensor(shape: [outputs, inputs], values: weights), biases: (0..<outputs).map { _ in quarters(6) })
      })
  }

  /// A network of these widths, of any numbers.
  package mutating func anyNetwork(_ widths: [Int]) -> ReLUNetwork {
    ReLUNetwork(
      layers: zip(widths, widths.dropFirst()).map { inputs, outputs in
        ReLULayer(weights: normal(shape: [outputs, inputs]), biases: normal(shape: [outputs]).values)
      })
  }

  /// So many numbers, evenly drawn up to `bound` on both sides.
  package mutating func numbers(_ count: Int, _ bound: Double) -> [Double] {
    (0..<count).map { _ in uniform(-bound, bound) }
  }

  /// So many odd numbers below a power of two.
  package mutating func oddPlaces(_ count: Int, below scale: Int) -> [Int] {
    (0..<count).map { _ in 1 + 2 * integer(below: 1 << (scale - 1)) }
  }
}

extension ReLUNetwork {
  /// The network of one hidden layer that adds up max(0, w x + b), each times its weight further on.
  package init(units: [(weight: Double, bias: Double, onwards: Double)], bias: Double = 0) {
    self.init(layers: [
      ReLULayer(
        weights: Tensor(shape: [units.count, 1], values: units.map(\.weight)), biases: units.map(\.bias)),
      ReLULayer(weights: Tensor(shape: [1, units.count], values: units.map(\.onwards)), biases: [bias]),
    ])
  }
}

/// What is asked of a sawtooth, whose weights are free.
package struct SawtoothSet {
  package var compositions: Int
  package var places: [Int]
  package var scale: Int

  /// Odd multiples of 2^-`scale`, and what lies at the ends and in the middle.
  package init(_ compositions: Int, scale: Int, _ generator: inout Generator) {
    (self.compositions, self.scale) = (compositions, scale)
    places = [0, 1 << (scale - 1), 1 << scale] + generator.oddPlaces(12, below: scale)
  }

  package var widths: Call { DepthLab.sawtoothWidths(compositions) }

  /// By its own tent and its own `compose`.
  package var answers: Question {
    Question(DepthLab.sawtoothAnswers(compositions, places, scale)) { own in
      let tent = own.ask(DepthLab.sawtooth, .of(1))
      return [own.ask(DepthLab.composedAnswers, tent, .of(max(1, compositions)), .of(places), .of(scale))]
    }
  }
}
