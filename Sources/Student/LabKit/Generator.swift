/// Seeded random numbers whose stream is fixed: the same seed gives the same numbers on every machine and release.
///
/// SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the state steps
/// by 0x9E3779B97F4A7C15 and each output is a mix of it.
public struct Generator: RandomNumberGenerator, Hashable, Sendable {
  @usableFromInline var state: UInt64

  /// A generator that starts from `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A uniform number in [0, 1): the upper 53 bits, divided by 2⁵³.
  @inlinable
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform number in [lower, upper).
  @inlinable
  public mutating func uniform(_ lower: Double, _ upper: Double) -> Double { lower + (upper - lower) * uniform() }

  /// A uniform integer in 0..<bound; bound must be positive.
  @inlinable
  public mutating func integer(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A standard normal number by Box and Muller's transform (1958): √(−2 ln u) cos 2πv.
  public mutating func normal() -> Double {
    let u = 1 - uniform()
    let v = uniform()
    return squareRoot(-2 * naturalLogarithm(u)) * cosine(2 * Double.pi * v)
  }

  /// A tensor of independent normal numbers with mean 0.
  public mutating func normal(shape: [Int], deviation: Double = 1) -> Tensor {
    var result = Tensor(shape: shape)
    for index in 0..<result.count { result.values[index] = deviation * normal() }
    return result
  }

  /// A random order of 0..<count, each equally likely (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    if count > 1 {
      for last in (1..<count).reversed() { order.swapAt(last, integer(below: last + 1)) }
    }
    return order
  }

  /// A new generator, independent of what this one draws later.
  public mutating func split() -> Generator { Generator(seed: next()) }
}
