#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Seeded random numbers that are the same on every machine, and that split into independent streams.
///
/// SplitMix64: G. Steele, D. Lea and C. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014. Each draw adds
/// an odd constant γ to a 64-bit state and mixes the sum. The stream is part of this library's contract: draw k of seed s is
/// `mix(s + k·γ)` with γ = 0x9E3779B97F4A7C15, whatever the version.
///
/// - `uniform()` takes one draw: its top 53 bits divided by 2⁵³.
/// - `normal()` takes two: √(−2 ln(1 − u₁))·cos(2π u₂) (Box and Muller 1958).
/// - `below(n)` takes one: the upper half of the 128-bit product of the draw and n.
/// - `shuffle` takes n − 1, from the last place to the second (Fisher and Yates in Durstenfeld's order).
/// - `split()` takes two, for the state and the γ of the new stream.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable, Codable {
  fileprivate var state: UInt64
  fileprivate let gamma: UInt64

  /// The stream of a seed.
  public init(seed: UInt64) {
    state = seed
    gamma = 0x9E37_79B9_7F4A_7C15
  }

  private init(state: UInt64, gamma: UInt64) {
    self.state = state
    self.gamma = gamma
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= gamma
    return RandomStream.mix(state)
  }

  /// A new stream, independent of what this one draws afterwards.
  public mutating func split() -> RandomStream {
    let state = next()
    self.state &+= gamma
    return RandomStream(state: state, gamma: RandomStream.mixGamma(self.state))
  }

  /// A number in 0..<1, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of the standard normal distribution.
  public mutating func normal() -> Double {
    let first = uniform()
    let second = uniform()
    return (-2 * log(1 - first)).squareRoot() * cos(2 * Double.pi * second)
  }

  /// A whole number in 0..<bound; traps unless the bound is positive.
  public mutating func below(_ bound: Int) -> Int {
    require(bound > 0, "RandomStream.below(\(bound)): the bound must be positive")
    return Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }

  /// Puts the items into a random order.
  public mutating func shuffle(_ items: inout [Int]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, below(last + 1)) }
  }

  /// 0..<count in a random order.
  public mutating func permutation(_ count: Int) -> [Int] {
    require(count >= 0, "RandomStream.permutation: \(count) places")
    var items = Array(0..<count)
    shuffle(&items)
    return items
  }

  /// Stafford's variant 13 of the 64-bit finalizer.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An odd number with enough changes between neighbouring bits.
  private static func mixGamma(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    z = (z ^ (z >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    z = (z ^ (z >> 33)) | 1
    return (z ^ (z >> 1)).nonzeroBitCount < 24 ? z ^ 0xAAAA_AAAA_AAAA_AAAA : z
  }
}

extension Tensor {
  /// Independent numbers uniform in `range`, in row-major order of the draws; traps where the range is empty or infinite.
  public init(uniform range: Range<Double>, _ shape: Shape, _ stream: inout RandomStream) {
    let width = range.upperBound - range.lowerBound
    require(width > 0 && width.isFinite, "Tensor(uniform: \(range)): the range is empty or infinite")
    // The greatest draws round up to the bound, which is not in the range, unless the type has no number between the two.
    let (bottom, top) = (Scalar(range.lowerBound), Scalar(range.upperBound).nextDown)
    self.init(
      (0..<shape.elementCount).map { _ in
        Swift.max(Swift.min(Scalar(range.lowerBound + width * stream.uniform()), top), bottom)
      },
      shape)
  }

  /// Independent normal numbers, in row-major order of the draws.
  public init(normal mean: Double, deviation: Double = 1, _ shape: Shape, _ stream: inout RandomStream) {
    self.init((0..<shape.elementCount).map { _ in Scalar(mean + deviation * stream.normal()) }, shape)
  }
}

extension Tensor {
  /// Becomes 0 with a probability and `kept` otherwise, of this shape: one draw of `uniform()` for each element.
  public mutating func setMask(_ shape: Shape, dropping probability: Double, kept: Scalar, _ stream: inout RandomStream)
  {
    require(probability >= 0 && probability <= 1, "setMask: the probability \(probability) is not in 0...1")
    prepare(shape)
    // uniform() < p, as both sides are multiples of 2⁻⁵³ or lie between two.
    let threshold = UInt64((probability * 0x1p53).rounded(.up))
    Scalar.kernel.dropout_mask(count, stream.state, stream.gamma, threshold, kept.double, mutablePointer)
    stream.skip(count)
  }
}

extension RandomStream {
  /// Passes by as many draws; back to former ones where the number is negative.
  public mutating func skip(_ count: Int) { state &+= UInt64(truncatingIfNeeded: count) &* gamma }
}
