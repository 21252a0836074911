package import Foundation

/// When something was handed in, as far as is known, and whose word that is.
package struct Moment: Sendable, Hashable, Codable {
  package enum Source: String, Sendable, Hashable, Codable {
    /// The platform's own word.
    case platform
    /// When the server had it.
    case server
    /// The student's word, in a commit.
    case commit
    /// What the platform's archive tells of the file.
    case archive
    /// When the file was last changed where it was collected.
    case file
  }

  /// Seconds since 1970.
  package var seconds: Int64
  package var source: Source
  /// The time zone that was assumed where none was told.
  package var assumedZone: String?

  package init(seconds: Int64, source: Source, assumedZone: String? = nil) {
    self.seconds = seconds
    self.source = source
    self.assumedZone = assumedZone
  }

  /// What a clock showed, as if it had shown the world's time, in the zone where it is taken to stand.
  package init(clock seconds: Int64, in zone: TimeZone, source: Source) {
    // Near a change of the clocks the first guess is off by it; the second is not.
    var offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds) - Double(offset)))
    self.init(seconds: seconds - Int64(offset), source: source, assumedZone: zone.identifier)
  }

  package var words: String { Self.words(seconds) }

  /// `2026-11-21T17:03:00Z`.
  package static func words(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  private enum Key: String, CodingKey { case at, source, assumedZone }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(words, forKey: .at)
    try container.encode(source, forKey: .source)
    try container.encodeIfPresent(assumedZone, forKey: .assumedZone)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let text = try container.decode(String.self, forKey: .at)
    guard let date = try? Date(text, strategy: .iso8601) else {
      throw DecodingError.dataCorruptedError(forKey: .at, in: container, debugDescription: "\(text) is no time")
    }
    self.init(
      seconds: Int64(date.timeIntervalSince1970), source: try container.decode(Source.self, forKey: .source),
      assumedZone: try container.decodeIfPresent(String.self, forKey: .assumedZone))
  }
}
