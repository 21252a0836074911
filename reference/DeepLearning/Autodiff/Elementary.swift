#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The C library's functions, under names that methods of the same names do not hide.
enum Elementary {
  static let exp: @Sendable (Double) -> Double = { value in exponential(value) }
  static let log: @Sendable (Double) -> Double = { value in logarithm(value) }
  static let sin: @Sendable (Double) -> Double = { value in sine(value) }
  static let cos: @Sendable (Double) -> Double = { value in cosine(value) }
  static let tanh: @Sendable (Double) -> Double = { value in hyperbolicTangent(value) }

  static func power(_ base: Double, _ exponent: Int) -> Double { pow(base, Double(exponent)) }
}

private func exponential(_ x: Double) -> Double { exp(x) }
private func logarithm(_ x: Double) -> Double { log(x) }
private func sine(_ x: Double) -> Double { sin(x) }
private func cosine(_ x: Double) -> Double { cos(x) }
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
