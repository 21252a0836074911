import Checks

/// The causes that the diagnosis told, each with those who have it.
struct Misconceptions {
  struct One {
    var cause: String
    /// The checks that it showed in.
    var checks: [String] = []
    /// The places, among the class's entries, of those who have it.
    var who: [Int] = []
    var lost: Points = .zero
  }

  /// The ones that most have first.
  private(set) var all: [One] = []

  init(_ entries: [GradedClass.Entry]) {
    var places: [String: Int] = [:]
    for (entry, place) in zip(entries, entries.indices) {
      guard case .graded(let card, _, _) = entry else { continue }
      for group in card.verdicts.mistakes {
        guard group.first?.diagnosis != nil, let cause = group.first?.cause else { continue }
        if places[cause] == nil {
          places[cause] = all.count
          all.append(One(cause: cause))
        }
        guard let own = places[cause] else { continue }
        all[own].who.append(place)
        all[own].lost = all[own].lost + group.lost
        for verdict in group where !all[own].checks.contains(verdict.check) { all[own].checks.append(verdict.check) }
      }
    }
    all.sort { ($1.who.count, $1.lost, $0.cause) < ($0.who.count, $0.lost, $1.cause) }
  }
}
