import Checks
import CourseRules
import Foundation
import Testing

@Suite struct FractionTests {
  @Test func sumsOfDecimalsAreExact() throws {
    let (tenth, fifth) = (try #require(Fraction(decimal: "0.1")), try #require(Fraction(decimal: ".2")))
    #expect(tenth + fifth == Fraction(decimal: "0.3"))
    #expect("\(tenth + fifth)" == "0.3")
    #expect("\(Fraction(1) / Fraction(3))" == "≈0.3333")
    #expect("\(Fraction(-5) / Fraction(4))" == "-1.25")
  }

  @Test(arguments: ["", ".", "1.2.3", "1e5", "-1", "12345678901", "١", "0x1"]) func whatIsNoDecimalIsNone(
    _ text: String
  ) {
    #expect(Fraction(decimal: text) == nil)
  }

  /// 31 primes as denominators: no exact fraction of 128 bits holds their sum.
  @Test func meansOfManyUnlikeTotalsStayBounded() {
    let primes = (2...127).filter { n in !(2..<n).contains { n % $0 == 0 } }
    let sum = primes.reduce(Fraction.zero) { $0 + .one / Fraction($1) }
    let expected = primes.reduce(0) { $0 + 1 / Double($1) }
    #expect(abs(Double(sum.numerator) / Double(sum.denominator) - expected) < 1e-9)
  }

  @Test func keepsItsValueInAFile() throws {
    let third = Fraction(-1) / Fraction(3)
    #expect(try JSONDecoder().decode(Fraction.self, from: JSONEncoder().encode(third)) == third)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(Fraction.self, from: Data("\"1/0\"".utf8)) }
  }

  @Test func roundsToHundredthsOfPoints() {
    #expect((Fraction(1) / Fraction(3)).points == Points(hundredths: 33))
    #expect((Fraction(1) / Fraction(200)).points == Points(hundredths: 1))
    #expect(Fraction(Points(hundredths: 725)).points == 7.25)
  }
}
