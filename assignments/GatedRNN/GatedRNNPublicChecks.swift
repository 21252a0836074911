package import Checks
import LabKit

/// What the GatedRNN handout checks, with public seeds: the LSTM and the GRU through time, and a classifier.
package enum GatedRNNPublicChecks {
  package static let all: [Check] = [
    lstmStep, lstmRun, lstmBackward, gruRun, gruBackward, initialModel, biases, scores, loss, gradient,
  ]

  static let lstmStep = Check(
    "lstmStep", "lstmStep: gates, memory, hidden state", points: 0.5,
    hint: """
      Rows of W, U and b: input gate, forget gate, candidate, output gate. The candidate has tanh, the gates have σ; the \
      hidden state is made from the new memory.
      """, partial: true
  ) { draw, generator in
    for (name, count, inputs, units) in [
      ("several sequences", 3, 2, 4), ("one sequence", 1, 3, 2), ("all sizes alike", 3, 3, 3),
    ] {
      let set = LSTMSet(count, steps: 1, inputs: inputs, units: units, &generator)
      let call = GatedRNNLab.lstmStep(set.at.weights, set.at.x.column(0), set.at.start)
      for part in ["memory", "hidden"] { draw.add("\(part), \(name)", call, part: part) }
    }
  }

  static let lstmRun = Check(
    "lstmRun", "lstmRun: the states after each step, of sequences of unlike lengths", points: 0.5, after: ["lstmStep"],
    hint: """
      Each step starts from the states that the one before left, the first one from `start`. Past the end of a sequence \
      its rows of both states are copied.
      """, partial: true
  ) { draw, generator in
    for (name, count, steps, inputs, units, lengths) in [
      ("all of one length", 3, 4, 2, 5, nil), ("one step", 2, 1, 3, 2, nil), ("unlike lengths", 3, 5, 2, 3, [3, 5, 1]),
      ("unlike lengths", 4, 4, 3, 2, [1, 4, 2, 3]),
    ] as [(String, Int, Int, Int, Int, [Int]?)] {
      let set = LSTMSet(count, steps: steps, inputs: inputs, units: units, lengths: lengths, &generator)
      for part in ["hidden", "memory"] {
        draw.add("\(part), \(name)", set.run.call, part: part) { own in set.run.own?(&own).map { $0[part] } ?? [] }
      }
    }
  }

  /// Each part of the gradient has its share.
  static let lstmBackward = Check(
    "lstmBackward", "lstmBackward: backpropagation through time", points: 0.8, after: ["lstmRun"],
    hint: """
      Two things go back from step to step: what later steps say of the hidden state, and of the memory. Try one step, \
      then two; then let one of two sequences end after the first.
      """, partial: true
  ) { draw, generator in
    for (name, count, steps, inputs, units, lengths) in [
      ("all of one length", 2, 3, 2, 4, nil), ("one step", 2, 1, 3, 2, nil), ("unlike lengths", 3, 4, 2, 3, [2, 4, 1]),
    ] as [(String, Int, Int, Int, Int, [Int]?)] {
      let set = LSTMSet(count, steps: steps, inputs: inputs, units: units, lengths: lengths, &generator)
      for part in ["weights", "start", "x"] { draw.add("\(part), \(name)", set, part: part) }
    }
  }

  static let gruRun = Check(
    "gruRun", "gruRun: the states after each step, of sequences of unlike lengths", points: 0.6,
    hint: """
      Rows: reset gate, update gate, candidate. The reset gate multiplies h Uᵀ + a, after the product and with the bias; \
      where the update gate is 1 the old state is kept.
      """, partial: true
  ) { draw, generator in
    for (name, count, steps, inputs, units, lengths) in [
      ("one step", 3, 1, 2, 4, nil), ("all of one length", 3, 4, 2, 5, nil), ("one sequence", 1, 3, 3, 2, nil),
      ("unlike lengths", 3, 5, 2, 3, [3, 5, 1]),
    ] as [(String, Int, Int, Int, Int, [Int]?)] {
      draw.add(name, GRUSet(count, steps: steps, inputs: inputs, units: units, lengths: lengths, &generator).run)
    }
  }

  static let gruBackward = Check(
    "gruBackward", "gruBackward: backpropagation through time", points: 0.7, after: ["gruRun"],
    hint: """
      The old state comes in at four places: by the update gate's product, by each gate's sum, by the candidate's. What \
      the two biases of the candidate get is not the same.
      """, partial: true
  ) { draw, generator in
    for (name, count, steps, inputs, units, lengths) in [
      ("all of one length", 2, 3, 2, 4, nil), ("one step", 2, 1, 3, 2, nil), ("unlike lengths", 3, 4, 2, 3, [2, 4, 1]),
    ] as [(String, Int, Int, Int, Int, [Int]?)] {
      let set = GRUSet(count, steps: steps, inputs: inputs, units: units, lengths: lengths, &generator)
      for part in ["weights", "start", "x"] { draw.add("\(part), \(name)", set, part: part) }
    }
  }

  static let biases = Check(
    "biases", "initialModel: 1 at the forget gates, 0 elsewhere", points: 0.1,
    hint: "The second block of u rows is the forget gates'."
  ) { draw, generator in
    for (inputs, units, classes) in [(2, 3, 2), (3, 1, 4), (1, 5, 1)] {
      draw.add("all biases", GatedRNNLab.initialBiases(inputs, units, classes, generator.integer(below: 1 << 40)))
    }
  }

  static let scores = Check(
    "scores", "scores: the output layer at every step", points: 0.2, after: ["lstmRun"],
    hint: "Hidden state and memory start from zeros; every step's hidden state is read, the copied ones too."
  ) { draw, generator in
    for (name, count, steps, lengths) in [
      ("all of one length", 3, 4, nil), ("one step", 2, 1, nil), ("unlike lengths", 3, 4, [2, 4, 1]),
    ] as [(String, Int, Int, [Int]?)] {
      draw.add(
        name,
        GatedModelSet(
          count, steps: steps, inputs: 2, units: 4, classes: 3, lengths: lengths, everyStep: true, &generator
        ).scores)
    }
  }

  static let loss = Check(
    "loss", "loss: the mean over the steps that count, and its gradient", points: 0.3,
    hint: """
      How many steps count? By that number both are divided, and a score at any other step has the gradient 0. What \
      stands in labels there is no class.
      """, partial: true
  ) { draw, generator in
    for everyStep in [false, true] {
      for lengths in [nil, [2, 4, 1]] {
        let set = GatedScoreSet(3, steps: 4, classes: 3, lengths: lengths, everyStep: everyStep, &generator)
        for part in ["loss", "gradient"] {
          draw.add("\(part), \(everyStep ? "every step" : "last steps")", set.call, part: part)
        }
      }
    }
  }

  static let gradient = Check(
    "gradient", "gradient: every weight and bias of a small classifier", points: 0.3,
    after: ["scores", "loss", "lstmBackward"],
    hint: "loss has the gradient in the scores; which hidden states does each score depend on by itself?", partial: true
  ) { draw, generator in
    for everyStep in [false, true] {
      for lengths in [nil, [2, 3, 1]] {
        draw.add(
          everyStep ? "every step" : "last steps",
          GatedModelSet(
            3, steps: 3, inputs: 2, units: 4, classes: 3, lengths: lengths, everyStep: everyStep, &generator
          ).gradient)
      }
    }
  }
}
