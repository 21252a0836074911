import LabKit
import Testing

@testable import Checks

/// Numbers and places as students read them.
@Suite struct WordingTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-1, "−1"), (0.5, "0.5"), (3.14159265, "3.142"), (999.96, "1000"), (1234.4, "1234"),
    (9999.4, "9999"), (9999.6, "1e4"), (12346, "1.235e4"), (-0.001234, "−0.001234"), (0.00012, "1.2e-4"),
    (1e-300, "1e-300"), (6.02214e23, "6.022e23"), (1.7e308, "1.7e308"), (.leastNonzeroMagnitude, "4.941e-324"),
    (0.1, "0.1"), (100, "100"), (1020, "1020"), (20.5, "20.5"), (0.99996, "1"),
  ])
  func shortNumbers(_ number: Double, _ text: String) { #expect(number.short == text) }

  @Test func noNumbers() {
    #expect(Double.nan.short == "NaN")
    #expect(Double.infinity.short == "∞")
    #expect((-Double.infinity).short == "−∞")
  }

  /// Numbers that differ never read alike.
  @Test(arguments: [
    (5.958, 6.069, "5.958", "6.069"), (0.0899874, 0.0899931, "0.089987", "0.089993"),
    (-6.13901, -6.13939, "−6.139", "−6.1394"), (8.99101e-4, 8.99107e-4, "8.991e-4", "8.9911e-4"),
    (123456.1, 123456.2, "1.234561e5", "1.234562e5"), (0.1, 0.1.nextUp, "0.1", "0.10000000000000002"),
    (-1, (-1).nextDown, "−1.0", "−1.0000000000000002"), (.nan, 1, "NaN", "1"), (9999.6, 1e4, "9999.6", "1e4"),
    (1.7e308, 1.70001e308, "1.7e308", "1.70001e308"),
  ])
  func apart(_ first: Double, _ second: Double, _ words: String, _ others: String) {
    #expect(Double.apart(first, second).0 == words)
    #expect(Double.apart(first, second).1 == others)
  }

  /// Nor do answers that differ in what is not shown.
  @Test func answersApart() {
    func said(_ found: Value, _ expected: Value) -> String? {
      found.firstDifference(from: expected, within: Tolerance())?.description
    }
    let long = String(repeating: "a", count: 100)
    #expect(said(.integer(1), .real(1)) == "expected a number, got an integer")
    #expect(said(.text(long + "b"), .text(long + "c")) == "expected a text, got another one")
    #expect(said(.text("b"), .text("c")) == "expected “c”, got “b”")
    #expect(said(.integer(1), .integer(1)) == nil)
  }

  @Test func classesOfIndices() {
    #expect(IndexClass.describe([0, 1, 2, 3, 4, 5], shape: [2, 3]) == "every element is")
    #expect(IndexClass.describe([4], shape: [2, 3]) == "one of 6 elements is")
    #expect(IndexClass.describe([0, 2], shape: [2, 3]) == "elements of the first row only are")
    #expect(IndexClass.describe([3, 4, 5], shape: [2, 3]) == "elements of the last row only are")
    #expect(IndexClass.describe([3, 5], shape: [3, 3]) == "elements of one row only are")
    #expect(IndexClass.describe([0, 3], shape: [2, 3]) == "elements of the first column only are")
    #expect(IndexClass.describe([2, 5], shape: [2, 3]) == "elements of the last column only are")
    #expect(IndexClass.describe([0, 4, 8], shape: [3, 3]) == "elements on the diagonal only are")
    #expect(IndexClass.describe([1, 2, 3, 5, 6, 7], shape: [3, 3]) == "elements off the diagonal only are")
    #expect(IndexClass.describe([1, 5], shape: [3, 3]) == "2 of 9 elements are")
    #expect(IndexClass.describe([1, 2], shape: [4]) == "2 of 4 elements are")
  }

  @Test func positions() {
    #expect(IndexClass.position(5, shape: [2, 3]) == "[1, 2]")
    #expect(IndexClass.position(23, shape: [2, 3, 4]) == "[1, 2, 3]")
    #expect(IndexClass.position(0, shape: []) == "[]")
  }
}
