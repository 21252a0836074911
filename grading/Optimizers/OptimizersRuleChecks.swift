import Checks
import LabKit
import Labs

extension OptimizersHiddenChecks {
  /// Gradients of a few steps with zeros among them: the first parameter has none at all, the second only the first one,
  /// the third only the last, the fourth the first and the last two.
  private static func halting(_ generator: inout Generator) -> Descent {
    var descent = Descent(6, parameters: 5, &generator)
    for step in 0..<6 {
      descent.gradients[step, 0] = 0
      if step > 0 { descent.gradients[step, 1] = 0 }
      if step < 5 { descent.gradients[step, 2] = 0 }
      if 1...3 ~= step { descent.gradients[step, 3] = 0 }
    }
    return descent
  }

  /// Gradients that are small, but not nothing.
  private static func faint(size: Double = 1e-5, _ generator: inout Generator) -> Descent {
    var descent = Descent(5, parameters: 2, &generator)
    descent.gradients = descent.gradients * size
    descent.start = descent.start.map { $0 * 1e-4 }
    return descent
  }

  static let momentumCoast = Check(
    "momentum.coast", "momentum: gradients of 0 and next to it", points: 0.3,
    hint: "Where the ground is level, the velocity still carries on, a little slower at each step."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.momentum(descent.start, descent.gradients, 0.2, 0.75))
    let small = faint(&generator)
    draw.add("small gradients", OptimizersLab.momentum(small.start.map { $0 * 1e-4 }, small.gradients, 0.2, 0.75))
    let plain = Descent(3, parameters: 2, &generator)
    draw.add("no momentum", OptimizersLab.momentum(plain.start, plain.gradients, 0.2, 0))
    draw.add("no steps", OptimizersLab.momentum(plain.start, Tensor(shape: [0, 2]), 0.2, 0.5))
    draw.add("large gradients", OptimizersLab.momentum(plain.start, plain.gradients * 1e9, 0.2, 0.5))
    draw.add(
      "tiny gradients", OptimizersLab.momentum([0, 0], plain.gradients * 1e-20, 0.2, 0.5), unit: 1e-20)
    return draw.draw()
  }

  static let adaGradZero = Check(
    "adaGrad.zero", "adaGrad: gradients of 0", points: 0.4,
    hint: "A parameter without a gradient stays where it is: what does ε do to 0 / 0?"
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.adaGrad(descent.start, descent.gradients, 0.3, 1e-15))
    draw.add("large gradients", OptimizersLab.adaGrad(descent.start, descent.gradients * 1e9, 0.3, 1e-15))
    return draw.draw()
  }

  static let rmsPropZero = Check(
    "rmsProp.zero", "rmsProp: gradients of 0", points: 0.4,
    hint:
      "A parameter without a gradient stays where it is: what does ε do to 0 / 0? Its mean square fades all the same."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.rmsProp(descent.start, descent.gradients, 0.1, 0.8, 1e-15))
    draw.add("large gradients", OptimizersLab.rmsProp(descent.start, descent.gradients * 1e9, 0.1, 0.8, 1e-15))
    return draw.draw()
  }

  static let adamZero = Check(
    "adam.zero", "adam: gradients of 0 and next to it, three hundred steps", points: 0.3,
    hint: "A parameter that never had a gradient stays; one that had a gradient once moves on while its mean fades."
  ) { generator in
    var draw = ValueDraw()
    let descent = halting(&generator)
    draw.add("some gradients are 0", OptimizersLab.adam(descent.start, descent.gradients, .quick(&generator)))
    for (name, size) in [("small gradients", 1e-5), ("tiny gradients", 1e-9)] {
      let small = faint(size: size, &generator)
      draw.add(name, OptimizersLab.adam(small.start, small.gradients, .quick(&generator)))
    }
    // ε is smaller still.
    for size in [1e-20, 1e9] {
      let small = faint(size: size, &generator)
      draw.add(
        size < 1 ? "next to no gradients" : "large gradients",
        OptimizersLab.adam(small.start, small.gradients, .quick(epsilon: 1e-15 * min(1, size), &generator)))
    }
    let long = Descent(300, parameters: 2, &generator)
    draw.add(
      "three hundred steps",
      OptimizersLab.adam(long.start, long.gradients, AdamSettings(rate: 0.01, beta2: 0.995, epsilon: 1e-15)))
    return draw.draw(partial: true)
  }

  /// Large ε tell √v̂ + ε from √(v̂ + ε) and from √v + ε with the corrections made afterwards.
  static let adamEpsilon = Check(
    "adam.epsilon", "adam: where ε stands", points: 0.4,
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
    "adamW.edges", "adamW: gradients of 0, no decay", points: 0.5, after: ["adam", "adam.zero"],
    hint:
      "Every parameter decays at every step, whether it has a gradient or not; with λ = 0 there is Adam and no more."
  ) { generator in
    var draw = ValueDraw()
    for (name, descent, weightDecay) in [
      ("some gradients are 0", halting(&generator), 0.4), ("no decay", Descent(3, parameters: 2, &generator), 0),
    ] {
      let settings = AdamSettings.quick(&generator)
      draw.add(name, OptimizersLab.adamW(descent.start, descent.gradients, settings, weightDecay)) {
        descent.ownAdamW(&$0, settings, weightDecay)
      }
    }
    return draw.draw()
  }

  /// From 0, so that the answers are what the rules make of them. By its own rules: what each run is by itself.
  static let memory = Check(
    "memory", "every rule with a memory: two runs side by side", points: 0.4,
    after: ["momentum", "nesterov", "adaGrad", "rmsProp", "adam", "adamW"],
    hint: "Each run has its own memory: keep what a rule remembers there, never in static or global variables."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, others) in [("as many steps", 4, 4), ("one is shorter", 2, 5)] {
      let runs = [steps, others].map { steps in
        var run = Descent(steps, parameters: 40, &generator)
        run.start = run.start.map { _ in 0 }
        return run
      }
      draw.add(
        name, OptimizersLab.sideBySide(runs[0].start, runs[1].start, runs[0].gradients, runs[1].gradients)
      ) { own in
        let settings = AdamSettings(rate: 0.1, epsilon: 1e-15)
        var paths: [Term] = []
        for run in runs {
          paths.append(own.ask(OptimizersLab.momentum, .of(run.start), .of(run.gradients), .of(0.1), .of(0.9)))
        }
        for run in runs {
          paths.append(
            own.ask(OptimizersLab.rmsProp, .of(run.start), .of(run.gradients), .of(0.1), .of(0.9), .of(1e-15)))
        }
        for run in runs {
          paths.append(own.ask(OptimizersLab.adam, .of(run.start), .of(run.gradients), .of(settings)))
        }
        for run in runs {
          paths.append(own.ask(OptimizersLab.adaGrad, .of(run.start), .of(run.gradients), .of(0.1), .of(1e-15)))
        }
        for run in runs {
          paths.append(
            own.ask(OptimizersLab.adamW, .of(run.start), .of(run.gradients), .of(settings), .of(0.3)))
        }
        return [.list(paths)]
      }
    }
    let starts = (0..<2).map { _ in generator.normal(shape: [4]).values }
    let valleys = (0..<2).map { _ in generator.valley(4) }
    draw.add(
      "looking ahead", OptimizersLab.nesterovSideBySide(starts[0], starts[1], valleys[0], valleys[1], 5)
    ) { own in
      var paths: [Term] = []
      for (start, valley) in zip(starts, valleys) {
        paths.append(own.ask(OptimizersLab.nesterov, .of(start), .of(valley), .of(5), .of(0.02), .of(0.8)))
      }
      return [.list(paths)]
    }
    return draw.draw()
  }

  /// Where a value of f or a step is compared, the numbers are multiples of 1/8 and everything is exact.
  static let newtonEdges = Check(
    "newton.edges", "newtonRoot: level slopes, no convergence, few steps", points: 0.4,
    hint: """
      Look at the slope before you divide by it; converged tells of the last step that was made, whatever f is there; no \
      more than maximumSteps steps are made.
      """
  ) { generator in
    var draw = ValueDraw()
    let (high, bend) = (generator.eighth(), generator.eighth())
    draw.add(
      "a level slope", OptimizersLab.newtonRoot(NewtonCurve([high, 0, bend]), 0, 1e-9, 20), isTrivial: true)
    // From x the one step leads to 0, where x² + a, with a the square of that x, is level.
    let from = generator.eighth()
    draw.add("level after a step", OptimizersLab.newtonRoot(NewtonCurve([from * from, 0, 1]), from, 1e-9, 20))
    let scale = generator.eighth()
    let cycle = NewtonCurve([2 * scale, -2 * scale, 0, scale])
    draw.add("round and round", OptimizersLab.newtonRoot(cycle, 0, 1e-9, 5 + generator.integer(below: 8)))
    draw.add("round a thousand times", OptimizersLab.newtonRoot(cycle, 0, 1e-9, 990 + generator.integer(below: 11)))
    let root = generator.eighth()
    let line = NewtonCurve([-scale * root, scale])
    draw.add("already there", OptimizersLab.newtonRoot(line, root, 1e-9, 20))
    draw.add("the last step", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 2))
    draw.add("one step too few", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 1))
    draw.add("no steps", OptimizersLab.newtonRoot(line, root + 2, 1e-9, 0), isTrivial: true)
    let double = NewtonCurve([root * root, -2 * root, 1])
    draw.add("a double root", OptimizersLab.newtonRoot(double, root + 1, 1e-3, 50))
    draw.add("begun on a double root", OptimizersLab.newtonRoot(double, root, 1e-3, 50), isTrivial: true)
    draw.add("a step as long as the tolerance", OptimizersLab.newtonRoot(line, root + 2, 2, 20))
    draw.add("no tolerance", OptimizersLab.newtonRoot(line, root + 2, 0, 20))
    // The tolerance is that of a step by itself, however large or small the root is.
    for (name, root, away, tolerance) in [
      ("a large root", 1024 + root, 2, 0.125), ("a small root", 0x1p-10, 0x1p-12, 0x1p-11),
    ] {
      draw.add(name, OptimizersLab.newtonRoot(NewtonCurve([-scale * root, scale]), root + away, tolerance, 20))
    }
    // One step, short enough, that ends where the slope is 0.
    draw.add("level where it ends", OptimizersLab.newtonRoot(NewtonCurve([from * from, 0, 1]), from, 4, 20))
    // Beyond 1e13, and all the way back.
    draw.add(
      "far away and back",
      OptimizersLab.newtonRoot(NewtonCurve([-1, 0, 0, 1]), generator.uniform(1e-7, 2e-7), 1e-9, 200))
    for slope in [0x1p-30, 0x1p-60, 0x1p-100, 0x1p-900] {
      let flat = NewtonCurve([-slope * root, slope])
      draw.add("a slope that is hardly one", OptimizersLab.newtonRoot(flat, root - 1, 1e-9, 20))
    }
    return draw.draw(partial: true)
  }
}
