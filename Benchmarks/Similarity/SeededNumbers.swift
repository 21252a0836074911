/// Random numbers that are the same in every run: SplitMix64 (Steele, Lea, Flood 2014).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ words: String) {
    state = 0xcbf2_9ce4_8422_2325
    for byte in words.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Some of the elements, at least one where there is any, in their order.
  mutating func some<Element>(_ share: Double, of elements: [Element]) -> [Element] {
    let count = min(elements.count, max(1, Int((share * Double(elements.count)).rounded())))
    let chosen = Set(elements.indices.shuffled(using: &self).prefix(count))
    return elements.indices.filter { chosen.contains($0) }.map { elements[$0] }
  }
}
