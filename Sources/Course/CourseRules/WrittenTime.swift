package import Foundation

/// A time as people write it: `2026-10-19 23:59`, with seconds or not, and a zone after it (`Z`, `+02:00`, `Europe/Paris`) or
/// that of the course.
///
/// Of an hour that a zone has twice, when clocks go back, the first is meant.
package enum WrittenTime {
  package enum Fault: Error, Equatable {
    case unreadable
    /// A day, and no hour.
    case dayAlone(String)
    case noZone
    case unknownZone(String)
    /// No calendar has it there.
    case absent(zone: String)
  }

  package static func date(_ text: String, zone: TimeZone?) throws(Fault) -> Date {
    guard let parts = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[ T]+(\d\d?):(\d\d)(?::(\d\d))?\s*(\S+)?)?/) else {
      throw .unreadable
    }
    let day = "\(parts.1)-\(parts.2)-\(parts.3)"
    guard let hour = parts.4, let minute = parts.5 else { throw .dayAlone(day) }
    var zone = zone
    if let name = parts.7 { zone = try Self.zone(String(name)) }
    guard let zone else { throw .noZone }
    var wanted = DateComponents()
    (wanted.year, wanted.month, wanted.day) = (Int(parts.1), Int(parts.2), Int(parts.3))
    (wanted.hour, wanted.minute, wanted.second) = (Int(hour), Int(minute), parts.6.flatMap { Int($0) } ?? 0)
    guard let date = date(wanted, in: zone) else { throw .absent(zone: zone.identifier) }
    return date
  }

  /// Nil where there is no such: a day that no month has, and an hour that clocks jump over, come back as another.
  package static func date(_ wanted: DateComponents, in zone: TimeZone) -> Date? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    guard let date = calendar.date(from: wanted),
      calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date) == wanted
    else { return nil }
    return date
  }

  private static func zone(_ name: String) throws(Fault) -> TimeZone {
    if name == "Z" { return .gmt }
    if let parts = name.wholeMatch(of: /([+-])(\d\d):?(\d\d)/), let hours = Int(parts.2), let minutes = Int(parts.3),
      let zone = TimeZone(secondsFromGMT: (parts.1 == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
    {
      return zone
    }
    guard let zone = TimeZone(identifier: name) else { throw .unknownZone(name) }
    return zone
  }
}
