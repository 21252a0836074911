/// The 1797 handwritten digits of 8 × 8 pixels that scikit-learn calls `load_digits`.
///
/// Source: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository (1998),
/// https://doi.org/10.24432/C50P49, CC BY 4.0: the test set of that collection, written by 13 people.
public enum Digits {
  /// How many images there are.
  public static let count = 1797

  /// How many pixels an image has: 8 rows of 8.
  public static let pixelCount = 64

  /// Reads the images and their labels, in scikit-learn's order.
  ///
  /// - Returns: `pixels`, 1797 × 64 grey levels from 0 (paper) to 16 (ink), row by row, image after image; `labels`, 1797
  ///   digits from 0 to 9.
  /// - Throws: `DigitsError` when the embedded text is not what `derive.py` writes.
  public static func load() throws(DigitsError) -> (pixels: [UInt8], labels: [UInt8]) {
    try digitsText.withUTF8Buffer { buffer in Array(buffer) }.readDigits()
  }
}

extension [UInt8] {
  /// Reads lines of one label and 64 letters, the last one without a line end.
  func readDigits() throws(DigitsError) -> (pixels: [UInt8], labels: [UInt8]) {
    let width = Digits.pixelCount + 2
    guard count + 1 == Digits.count * width else { throw DigitsError.length(found: count) }
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    pixels.reserveCapacity(Digits.count * Digits.pixelCount)
    labels.reserveCapacity(Digits.count)
    for line in 0..<Digits.count {
      let start = line * width
      guard case 48...57 = self[start] else { throw DigitsError.character(self[start], line: line + 1) }
      labels.append(self[start] - 48)
      for letter in self[(start + 1)...(start + Digits.pixelCount)] {
        guard case 65...81 = letter else { throw DigitsError.character(letter, line: line + 1) }
        pixels.append(letter - 65)
      }
    }
    return (pixels, labels)
  }
}
