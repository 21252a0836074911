/// The parts that two programs have in common: greedy string tiling.
///
/// Wise, *String similarity via greedy string tiling and running Karp–Rabin matching* (1993), as JPlag uses it (Prechelt,
/// Malpohl, Philippsen, *Finding plagiarisms among a set of programs with JPlag*, 2002): again and again the longest run
/// of tokens that both have and that is in no tile yet becomes a tile, down to a least length. No token is in two tiles,
/// so the order of parts does not matter and no part counts twice.
///
/// Here the runs are found by their hashes, sorted once for each program. Two runs are alike where all their windows of
/// the least length are, so that own names need only agree within a window.
package enum Tiling {
  package struct Tile: Sendable, Hashable {
    package var left: Int
    package var right: Int
    package var length: Int

    package init(left: Int, right: Int, length: Int) {
      (self.left, self.right, self.length) = (left, right, length)
    }
  }

  /// The tiles in the order of their finding: the longest first, of equal ones the first of the left program.
  package static func tiles(_ left: Windows, _ right: Windows) -> [Tile] {
    tiles(common(left, right).seeds, least: left.length)
  }

  static func tiles(_ seeds: [Seed], least: Int) -> [Tile] {
    seeds.isEmpty ? [] : pick(runs(seeds, least: least), least: least)
  }

  struct Seed {
    var diagonal: Int32
    var left: Int32
  }

  /// What two programs have in common, window by window.
  struct Common {
    /// The pairs of windows that are alike, along the diagonals.
    var seeds: [Seed] = []
    /// The places of the windows that the other has too.
    var left: [Int32] = []
    var right: [Int32] = []
  }

  static func common(_ left: Windows, _ right: Windows) -> Common {
    var common = Common()
    left.sorted.withUnsafeBufferPointer { left in
      right.sorted.withUnsafeBufferPointer { right in
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
          let hash = left[i].hash
          if hash < right[j].hash {
            i += 1
          } else if hash > right[j].hash {
            j += 1
          } else {
            let begin = j
            while j < right.count, right[j].hash == hash {
              common.right.append(right[j].place)
              j += 1
            }
            while i < left.count, left[i].hash == hash {
              common.left.append(left[i].place)
              for other in begin..<j {
                common.seeds.append(Seed(diagonal: right[other].place - left[i].place, left: left[i].place))
              }
              i += 1
            }
          }
        }
      }
    }
    common.seeds.sort { ($0.diagonal, $0.left) < ($1.diagonal, $1.left) }
    return common
  }

  private static func runs(_ seeds: [Seed], least: Int) -> [Tile] {
    var runs: [Tile] = []
    var begin = 0
    for place in 1...seeds.count {
      let isSame =
        place < seeds.count && seeds[place].diagonal == seeds[begin].diagonal
        && seeds[place].left == seeds[place - 1].left + 1
      if isSame { continue }
      let left = Int(seeds[begin].left)
      runs.append(Tile(left: left, right: left + Int(seeds[begin].diagonal), length: place - begin + least - 1))
      begin = place
    }
    return runs
  }

  private static func pick(_ runs: [Tile], least: Int) -> [Tile] {
    var waiting: [Int: [Tile]] = [:]
    for run in runs { waiting[run.length, default: []].append(run) }
    var usedLeft = [Bool](repeating: false, count: runs.reduce(0) { max($0, $1.left + $1.length) })
    var usedRight = [Bool](repeating: false, count: runs.reduce(0) { max($0, $1.right + $1.length) })
    var tiles: [Tile] = []
    var length = waiting.keys.max() ?? 0
    while length >= least {
      for run in (waiting[length] ?? []).sorted(by: { ($0.left, $0.right) < ($1.left, $1.right) }) {
        var rest: [Tile] = []
        var begin = 0
        for offset in 0...run.length {
          let isFree =
            offset < run.length && !usedLeft[run.left + offset] && !usedRight[run.right + offset]
          if isFree { continue }
          if offset - begin >= least {
            rest.append(Tile(left: run.left + begin, right: run.right + begin, length: offset - begin))
          }
          begin = offset + 1
        }
        for piece in rest {
          if piece.length == length {
            tiles.append(piece)
            for offset in 0..<piece.length {
              usedLeft[piece.left + offset] = true
              usedRight[piece.right + offset] = true
            }
          } else {
            waiting[piece.length, default: []].append(piece)
          }
        }
      }
      length -= 1
    }
    return tiles
  }
}
