/// The runs of a fixed number of tokens of one program, each as a number, in the order of the numbers.
package struct Windows: Sendable {
  package struct Window: Sendable {
    package var hash: UInt64
    package var place: Int32
  }

  /// How many tokens a run has.
  package let length: Int
  package let sorted: [Window]

  /// A run that stands more often than this in one program is an idiom, or a table of numbers: it says nothing, and
  /// would make the work grow with the square of a program's length.
  package static let mostAlike = 12

  package init(of tokens: [CodeToken], length: Int) {
    self.length = length
    var windows = Self.hashes(of: tokens, length: length)
    windows.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
    var kept: [Window] = []
    kept.reserveCapacity(windows.count)
    var index = 0
    while index < windows.count {
      var next = index
      while next < windows.count, windows[next].hash == windows[index].hash { next += 1 }
      if next - index <= Self.mostAlike { kept += windows[index..<next] }
      index = next
    }
    sorted = kept
  }

  /// All runs, in the order of the text.
  static func hashes(of tokens: [CodeToken], length: Int) -> [Window] {
    var windows: [Window] = []
    windows.reserveCapacity(tokens.count)
    // Where the run of comparable tokens began that the present one is in.
    var begin = 0
    for end in tokens.indices {
      if tokens[end].symbol == CodeToken.wall { begin = end + 1 }
      let place = end - length + 1
      guard place >= begin else { continue }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for offset in 0..<length {
        hash = mix(hash ^ value(tokens[place + offset], at: offset))
      }
      windows.append(Window(hash: hash, place: Int32(place)))
    }
    return windows
  }

  /// What a token says `offset` tokens into a run: a name's place before the run's begin is nobody's business.
  static func value(_ token: CodeToken, at offset: Int) -> UInt64 {
    token.distance > 0 && Int(token.distance) <= offset ? token.symbol &+ UInt64(token.distance) : token.symbol
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the argument moves every bit of the result.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
