import Checks
import LabKit
import Labs

extension DepthHiddenChecks {
  /// Numbers that are exact in whatever order they are worked out, but for places that divisions round.
  static let bendsEdges = Check(
    "bends.edges", "bends: units that never switch, bends that fall together or cancel, bounds, any sizes", points: 1.2,
    after: ["bends"],
    hint: """
      A bend is where the slope of the output changes, not where some unit switches; what rounding has set apart is one \
      bend, and how small a change is depends on how steep the network is.
      """, partial: true
  ) { draw, generator in
    func add(
      _ name: String, _ network: ReLUNetwork, _ lower: Double = -3.3, _ upper: Double = 3.7, isTrivial: Bool = false,
      unit: Double? = nil
    ) {
      draw.add(name, DepthLab.bends(network, lower, upper), isTrivial: isTrivial, unit: unit)
    }
    func place() -> Double { generator.quarters(10) }
    // A bend to keep, so that an empty list is no answer.
    func kept(_ at: Double) -> (weight: Double, bias: Double, onwards: Double) { (1, -at, 0.75) }
    let (one, other) = (place(), place() + 0.125)
    add("no hidden layer", generator.anyNetwork([1, 1]), isTrivial: true)
    add("units that never switch", ReLUNetwork(units: [(0, 1, 3), (0, -1, 2), kept(one), (1, -9, 2), (-2, -30, 1)]))
    add("units that lead nowhere", ReLUNetwork(units: [(1, -other, 0), kept(one)]))
    add("the same place", ReLUNetwork(units: [(1, -one, 0.5), (-2, 2 * one, 1), (4, -4 * one, 0.25), kept(other)]))
    add("changes that cancel", ReLUNetwork(units: [(1, -other, 1.5), (2, -2 * other, -0.75), kept(one)]))
    add("changes that cancel", ReLUNetwork(units: [kept(one), (1, -other, 2), (-1, other, -2)]))
    // 3 · 0.1 is not 0.3 to the last bit, which shows beside a slope of 0: on the left of the other bend.
    add(
      "changes that cancel but for rounding", ReLUNetwork(units: [(3, 9, 0.1), (1, 3, -0.3), kept(one)]))
    add("at the bounds", ReLUNetwork(units: [(1, 2, 1), (2, -5, 1), kept(0.25), (1, -3, 2)]), -2, 2.5)
    add("between narrow bounds", ReLUNetwork(units: [(1, 0, 1), (2, -1, 2), (4, -3, 1), (1, -1, 1)]), 0.4, 0.8)
    // A second layer that is 0 on a part of the axis, from below and from above; then one that touches 0.
    let half = ReLUNetwork(units: [(1, -one, 1)])
    let bent = ReLUNetwork(units: [(1, 0, 2), (-1, 0, 3), (1, -4, 1)])
    add("units that are 0 on a part", half.followed(by: bent))
    add("units that are 0 on a part", ReLUNetwork(units: [(-1, one, 1), (-1, one, 1)]).followed(by: bent))
    let angle = ReLUNetwork(units: [(1, -one, 1), (-1, one, 1)])
    add("units that touch 0", angle.followed(by: ReLUNetwork(units: [(1, 0, 1), (-1, 0, 5), (1, -0.5, 1)])))
    add("a straight line", angle.followed(by: ReLUNetwork(units: [(1, 0, 0), (-1, 0, 7)])), isTrivial: true)
    // Places that are divided anew in the second layer: the same but for the last bit.
    for _ in 0..<16 {
      let (weight, bias) = (generator.uniform(0.5, 2), generator.uniform(-1, 1))
      let first = ReLUNetwork(units: [
        (weight, bias, generator.uniform(0.5, 2)), (-weight, -bias, generator.uniform(0.5, 2)),
      ])
      add(
        "together but for rounding",
        first.followed(by: ReLUNetwork(units: [(1.7, 0, 0.9), (0.3, 0, 1.1), (-1.3, 0, 2)])))
    }
    for size in [1e9, 1e-9] {
      var network = generator.network([1, 4, 2, 1])
      for place in network.layers.indices {
        network.layers[place].biases = network.layers[place].biases.map { $0 * size }
      }
      add("tiny and huge places", network, -3.3 * size, 3.7 * size, unit: size)
    }
    for size in [1e12, 1e-12] {
      var network = generator.network([1, 5, 1])
      network.layers[1].weights = network.layers[1].weights * size
      add("tiny and huge slopes", network)
    }
    // A bend of a hundred-thousandth beside a steep line.
    add("a slight bend", ReLUNetwork(units: [(1, 9, 100_000), kept(one), (1, -other, 1)]))
  }

