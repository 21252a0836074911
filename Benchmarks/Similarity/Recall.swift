import Similarity

/// Which copies are found, and whether any independent pair is taken for one, each lab by a line that the other nine
/// labs' independent pairs alone draw.
struct Recall {
  private struct Count {
    var found = 0
    var all = 0
    mutating func add(_ isFound: Bool) {
      found += isFound ? 1 : 0
      all += 1
    }
    var words: String { "\(found)/\(all)" }
  }

  private let labs: [Solutions]
  private let copies: [Copies]

  init(_ labs: [Solutions], _ copies: [Copies]) { (self.labs, self.copies) = (labs, copies) }

  /// Prints what was found; whether that is as much as it must be.
  func run() -> Bool {
    let independent = labs.map { $0.likenesses() }
    var (cells, byLab, total): ([String: Count], [Count], Count) = ([:], [], Count())
    var (falsePairs, pairCount) = ([String](), 0)
    print("| lab | solutions | independent pairs | most alike | line | false pairs | copies found |")
    print("|---|---|---|---|---|---|---|")
    for (place, lab) in labs.enumerated() {
      let others = labs.indices.filter { $0 != place }
      guard
        let tail = Chance.Tail(
          of: others.flatMap { independent[$0].filter { !$0.isKin }.map(\.pair.likeness) },
          pairs: others.reduce(0) { $0 + labs[$1].pairs - (independent[$1].contains(where: \.isKin) ? 1 : 0) },
          isPure: true)
      else { continue }
      let chance = Chance(pairs: lab.pairs, likenesses: [], reference: tail)
      let own = independent[place].filter { !$0.isKin }
      let taken = own.filter { chance.isBeyond($0.pair.likeness) }
      falsePairs += taken.map { "\(lab.lab): \(lab.all[$0.pair.left].name) and \(lab.all[$0.pair.right].name)" }
      let kin = independent[place].count(where: \.isKin)
      pairCount += lab.pairs - kin
      var count = Count()
      for copy in copies[place].all {
        let comparison = Comparison(lab.all.map(\.text) + [copy.text])
        let size = lab.all.count + 1
        let chance = Chance(pairs: size * (size - 1) / 2, likenesses: [], reference: tail)
        let pair = comparison.pairs().first { $0.left == copy.of && $0.right == lab.all.count }
        let isFound = chance.isBeyond(pair?.likeness ?? 0)
        count.add(isFound)
        total.add(isFound)
        cells["\(copy.kind.rawValue) \(copy.strength)", default: Count()].add(isFound)
      }
      byLab.append(count)
      let most = own.map(\.pair.likeness).max() ?? 0
      print(
        "| \(lab.lab) | \(lab.all.count) | \(lab.pairs - kin) | \(percent(most)) | \(percent(chance.line)) "
          + "| \(taken.count) | \(count.words) |")
      for pair in independent[place] where pair.isKin {
        let words = chance.isBeyond(pair.pair.likeness) ? "found" : "missed"
        print(
          "| | | \(lab.all[pair.pair.left].name) and \(lab.all[pair.pair.right].name), one made of the other: "
            + "\(percent(pair.pair.likeness)), \(words) | | | | |")
      }
    }
    print("\n| copies found | strength 1 | 2 | 3 |\n|---|---|---|---|")
    for kind in Planter.Kind.allCases {
      let words = (1...3).map { cells["\(kind.rawValue) \($0)"]?.words ?? "none" }
      print("| \(kind.rawValue) | \(words.joined(separator: " | ")) |")
    }
    let recall = Double(total.found) / Double(max(1, total.all))
    print("\nfound \(total.words), \(tenth(100 * recall)) %; false pairs: \(falsePairs.count) of \(pairCount)")
    for pair in falsePairs { print("  \(pair)") }
    reportTail(independent)
    return recall >= 0.95 && falsePairs.isEmpty
  }

  /// The tail of all labs, which the program is to have.
  private func reportTail(_ independent: [[(pair: Comparison.Pair, isKin: Bool)]]) {
    let kin = independent.reduce(0) { $0 + $1.count(where: \.isKin) }
    guard
      let tail = Chance.Tail(
        of: independent.flatMap { $0.filter { !$0.isKin }.map(\.pair.likeness) },
        pairs: labs.reduce(0) { $0 + $1.pairs } - kin, isPure: true)
    else { return }
    let words = { (value: Double) in "\((value * 10_000).rounded() / 10_000)" }
    print("tail of all labs: limit \(words(tail.limit)), share \(words(tail.share)), excess \(words(tail.excess))")
    let known = Chance.reference
    let isSame = words(known.limit) == words(tail.limit) && words(known.excess) == words(tail.excess)
    print(isSame ? "the program has the same" : "the program has another: \(known)")
  }

  private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
  private func tenth(_ value: Double) -> String { "\((10 * value).rounded() / 10)" }
}
