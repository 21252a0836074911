/// Which windows which programs have.
struct WindowIndex {
  private struct Entry {
    var hash: UInt64
    var program: Int32
  }

  private let entries: [Entry]
  private let sizes: [Int]

  init(_ windows: [Windows]) {
    var entries: [Entry] = []
    entries.reserveCapacity(windows.reduce(0) { $0 + $1.sorted.count })
    var sizes: [Int] = []
    for (program, one) in windows.enumerated() {
      var last: UInt64?
      let before = entries.count
      for window in one.sorted where window.hash != last {
        entries.append(Entry(hash: window.hash, program: Int32(program)))
        last = window.hash
      }
      sizes.append(entries.count - before)
    }
    entries.sort { ($0.hash, $0.program) < ($1.hash, $1.program) }
    (self.entries, self.sizes) = (entries, sizes)
  }

  /// The ranges of entries of one window each.
  private func forEachWindow(_ body: (Range<Int>) -> Void) {
    var begin = 0
    while begin < entries.count {
      var end = begin + 1
      while end < entries.count, entries[end].hash == entries[begin].hash { end += 1 }
      body(begin..<end)
      begin = end
    }
  }

  /// The family of each program, the number of its first member: programs of which one has at least this share of the
  /// other's windows, and the other of the one's. Those with fewer windows than `least` are in none but their own.
  func families(sharing share: Double, least: Int) -> [Int] {
    let count = sizes.count
    var common = [Int32](repeating: 0, count: count * (count - 1) / 2)
    forEachWindow { range in
      // Each pair once, the later program's row first.
      for later in range.dropFirst() {
        let row = Int(entries[later].program)
        let base = row * (row - 1) / 2
        for earlier in range.lowerBound..<later { common[base + Int(entries[earlier].program)] += 1 }
      }
    }
    var family = Array(0..<count)
    for row in 0..<count where sizes[row] >= least {
      for column in 0..<row where sizes[column] >= least {
        let wanted = share * Double(max(sizes[row], sizes[column]))
        if Double(common[row * (row - 1) / 2 + column]) >= wanted {
          Groups.join(row, column, &family)
        }
      }
    }
    return family.indices.map { Groups.root(of: $0, &family) }
  }

  /// Counts of each window of each program how many families have it.
  func countFamilies(of programs: inout [Comparison.Program]) {
    var counts: [UInt64: Int32] = [:]
    counts.reserveCapacity(entries.count / 2)
    forEachWindow { range in
      let families = Set(range.map { programs[Int(entries[$0].program)].family })
      counts[entries[range.lowerBound].hash] = Int32(families.count)
    }
    for place in programs.indices {
      for window in programs[place].windows.sorted {
        programs[place].families[Int(window.place)] = counts[window.hash] ?? 1
      }
    }
  }
}
