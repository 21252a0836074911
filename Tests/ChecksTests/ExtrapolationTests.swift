import LabKit
import Testing

@testable import Checks

/// Ridders' limit on functions whose derivative is known in closed form.
@Suite struct ExtrapolationTests {
  static func limit(at x: Double, step: Double = 0.1, rows: Int = 7, of f: (Double) -> Double) -> (Double, Double) {
    var differences: [Double] = []
    var h = step
    for _ in 0..<rows {
      differences.append((f(x + h) - f(x - h)) / (2 * h))
      h /= DifferenceJudge.shrink
    }
    return Extrapolation.limit(differences, shrink: DifferenceJudge.shrink)
  }

  @Test func derivativesInClosedForm() {
    for (found, exact) in [
      (Self.limit(at: 0.7, of: exp), exp(0.7)), (Self.limit(at: 1.0, of: sin), cos(1.0)),
      (Self.limit(at: 0.3, of: tanh), 1 - tanh(0.3) * tanh(0.3)), (Self.limit(at: 2, of: log), 0.5),
    ] {
      #expect(abs(found.0 - exact) < 1e-10)
      #expect(found.1 < 1e-9)
      #expect(abs(found.0 - exact) <= max(10 * found.1, 1e-13), "the error is not underestimated tenfold")
    }
  }

  /// (x + h)³ − (x − h)³ = 6x²h + 2h³, so the differences are 3x² + h² and one column of the tableau is exact.
  @Test func cubesAreExactInTwoRows() {
    let (value, _) = Self.limit(at: 1.5, rows: 2) { $0 * $0 * $0 }
    #expect(abs(value - 6.75) < 1e-13)
  }

  @Test func oneDifferenceHasNoErrorEstimate() {
    #expect(Extrapolation.limit([2], shrink: 1.4) == (2, .infinity))
    #expect(Extrapolation.limit([], shrink: 1.4).value.isNaN)
  }

  /// |x| between the probes and its kink has differences x / h: they do not settle, and the estimate says so.
  @Test func kinksAreNotTrusted() {
    let (value, error) = Self.limit(at: 0.001, of: abs)
    #expect(!DifferenceJudge.Slope(analytic: 1, numeric: value, error: error).isTrustworthy)
  }
}
