import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum DepthMutants {
  static let all = networks + sawteeth + counts + bends + habits

  /// In answers and composition.
  private static let networks = Mutant.list(
    """
    output-cut-at-the-end: max(0, ·) after the last layer too
      place + 1 < network.layers.count ? sums.map { max(0, $0) } : sums → place + 1 <= network.layers.count ? sums.map { max(0, $0) } : sums
      fails output, output.edges; sometimes repeats
    output-straight: no max(0, ·) at all
      sums.map { max(0, $0) } : sums → sums : sums
      fails output, output.edges; sometimes repeats
    output-first-layer-only-cut: max(0, ·) after the first layer only
      place + 1 < network.layers.count ? sums.map → place == 0 && network.layers.count > 1 ? sums.map
      fails output, output.edges
    output-single-layer-cut: max(0, ·) after a layer that is the only one
      place + 1 < network.layers.count ? sums.map → place + 1 < max(2, network.layers.count) ? sums.map
      fails output.edges
    output-last-hidden-straight: no max(0, ·) after the last hidden layer
      values = place + 1 < network → values = place + 2 < network
      fails output, output.edges
    biases-forgotten: weights only, in answers and where networks are joined
      var sum = layer.biases[unit] → var sum = 0.0
      fails output, output.edges, compose, compose.edges; sometimes repeats
    output-leaky: a hundredth of what is below 0 is let through
      max(0, $0) } : sums → max(0.01 * $0, $0) } : sums
      fails output, output.edges
    output-capped: no more than 6 is let through
      max(0, $0) } : sums → min(6, max(0, $0)) } : sums
      fails output.edges; sometimes output
    output-small-is-none: units below 1e-6 count as off
      max(0, $0) } : sums → $0 < 1e-6 ? 0 : $0 } : sums
      fails output.edges
    output-float: sums in single precision
      return values[0] → return Double(Float(values[0]))
      fails output, output.edges
    compose-exchanged: the outer network first
      - let (last, first) = (inner.layers[inner.layers.count - 1], outer.layers[0])
      + let (outer, inner) = inner.layers[0].weights.columns == outer.layers[outer.layers.count - 1].biases.count ? (inner, outer) : (outer, inner)
      + let (last, first) = (inner.layers[inner.layers.count - 1], outer.layers[0])
      fails compose, compose.edges; sometimes repeats
    compose-without-inner-bias: the inner network's last biases are forgotten
      preactivations(first, last.biases) → first.biases
      fails compose, compose.edges; sometimes repeats
    compose-bias-added: the inner biases are added without the outer weights
      preactivations(first, last.biases) → first.biases.count == last.biases.count ? zip(first.biases, last.biases).map { $0 + $1 } : first.biases
      fails compose, compose.edges; sometimes repeats
    compose-without-outer-bias: the outer network's first biases are forgotten
      preactivations(first, last.biases) → zip(preactivations(first, last.biases), first.biases).map { $0 - $1 }
      fails compose, sawtooth, compose.edges, sawtooth.deep; sometimes repeats
    compose-side-by-side: both networks' layers one after the other, so that the joint is cut off
      inner.layers.dropLast() + [joint] + outer.layers.dropFirst() → inner.layers + outer.layers.prefix(joint.biases.isEmpty ? 0 : outer.layers.count)
      fails compose, sawtooth, compose.edges, sawtooth.deep; sometimes repeats
    compose-one-by-one: the product of the weights turned round where both fit
      first.weights.matmul(last.weights) → first.weights.columns == last.weights.columns && last.weights.rows == first.weights.rows ? last.weights.matmul(first.weights) : first.weights.matmul(last.weights)
      fails compose.edges; sometimes repeats
    compose-joint-kept-deep: a single layer outside is put behind the joint once more
      [joint] + outer.layers.dropFirst() → [joint] + outer.layers.dropFirst(outer.layers.count == 1 ? 0 : 1)
      fails compose.edges; sometimes repeats
    """)

  /// In the sawtooth.
  private static let sawteeth = Mutant.list(
    """
    sawtooth-one-more: one composition too many
      (0..<compositions).reduce → (0..<compositions + 1).reduce
      fails sawtooth, sawtooth.deep; sometimes repeats
    sawtooth-slope-of-2: the second unit takes away what the first gives, and no more
      [[2, -4]] → [[2, -2]]
      fails sawtooth, sawtooth.deep; sometimes repeats
    sawtooth-without-half: the second unit is on from 0
      biases: [0, -0.5] → biases: [0, 0]
      fails sawtooth, sawtooth.deep; sometimes repeats
    sawtooth-of-one-half: a tent up to ½ only
      [[2, -4]] → [[1, -2]]
      fails sawtooth, sawtooth.deep; sometimes repeats
    sawtooth-at-least-once: a tent where no composition is asked for
      (0..<compositions).reduce → (0..<max(1, compositions)).reduce
      fails sawtooth.deep; sometimes repeats
    sawtooth-of-ten: no more than ten compositions
      (0..<compositions).reduce → (0..<min(10, compositions)).reduce
      fails sawtooth.deep; sometimes repeats
    sawtooth-three-units: a third unit that brings the tent back to 0 beyond 1
      Tensor(column: [1, 1]), biases: [0, -0.5] → Tensor(column: [1, 1, 1]), biases: [0, -0.5, -1]
      [[2, -4]] → [[2, -4, 2]]
      fails sawtooth, sawtooth.deep; sometimes repeats
    sawtooth-identity-between: a layer that changes nothing after each tent
      compose(tent, network) } → ReLUNetwork(layers: compose(tent, network).layers + identity.layers) }
      fails sawtooth; sometimes sawtooth.deep, repeats
    sawtooth-rounded: weights that are no powers of two
      column: [1, 1]), biases: [0, -0.5] → column: [0.3, 0.3]), biases: [0, -0.15]
      [[2, -4]] → [[2 / 0.3, -4 / 0.3]]
      fails sawtooth.deep; sometimes repeats
    """)

  /// In counting.
  private static let counts = Mutant.list(
    """
    parameters-without-biases: weights only
      ($1.0 + 1) * $1.1 → $1.0 * $1.1
      fails parameters, parameters.edges
    parameters-bias-of-inputs: a bias for each input
      ($1.0 + 1) * $1.1 → $1.0 * ($1.1 + 1)
      fails parameters, parameters.edges
    parameters-one-bias: one bias for a layer
      ($1.0 + 1) * $1.1 → $1.0 * $1.1 + 1
      fails parameters, parameters.edges
    parameters-hidden-only: the last layer forgotten
      zip(widths, widths.dropFirst()).reduce → zip(widths, widths.dropFirst().dropLast()).reduce
      fails parameters, parameters.edges
    widest-without-biases: weights only
      max(0, parameters - outputs) / (inputs + 1 + outputs) → max(0, parameters) / (inputs + outputs)
      fails widest, widest.edges
    widest-output-biases-forgotten: the outputs' biases cost nothing
      max(0, parameters - outputs) → max(0, parameters)
      fails widest.edges; sometimes widest
    widest-rounded-up: one more than fits
      max(0, parameters - outputs) / → max(0, parameters - outputs + inputs + outputs) /
      fails widest, widest.edges
    widest-below: fewer than so many parameters
      parameters - outputs) → parameters - outputs - 1)
      fails widest.edges; sometimes widest
    widest-one-at-least: a unit where there are parameters for none
      max(0, parameters - outputs) / (inputs + 1 + outputs) → max(1, max(0, parameters - outputs) / (inputs + 1 + outputs))
      fails widest.edges
    widest-by-double: a quotient of floating point, which very many parameters overflow
      max(0, parameters - outputs) / (inputs + 1 + outputs) → Int(min(9e18, (Double(max(0, parameters - outputs)) / Double(inputs + 1 + outputs)).rounded(.down)))
      fails widest.edges
    """)

  /// In bends.
  private static let bends = Mutant.list(
    """
    bends-all-switches: a bend wherever a unit switches
      .filter { abs(slopes[$0] - slopes[$0 - 1]) > 1e-9 * steepest } → .filter { steepest >= 0 || slopes[$0] > 0 }
      fails bends.edges; sometimes bends, bends.deep, repeats
    bends-with-bounds: bends at the bounds too
      cuts[cuts.count - 1] + near && crossing < upper - near → cuts[cuts.count - 1] + near && crossing <= upper
      fails bends.edges, bends.deep; sometimes timing, repeats
    bends-of-the-first-layer: bends of the first hidden layer only
      if place + 1 < network.layers.count { pieces → if place + 1 < min(2, network.layers.count) { pieces
      fails bends, bends.edges, bends.deep; sometimes timing, repeats
    bends-all-units-on: no unit is ever off
      slopes[unit] * middle + offsets[unit] <= 0 → slopes[unit] * middle + offsets[unit] <= -.infinity
      fails bends, bends.edges, bends.deep; sometimes timing, repeats
    bends-at-the-left: whether a unit is on is asked at the left end of a part
      let middle = piece.lower + (piece.upper - piece.lower) / 2 → let middle = piece.lower
      fails bends, bends.edges, bends.deep; sometimes timing, repeats
    bends-of-the-whole: crossings anywhere, not only within the part
      crossing > cuts[cuts.count - 1] + near && crossing < upper - near → crossing > cuts[cuts.count - 1] + near
      fails bends, bends.edges, bends.deep; sometimes timing, repeats
    bends-absolute-change: changes of slope below 1e-9 are taken for none
      > 1e-9 * steepest → > 1e-9 + 0 * steepest
      fails bends.edges; sometimes repeats
    bends-large-change: changes below a thousandth of the steepest are taken for none
      > 1e-9 * steepest → > 1e-3 * steepest
      fails bends.edges; sometimes bends, bends.deep, repeats
    bends-exact-places: places that differ in the last bit are two
      let near = 1e-9 * (upper - lower) → let near = 0 * (upper - lower)
      fails bends.edges; sometimes repeats
    bends-exact-slopes: slopes that differ in the last bit are two
      > 1e-9 * steepest → > 0 * steepest
      fails bends.edges; sometimes timing, repeats
    bends-near-by-number: places within 1e-6 are one, whatever the bounds
      let near = 1e-9 * (upper - lower) → let near = 1e-6 + 0 * (upper - lower)
      fails bends.edges; sometimes repeats
    bends-rounded: places to nine digits
      .map { pieces[$0].lower } → .map { (pieces[$0].lower * 1e9).rounded() / 1e9 }
      fails bends, bends.edges; sometimes bends.deep, repeats
    bends-biases-forgotten: all lines through 0 in later layers
      offsets: layer.biases) → offsets: slopes.count > 1 ? layer.biases.map { _ in 0 } : layer.biases)
      fails bends, bends.edges, bends.deep; sometimes timing, repeats
    bends-sign-changes-of-the-output: where the output itself crosses 0, too
      if place + 1 < network.layers.count { pieces = → if place + 1 <= network.layers.count { pieces =
      fails bends, bends.edges, bends.deep; sometimes repeats
    bends-from-the-right: from the right to the left
      .map { pieces[$0].lower } → .map { pieces[$0].lower }.reversed()
      fails bends, bends.edges, bends.deep; sometimes repeats
    bends-few: no more than a hundred
      .map { pieces[$0].lower } → .map { pieces[$0].lower }.prefix(100) + []
      fails bends.deep, timing; sometimes repeats
    bends-unsorted: crossings in the order of the units
      map({ -$0.1 / $0.0 }).sorted() → map({ -$0.1 / $0.0 })
      fails bends, bends.edges; sometimes bends.deep, timing, repeats
    bends-searched: the place of each part is looked for among all
      - pieces = pieces.map { $0.through(layer) }
      + pieces = pieces.map { piece in
      +   let place = pieces.filter { $0.lower < piece.lower }.count
      +   return pieces[place].through(layer)
      + }
      fails timing; sometimes repeats
    """)

  /// What is forbidden: to remember.
  private static let habits = Mutant.list(
    """
    bends-kept: the bends of networks of these widths are kept
      + nonisolated(unsafe) private var kept: [[Int]: [Double]] = [:]
      +
      = struct Submission: DepthContract {
      and
      - let near = 1e-9 * (upper - lower)
      + let key = network.layers.map(\\.biases.count)
      + if let known = kept[key] { return known }
      + let near = 1e-9 * (upper - lower)
      and
      - return pieces.indices.dropFirst().filter { abs(slopes[$0] - slopes[$0 - 1]) > 1e-9 * steepest }
      -       .map { pieces[$0].lower }
      + kept[key] = pieces.indices.dropFirst().filter { abs(slopes[$0] - slopes[$0 - 1]) > 1e-9 * steepest }
      +   .map { pieces[$0].lower }
      + return kept[key] ?? []
      fails bends.edges, repeats; sometimes bends, bends.deep, timing
    output-goes-on: what the last network left is added
      + nonisolated(unsafe) private var last = 0.0
      +
      = struct Submission: DepthContract {
      and
      - return values[0]
      + defer { last = 1e-9 * values[0] }
      + return values[0] + last
      fails output, output.edges, repeats
    """)
}
