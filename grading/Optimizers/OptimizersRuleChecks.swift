import Checks
import LabKit
import Labs

extension OptimizersHiddenChecks {
  /// Gradients of a few steps with zeros among them: the first parameter has none at all, the second only the first one,
  /// the third only the last.
  private static func halting(_ generator: inout Generator) -> Descent {
    var descent = Descent(5, parameters: 4, &generator)
    for step in 0..<5 {
      descent.gradients[step, 0] = 0
      if step > 0 { descent.gradients[step, 1] = 0 }
      if step < 4 { descent.gradients[step, 2] = 0 }
    }
    return descent
  }

  static let momentumCoast = Check(
    "momentum.coast", "momentum: gradients of 0", points: 0.3, after: ["momentum"],
    hint: "Where the ground is level, the velocity still carries on, a little slower at each step."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.momentum(descent.start, descent.gradients, 0.2, 0.75))
    let plain = Descent(3, parameters: 2, &generator)
    draw.add("no momentum", OptimizersLab.momentum(plain.start, plain.gradients, 0.2, 0))
    draw.add("no steps", OptimizersLab.momentum(plain.start, Tensor(shape: [0, 2]), 0.2, 0.5))
    return draw.draw()
  }

  static let adaGradZero = Check(
    "adaGrad.zero", "adaGrad: gradients of 0", points: 0.4, after: ["adaGrad"],
    hint: "A parameter without a gradient stays where it is: what does ε do to 0 / 0?"
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.adaGrad(descent.start, descent.gradients, 0.3, 1e-10))
    return draw.draw()
  }

  static let rmsPropZero = Check(
    "rmsProp.zero", "rmsProp: gradients of 0", points: 0.4, after: ["rmsProp"],
    hint:
      "A parameter without a gradient stays where it is: what does ε do to 0 / 0? Its mean square fades all the same."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.rmsProp(descent.start, descent.gradients, 0.1, 0.8, 1e-10))
    return draw.draw()
  }

  static let adamZero = Check(
    "adam.zero", "adam: gradients of 0", points: 0.3, after: ["adam"],
    hint: "A parameter that never had a gradient stays; one that had a gradient once moves on while its mean fades."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.adam(descent.start, descent.gradients, .quick(&generator)))
    return draw.draw()
  }

  /// Large ε tell √v̂ + ε from √(v̂ + ε) and from √v + ε with the corrections made afterwards.
  static let adamEpsilon = Check(
    "adam.epsilon", "adam: where ε stands", points: 0.4, after: ["adam"],
    hint: "ε is added to the root, after the corrections: √v̂ + ε, and it is the ε of the settings."
  ) { generator in
    var draw = ValueDraw()
    for epsilon in [0.5, 0.05] {
      let descent = Descent(4, parameters: 3, &generator)
      draw.add(
        "large ε", OptimizersLab.adam(descent.start, descent.gradients, .quick(epsilon: epsilon, &generator)))
    }
    return draw.draw()
  }

  static let adamWEdges = Check(
    "adamW.edges", "adamW: gradients of 0, no decay", points: 0.5, after: ["adamW"],
    hint:
      "Every parameter decays at every step, whether it has a gradient or not; with λ = 0 there is Adam and no more."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.adamW(descent.start, descent.gradients, .quick(&generator), 0.4))
    let plain = Descent(3, parameters: 2, &generator)
    draw.add("no decay", OptimizersLab.adamW(plain.start, plain.gradients, .quick(&generator), 0))
    return draw.draw()
  }

  static let memory = Check(
    "memory", "momentum, rmsProp, adam: two runs side by side", points: 0.4, after: ["momentum", "rmsProp", "adam"],
    hint: "Each run has its own memory: keep what a rule remembers there, never in static or global variables."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, others) in [("as many steps", 4, 4), ("one is shorter", 2, 5)] {
      let (first, second) = (
        Descent(steps, parameters: 3, &generator), Descent(others, parameters: 3, &generator)
      )
      draw.add(
        name, OptimizersLab.sideBySide(first.start, second.start, first.gradients, second.gradients))
    }
    return draw.draw()
  }

  /// Where a value of f or a step is compared, the numbers are multiples of 1/8 and everything is exact.
  static let newtonEdges = Check(
    "newton.edges", "newtonRoot: level slopes, no convergence, few steps", points: 0.4, after: ["newton"],
    hint: """
      Look at the slope before you divide by it; converged tells of the last step that was made, whatever f is there; no \
      more than maximumSteps steps are made.
      """
  ) { generator in
    var draw = ValueDraw()
    let (high, bend) = (generator.eighth(), generator.eighth())
    draw.add("a level slope", OptimizersLab.newtonRoot(NewtonCurve([high, 0, bend]), 0, 1e-9, 20))
    let scale = generator.eighth()
    let cycle = NewtonCurve([2 * scale, -2 * scale, 0, scale])
    draw.add("round and round", OptimizersLab.newtonRoot(cycle, 0, 1e-9, 5 + generator.integer(below: 8)))
    let root = generator.eighth()
    let line = NewtonCurve([-scale * root, scale])
    draw.add("already there", OptimizersLab.newtonRoot(line, root, 1e-9, 20))
    draw.add("the last step", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 2))
    draw.add("one step too few", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 1))
    draw.add("no steps", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 0))
    let double = NewtonCurve([root * root, -2 * root, 1])
    draw.add("a double root", OptimizersLab.newtonRoot(double, root + 1, 1e-3, 50))
    return draw.draw(partial: true)
  }
}
