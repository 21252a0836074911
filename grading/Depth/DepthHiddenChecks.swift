package import Checks
import LabKit
import Labs

extension Lab {
  /// Depth: sawteeth by composition, bends counted.
  package static let depth = Lab(
    name: "Depth", title: "Depth: sawteeth by composition, bends counted, width against depth",
    publicChecks: DepthPublicChecks.all, hiddenChecks: DepthHiddenChecks.all, mutants: DepthMutants.all,
    variants: DepthVariants.all)
}

/// What only the instructor checks.
enum DepthHiddenChecks {
  static let all: [Check] = [
    outputEdges, composeEdges, sawtoothDeep, bendsEdges, bendsDeep, parametersEdges, widestEdges, repeats, timing,
  ]

  static let outputEdges = Check(
    "output.edges", "output: no hidden layer, units that are never on, any sizes", points: 0.6, after: ["output"],
    hint: "The last layer's answers may be below 0. One layer alone is the last one.", partial: true
  ) { draw, generator in
    // Above 0 on one side, and below on the other.
    let slope = generator.quarters(8)
    let line = ReLUNetwork(layers: [ReLULayer(weights: Tensor(rows: [[slope]]), biases: [slope / 2])])
    draw.add("no hidden layer", DepthLab.output(line, [-3, 2] + generator.numbers(4, 3)))
    draw.add("no hidden layer", DepthLab.output(generator.anyNetwork([1, 3, 1]), []))
    let off = ReLUNetwork(
      units: [(0, -1, 3), (2, -9, 5), (-1, -4, 2)].map { ($0.0, $0.1, $0.2 * generator.quarters(8)) },
      bias: generator.normal())
    draw.add("units that are never on", DepthLab.output(off, generator.numbers(4, 2)))
    draw.add("at 0", DepthLab.output(generator.anyNetwork([1, 4, 4, 1]), [0, 0, 0]))
    for size in [1e9, 1e-9] {
      var network = generator.anyNetwork([1, 4, 3, 1])
      for place in network.layers.indices {
        network.layers[place].biases = network.layers[place].biases.map { $0 * size }
      }
      draw.add("tiny and huge", DepthLab.output(network, generator.numbers(5, 2 * size)), unit: size)
    }
    var huge = generator.anyNetwork([1, 3, 1])
    huge.layers[1].weights = huge.layers[1].weights * 1e9
    draw.add("tiny and huge", DepthLab.output(huge, generator.numbers(5, 1e6)), unit: 1e15)
    draw.add("one unit", DepthLab.output(generator.anyNetwork([1, 1, 1, 1]), generator.numbers(20, 4)))
    draw.add("wide", DepthLab.output(generator.anyNetwork([1, 60, 50, 1]), generator.numbers(8, 2)))
    draw.add(
      "deep", DepthLab.output(generator.anyNetwork([1] + [Int](repeating: 3, count: 20) + [1]), generator.numbers(8, 2))
    )
  }

  static let composeEdges = Check(
    "compose.edges", "compose: no hidden layers, several inputs and outputs, any sizes", points: 0.7,
    after: ["compose"],
    hint:
      "A network of one layer has nothing to be kept beside the joint. The inner one's biases pass the outer's weights.",
    partial: true
  ) { draw, generator in
    func add(_ name: String, _ outer: [Int], _ inner: [Int]) {
      draw.add(name, DepthLab.compose(generator.anyNetwork(outer), generator.anyNetwork(inner)))
    }
    add("no hidden layer outside", [1, 1], [1, 3, 2, 1])
    add("no hidden layer inside", [1, 3, 2, 1], [1, 1])
    add("no hidden layers", [2, 3], [4, 2])
    add("several inputs and outputs", [3, 2, 4], [5, 2, 3])
    add("wide between", [20, 3, 1], [1, 3, 20])
    add("as many units as numbers between", [3, 3, 1], [1, 3, 3])
    add("deep", [1, 2, 3, 2, 1], [1, 4, 3, 2, 1])
    for size in [1e9, 1e-9] {
      let (outer, inner) = (generator.anyNetwork([1, 2, 1]), generator.anyNetwork([1, 3, 1]))
      let scaled = ReLUNetwork(
        layers: inner.layers.map { ReLULayer(weights: $0.weights * size, biases: $0.biases.map { $0 * size }) })
      draw.add("tiny and huge", DepthLab.compose(outer, scaled), isRelative: true)
    }
  }

  /// Odd multiples of 2^-n: there the last tent is neither 0 nor 1 but for rounding.
  static let sawtoothDeep = Check(
    "sawtooth.deep", "sawtooth: many compositions, and none", points: 1,
    after: ["compose", "compose.edges", "sawtooth"],
    hint: "No composition is the identity. Weights that are small integers, or halves, are never rounded.",
    partial: true
  ) { draw, generator in
    for (compositions, scale) in [(5, 9), (12, 14), (30, 33), (40, 42)] {
      let set = SawtoothSet(compositions, scale: scale, &generator)
      draw.add("\(compositions) compositions", set.widths)
      draw.add("\(compositions) compositions", set.answers)
    }
    let none = SawtoothSet(0, scale: 6, &generator)
    draw.add("none", none.widths, isTrivial: true)
    draw.add("none", DepthLab.sawtoothAnswers(0, none.places, 6), isTrivial: true)
    // Where the teeth begin, end and have their points.
    let places = generator.permutation(1 << 10).prefix(40).sorted()
    draw.add("points of teeth", DepthLab.sawtoothAnswers(10, places, 10))
  }

  static let parametersEdges = Check(
    "parameters.edges", "parameters: no hidden layer, wide ones", points: 0.2, after: ["parameters"],
    hint: "Two widths are one layer; one width alone is none.", partial: true
  ) { draw, generator in
    draw.add(
      "no hidden layer", DepthLab.parameters([1 + generator.integer(below: 9), 1 + generator.integer(below: 9)]))
    draw.add("no layer", DepthLab.parameters([5]), isTrivial: true)
    draw.add("wide", DepthLab.parameters([784, 1000 + generator.integer(below: 1000), 3_000_000, 10]))
    draw.add("deep", DepthLab.parameters([1] + [Int](repeating: 2, count: 30 + generator.integer(below: 9)) + [1]))
  }

  static let widestEdges = Check(
    "widest.edges", "widest: exact fits, too few parameters, very many", points: 0.5, after: ["widest"],
    hint: "As many as fit, so rounded down, and never below 0.", partial: true
  ) { draw, generator in
    let (inputs, outputs) = (2 + generator.integer(below: 6), 1 + generator.integer(below: 5))
    let units = 20 + generator.integer(below: 40)
    let fit = units * (inputs + 1 + outputs) + outputs
    draw.add("just enough", DepthLab.widest(inputs, outputs, fit))
    draw.add("one too few", DepthLab.widest(inputs, outputs, fit - 1))
    draw.add("one more", DepthLab.widest(inputs, outputs, fit + 1))
    for few in [outputs + inputs + 1 + outputs - 1, outputs, outputs - 1, 0] {
      draw.add("too few", DepthLab.widest(inputs, outputs, few), isTrivial: true)
    }
    for most in [Int.max, Int.max - 1, 1 << 60] { draw.add("very many", DepthLab.widest(inputs, outputs, most)) }
    // As many as a sawtooth has.
    for compositions in [1, 2, 3, 10, 40] {
      draw.add("as many as a sawtooth", DepthLab.widest(1, 1, 6 * (compositions - 1) + 7))
    }
  }
}
