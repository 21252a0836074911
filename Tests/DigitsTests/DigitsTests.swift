import Testing

@testable import Digits

/// Figures below are what numpy says of scikit-learn's `load_digits`.
@Suite struct DigitsTests {
  @Test func countsAndSums() throws {
    let (pixels, labels) = try Digits.load()
    #expect(pixels.count == 1797 * 64)
    #expect(labels.count == 1797)
    #expect(pixels.max() == 16)
    #expect(pixels.reduce(0) { $0 + Int($1) } == 561_718)
    let countsByDigit = (0..<10).map { digit in labels.count { Int($0) == digit } }
    #expect(countsByDigit == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
  }

  @Test func firstImage() throws {
    let (pixels, labels) = try Digits.load()
    #expect(labels.prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(pixels.prefix(16) == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0])
  }

  @Test func sayWhatIsWrong() {
    #expect(throws: DigitsError.length(found: 3)) { try Array("0AB".utf8).readDigits() }
    let line = "0" + String(repeating: "A", count: 63) + "z\n"
    let text = String(repeating: line, count: 1797).dropLast()
    #expect(throws: DigitsError.character(122, line: 1)) { try Array(text.utf8).readDigits() }
  }
}
