package import Checks
import LabKit

/// What the Depth handout checks, with public seeds: answers, composition, the sawtooth, bends, counting.
package enum DepthPublicChecks {
  package static let all: [Check] = [output, compose, sawtooth, bends, parameters, widest]

  static let output = Check(
    "output", "output: layer after layer", points: 0.8,
    hint: "W h + b in each layer, and max(0, ·) of it in each but the last."
  ) { draw, generator in
    for (name, widths) in [
      ("one hidden layer", [1, 3, 1]), ("two hidden layers", [1, 4, 3, 1]), ("four", [1, 2, 3, 3, 2, 1]),
    ] {
      draw.add(name, DepthLab.output(generator.anyNetwork(widths), generator.numbers(6, 2)))
    }
  }

  static let compose = Check(
    "compose", "compose: two networks become one", points: 1,
    hint:
      "Between the inner network's last layer and the outer one's first nothing is cut off: two affine maps are one."
  ) { draw, generator in
    for (name, outer, inner) in [
      ("one hidden layer each", [1, 2, 1], [1, 3, 1]), ("deeper ones", [1, 3, 2, 1], [1, 2, 4, 1]),
      ("two numbers between", [2, 3, 1], [1, 4, 2]),
    ] {
      draw.add(name, DepthLab.compose(generator.anyNetwork(outer), generator.anyNetwork(inner)))
    }
  }

  static let sawtooth = Check(
    "sawtooth", "sawtooth: one tent, two, three", points: 0.9, after: ["compose"],
    hint: "The tent needs two units, one that is on everywhere and one from ½ on; then compose it with itself."
  ) { draw, generator in
    for compositions in 1...3 {
      let set = SawtoothSet(compositions, scale: 8, &generator)
      draw.add("\(compositions) compositions", set.widths)
      draw.add("\(compositions) compositions", set.answers)
    }
  }

  static let bends = Check(
    "bends", "bends: where the slope changes", points: 1.2,
    hint: """
      Go through the layers with a list of parts of the axis, on each of which every unit is a straight line: where does a \
      line cross 0? At the end compare the slopes on both sides.
      """
  ) { draw, generator in
    for (name, widths) in [
      ("two units", [1, 2, 1]), ("five units", [1, 5, 1]), ("two layers", [1, 3, 2, 1]),
      ("three layers", [1, 2, 2, 2, 1]),
    ] {
      for _ in 0..<3 { draw.add(name, DepthLab.bends(generator.network(widths), -4, 4)) }
    }
  }

  static let parameters = Check(
    "parameters", "parameters: weights and biases", points: 0.3,
    hint: "A layer has a weight for each pair of an input and a unit, and a bias for each unit."
  ) { draw, generator in
    for (name, layers) in [("one hidden layer", 3), ("two hidden layers", 4), ("many layers", 8)] {
      draw.add(name, DepthLab.parameters((0..<layers).map { _ in 1 + generator.integer(below: 9) }))
    }
  }

  static let widest = Check(
    "widest", "widest: one hidden layer from so many parameters", points: 0.4,
    hint: "How many parameters does one unit more cost, and how many are there without any unit?"
  ) { draw, generator in
    for (name, inputs, outputs) in [("one input, one output", 1, 1), ("three and two", 3, 2), ("many", 20, 10)] {
      for _ in 0..<4 { draw.add(name, DepthLab.widest(inputs, outputs, 100 + generator.integer(below: 900))) }
    }
  }
}