  static let bendsDeep = Check(
    "bends.deep", "bends: deep networks, a thousand bends", points: 0.6, after: ["bends"],
    hint: "Each layer cuts the parts that the layers before it have left, by its own lines there.", partial: true
  ) { draw, generator in
    for compositions in [3, 6, 10] {
      draw.add("sawteeth", DepthLab.bends(.tents(compositions), 0, 1))
      draw.add("sawteeth beyond their ends", DepthLab.bends(.tents(compositions), -0.7, 1.6))
    }
    for widths in [[1, 3, 3, 3, 1], [1, 2, 2, 2, 2, 2, 1], [1, 6, 4, 1], [1, 40, 1], [1, 1, 1, 1, 1]] {
      for _ in 0..<2 {
        draw.add(
          "deep and wide",
          DepthLab.bends(generator.halvesNetwork(widths), generator.uniform(-6, -4), generator.uniform(4, 6)))
      }
    }
  }

  /// Work that goes with the number of bends, of which each layer has twice as many.
  static let timing = Check(
    "timing", "bends: time as there are more of them", points: 0.4, after: ["bends"],
    hint: "Parts in their order need no search: each is cut by itself, and its pieces take its place.", budget: 12
  ) { generator in
    let calls = (0..<32).map { round in
      let network = ReLUNetwork.tents(round % 2 == 0 ? 6 : 11)
      return DepthLab.bends(network, generator.uniform(-1, 0), generator.uniform(1, 2))
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1])))
  }

  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Nothing may be kept in static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, others: [Call] = [], _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<4).map { _ in call(&generator) }, others: others)
    }
    let network = generator.anyNetwork([1, 2, 1])
    add("output", others: [DepthLab.output(network, [0.5])]) {
      DepthLab.output($0.anyNetwork([1, 3, 1]), $0.numbers(4, 2))
    }
    add("compose", others: [DepthLab.compose(network, network)]) {
      DepthLab.compose($0.anyNetwork([1, 3, 1]), $0.anyNetwork([1, 2, 1]))
    }
    let places = generator.oddPlaces(9, below: 12)
    draw.add("sawtooth", [4, 2, 5, 3].map { DepthLab.sawtoothAnswers($0, places, 12) })
    add("bends") { DepthLab.bends($0.network([1, 4, 1]), -$0.uniform(3, 4), $0.uniform(3, 4)) }
    add("parameters") { generator in DepthLab.parameters((0..<4).map { _ in 1 + generator.integer(below: 30) }) }
    add("widest") { generator in
      DepthLab.widest(1 + generator.integer(below: 9), 1 + generator.integer(below: 9), generator.integer(below: 5000))
    }
    return draw.draw
  }
}

extension ReLUNetwork {
  /// The tent, composed so many times, by weights that are never rounded.
  static func tents(_ compositions: Int) -> ReLUNetwork {
    let tent = ReLUNetwork(units: [(1, 0, 2), (1, -0.5, -4)])
    return (1..<compositions).reduce(tent) { network, _ in network.followed(by: tent) }
  }

  /// The last layer, of one output, before the next network's first, which has one input.
  func followed(by next: ReLUNetwork) -> ReLUNetwork {
    let (last, first) = (layers[layers.count - 1], next.layers[0])
    let joint = ReLULayer(
      weights: first.weights.matmul(last.weights),
      biases: zip(first.biases, first.weights.values).map { $0 + $1 * last.biases[0] })
    return ReLUNetwork(layers: layers.dropLast() + [joint] + next.layers.dropFirst())
  }
}

extension Generator {
  /// A network whose weights are ½, 1 or 2, either sign: slopes of many layers are exact, and of few sizes.
  mutating func halvesNetwork(_ widths: [Int]) -> ReLUNetwork {
    var network = network(widths)
    for layer in network.layers.indices {
      for place in network.layers[layer].weights.values.indices {
        network.layers[layer].weights.values[place] =
          [0.5, 1, 2][integer(below: 3)] * (integer(below: 2) == 0 ? 1 : -1)
      }
    }
    return network
  }
}
