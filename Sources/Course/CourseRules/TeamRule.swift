/// How many students may hand in together: 1 to 3.
package struct TeamRule: Hashable, Sendable, Codable {
  package static let most = 3

  package var fewest: Int
  package var most: Int

  /// nil unless 1 ≤ fewest ≤ most ≤ 3.
  package init?(fewest: Int, most: Int) {
    guard 1 <= fewest, fewest <= most, most <= Self.most else { return nil }
    (self.fewest, self.most) = (fewest, most)
  }

  private init() { (fewest, most) = (1, 1) }

  /// Everybody alone.
  package static let alone = TeamRule()

  /// What is wrong with a team of that size, in a sentence; nil where nothing is.
  package func complaint(ofSize size: Int) -> String? {
    guard !(fewest...most).contains(size) else { return nil }
    let allowed = fewest == most ? "\(most)" : "\(fewest) to \(most)"
    return "\(size) hand in together, where teams are of \(allowed)"
  }
}
