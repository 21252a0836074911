import Parsing
import Similarity

/// The copies that are made of a lab's right solutions, of each kind and strength.
struct Copies {
  struct Copy {
    var of: Int
    var kind: Planter.Kind
    var strength: Int
    var program: Program
    var text = CodeText(tokens: [])
  }

  private(set) var all: [Copy] = []

  /// A copy is made step by step; what each step makes of all of them is parsed at once.
  init(of solutions: Solutions, seed: String, _ reader: SourceReader) throws {
    var planters: [Planter] = []
    var steps: [[Planter.Step]] = []
    var others: [Int] = []
    for (place, solution) in solutions.all.enumerated() {
      for kind in Planter.Kind.allCases {
        for strength in 1...3 {
          var planter = Planter(
            seed: "\(seed) \(solutions.lab) \(solution.name) \(kind.rawValue) \(strength)", given: solutions.given)
          others.append(
            solutions.all.indices.filter { $0 != place }.randomElement(using: &planter.numbers) ?? place)
          planters.append(planter)
          steps.append(Planter.steps(kind, strength: strength))
          all.append(Copy(of: place, kind: kind, strength: strength, program: solution.program))
        }
      }
    }
    var isDone = all.map { _ in false }
    while steps.contains(where: { !$0.isEmpty }) {
      var changed: [Int] = []
      for place in all.indices where !steps[place].isEmpty {
        let step = steps[place].removeFirst()
        let other = solutions.all[others[place]].program
        guard let source = planters[place].apply(step, to: all[place].program, other: other),
          source != all[place].program.source
        else { continue }
        all[place].program.source = source
        isDone[place] = true
        changed.append(place)
      }
      for (place, outline) in zip(changed, try reader.outlines(changed.map { all[$0].program.source })) {
        all[place].program.outline = outline
      }
    }
    // Where there is nothing to change (no helper, no loop), there is no copy of that kind.
    all = all.indices.filter { isDone[$0] }.map { all[$0] }
    for place in all.indices {
      let program = all[place].program
      guard !program.outline.hasErrors else {
        throw BenchFault("a copy does not parse: \(all[place].kind) of \(solutions.all[all[place].of].name)")
      }
      all[place].text = Normalizer.normalize(program.outline, program.source, given: solutions.given)
    }
  }
}
