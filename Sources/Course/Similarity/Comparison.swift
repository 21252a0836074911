import Dispatch
import Synchronization

/// Compares the programs of a class, each with each.
///
/// Two programs are the more alike the larger the share is of what they have in common of what is rare in the class:
///
///     likeness(P, Q) = Σ over pairs of functions f, g  rare(f, g) · cover(f, g)^p  /  min(rare(P), rare(Q))
///
/// where `rare(f, g)` are the windows in the tiles that f and g share, each by its rarity, `cover(f, g)` the share of the
/// longer of the two that is in these tiles, and `rare(P)` all windows of a program, each by its rarity.
///
/// - The rarity of a window that n of F other programs have is (1 − n/F)^m, the chance that none of m others drawn among
///   them has it: what a lab asks of everybody, everybody writes, and it says nothing of two.
/// - Who copies a function has all of it; who was asked the same has pieces. Hence the power of the cover.
/// - It is a share of the smaller program's, so that who copies a part is found by the part's whole.
///
/// Programs that are the same all but for details count once in F and n: a ring of copies makes nothing common.
package struct Comparison: Sendable {
  package struct Settings: Sendable {
    /// Tokens of a window, the least that a tile has.
    package var length = 20
    /// m of the rarity.
    package var panel = 32.0
    /// p of the cover.
    package var power = 1.0
    /// Rare windows that a program must have for its share to be one.
    package var floor = 20.0
    /// The share of common windows from which two programs are the same all but for details.
    package var same = 0.85

    package init() {}
  }

  package struct Pair: Sendable, Hashable {
    package var left: Int
    package var right: Int
    package var likeness: Double
  }

  package let settings: Settings
  private let programs: [Program]
  private let rarity: Rarity

  /// What is asked of one program again and again.
  struct Program: Sendable {
    let windows: Windows
    /// The function that a token is in, and how long each is.
    let functions: [Int32]
    let lengths: [Int32]
    /// By the place of a window: how many families have it.
    var families: [Int32]
    var family = 0

    init(_ text: CodeText, length: Int) {
      windows = Windows(of: text.tokens, length: length)
      var (functions, lengths): ([Int32], [Int32]) = ([], [0])
      for token in text.tokens {
        functions.append(Int32(lengths.count - 1))
        if token.symbol == CodeToken.wall { lengths.append(0) } else { lengths[lengths.count - 1] += 1 }
      }
      (self.functions, self.lengths) = (functions, lengths)
      families = Array(repeating: 0, count: text.tokens.count)
    }
  }

  /// Compares `texts`. `known` are programs of which it is known that nobody copied from them, such as the lab's own
  /// solutions: they tell what is common.
  package init(_ texts: [CodeText], known: [CodeText] = [], settings: Settings = Settings()) {
    self.settings = settings
    var programs = (texts + known).map { Program($0, length: settings.length) }
    let index = WindowIndex(programs.map(\.windows))
    for (place, family) in index.families(sharing: settings.same, least: Int(settings.floor)).enumerated() {
      programs[place].family = family
    }
    index.countFamilies(of: &programs)
    let count = Set(programs.map(\.family)).count
    rarity = Rarity(families: count, panel: settings.panel)
    self.programs = programs
    self.count = texts.count
  }

  /// How many programs are compared: all but the known ones.
  package let count: Int

  /// The rare windows of a program, each by its rarity: where these are few, there is nothing to tell it by.
  package func rare(in place: Int) -> Double {
    programs[place].windows.sorted.reduce(0) { $0 + rarity.of(Int(programs[place].families[Int($1.place)]) - 1) }
  }

  /// All pairs that have anything in common, in the order of their places.
  package func pairs(width: Int = 2) -> [Pair] {
    let rows = Mutex([[Pair]](repeating: [], count: count))
    let rare = (0..<count).map { self.rare(in: $0) }
    // Rows in turn, so that each lane has short and long ones.
    DispatchQueue.concurrentPerform(iterations: max(1, width)) { lane in
      for right in stride(from: lane, to: count, by: max(1, width)) {
        let row = (0..<right).compactMap { left -> Pair? in
          let likeness = likeness(left, right, rare)
          return likeness > 0 ? Pair(left: left, right: right, likeness: likeness) : nil
        }
        rows.withLock { $0[right] = row }
      }
    }
    return rows.withLock { $0.flatMap(\.self) }
  }

  /// The parts that two programs have in common, as runs of their tokens, the longest first.
  package func tiles(_ left: Int, _ right: Int) -> [Tiling.Tile] {
    Tiling.tiles(programs[left].windows, programs[right].windows)
  }

  private func likeness(_ left: Int, _ right: Int, _ rare: [Double]) -> Double {
    let (p, q) = (programs[left], programs[right])
    let common = Tiling.common(p.windows, q.windows)
    guard !common.seeds.isEmpty else { return 0 }
    let own = p.family == q.family ? 1 : 2
    // What both have is nobody else's by one more than was counted for each.
    var (rareLeft, rareRight) = (rare[left], rare[right])
    if own == 2 {
      for place in common.left { rareLeft += rarity.gain(Int(p.families[Int(place)]) - own) }
      for place in common.right { rareRight += rarity.gain(Int(q.families[Int(place)]) - own) }
    }
    var shared: [Int: (tokens: Int, rare: Double)] = [:]
    for tile in Tiling.tiles(common.seeds, least: settings.length) {
      let key = Int(p.functions[tile.left]) << 32 | Int(q.functions[tile.right])
      var sum = 0.0
      for place in tile.left...tile.left + tile.length - settings.length {
        sum += rarity.of(Int(p.families[place]) - own)
      }
      let before = shared[key] ?? (0, 0)
      shared[key] = (before.tokens + tile.length, before.rare + sum)
    }
    var total = 0.0
    // In a fixed order: sums of floating point numbers depend on it.
    for (key, part) in shared.sorted(by: { $0.key < $1.key }) {
      let longest = max(p.lengths[key >> 32], q.lengths[key & 0xFFFF_FFFF])
      let cover = min(1, Double(part.tokens) / Double(max(1, longest)))
      total += part.rare * Self.power(cover, settings.power)
    }
    return min(1, total / max(settings.floor, min(rareLeft, rareRight)))
  }

  /// Whole powers by multiplication: the C library's `pow` may differ in its last bit from one to another.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1) { product, _ in product * base }
  }
}

/// How much a window says that some others have too.
struct Rarity: Sendable {
  private let values: [Double]

  init(families: Int, panel: Double) {
    let others = Double(max(1, families - 2))
    values = (0...max(1, families)).map { Comparison.power(max(0, 1 - Double($0) / others), panel) }
  }

  /// The rarity of what so many others have.
  func of(_ others: Int) -> Double { values[min(max(0, others), values.count - 1)] }

  /// By how much the rarity is more where one other less has it.
  func gain(_ others: Int) -> Double { of(others) - of(others + 1) }
}
