import Foundation
import Testing

@testable import Checks

@Suite struct PointsTests {
  @Test func halvesGoToTheEvenHundredth() {
    #expect(Points(0.125).hundredths == 12)
    #expect(Points(0.375).hundredths == 38)
    #expect(Points(1.1).hundredths == 110)
    #expect(Points(-0.25).hundredths == -25)
    #expect(Points(.nan) == .zero)
    #expect(Points(.infinity) == .zero)
  }

  @Test func sumsAreExact() {
    let tenths = [Points](repeating: 0.1, count: 10).reduce(Points.zero, +)
    #expect(tenths == 1)
    #expect(tenths - 0.25 == Points(hundredths: 75))
  }

  @Test func fractionsNeverMakeFullMarks() {
    let whole = Points(hundredths: 50)
    #expect(whole.fraction(1) == whole)
    #expect(whole.fraction(0.999999) == Points(hundredths: 49))
    #expect(whole.fraction(1.0 / 3) == Points(hundredths: 16))
    #expect(whole.fraction(0) == .zero)
    #expect(whole.fraction(-1) == .zero)
    #expect(whole.fraction(.nan) == .zero)
    // 0.3 · ⅓ is 10 hundredths, though the product of the doubles is a little less.
    #expect(Points(0.3).fraction(1.0 / 3) == Points(hundredths: 10))
  }

  @Test func texts() throws {
    #expect(Points(7.5).description == "7.50")
    #expect(Points(hundredths: 5).description == "0.05")
    #expect(Points(hundredths: -105).description == "-1.05")
    let data = try JSONEncoder().encode([Points(hundredths: 729)])
    #expect(try JSONDecoder().decode([Points].self, from: data) == [Points(hundredths: 729)])
  }
}
