import CourseRules
import Foundation

/// A time as a platform writes it for people: `Monday, 5 October 2026, 2:30 PM`, `lundi 5 octobre 2026, 14:30`; or as
/// people do, `2026-10-05 14:30`.
enum PlatformTime {
  private static let months = [
    ["january", "janvier"], ["february", "février"], ["march", "mars"], ["april", "avril"], ["may", "mai"],
    ["june", "juin"], ["july", "juillet"], ["august", "août"], ["september", "septembre"], ["october", "octobre"],
    ["november", "novembre"], ["december", "décembre"],
  ]

  /// Nil where it is none that is known; `zone` is that of times without one.
  static func date(_ text: String, zone: TimeZone) -> Date? {
    if let date = try? WrittenTime.date(text, zone: zone) { return date }
    let pattern =
      /\D*?(\d{1,2})(?:er)? (\p{L}+)\.? (\d{4}),? (?:à |at )?(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?/
    let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let match = plain.wholeMatch(of: pattern), let day = Int(match.1), let year = Int(match.3),
      let hour = Int(match.4), let minute = Int(match.5)
    else { return nil }
    let name = match.2.lowercased()
    guard let month = months.firstIndex(where: { $0.contains(name) }) else { return nil }
    var wanted = DateComponents()
    (wanted.year, wanted.month, wanted.day) = (year, month + 1, day)
    (wanted.hour, wanted.minute, wanted.second) = (hour, minute, match.6.flatMap { Int($0) } ?? 0)
    if let half = match.7?.lowercased() {
      guard (1...12).contains(hour) else { return nil }
      wanted.hour = hour % 12 + (half == "p" ? 12 : 0)
    }
    return WrittenTime.date(wanted, in: zone)
  }
}
