import CourseRules
import Foundation
import Yams

extension CourseReader {
  /// `2026-10-19 23:59`, with seconds or not, and a zone after it (`Z`, `+02:00`, `Europe/Paris`) or the course's.
  ///
  /// Of an hour that a zone has twice, when clocks go back, the first is meant.
  mutating func time(_ node: Node, _ what: String) -> Date? {
    guard let text = word(node, what) else { return nil }
    let example = "2026-10-19 23:59"
    guard let parts = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[ T]+(\d\d?):(\d\d)(?::(\d\d))?\s*(\S+)?)?/) else {
      complain(node, "\(text.asQuoted) is no time for \(what): write it like \(example)")
      return nil
    }
    guard let hour = parts.4, let minute = parts.5 else {
      complain(node, "\(what) has a day and no hour: write it like \(parts.1)-\(parts.2)-\(parts.3) 23:59")
      return nil
    }
    guard let zone = zone(parts.7.map(String.init), node, what) else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var wanted = DateComponents()
    (wanted.year, wanted.month, wanted.day) = (Int(parts.1), Int(parts.2), Int(parts.3))
    (wanted.hour, wanted.minute, wanted.second) = (Int(hour), Int(minute), parts.6.flatMap { Int($0) } ?? 0)
    // A day that no month has, and an hour that clocks jump over, come back as another.
    guard let date = calendar.date(from: wanted),
      calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date) == wanted
    else {
      complain(
        node, "there is no \(text.asQuoted) in \(zone.identifier): look at the calendar, or at when clocks go forward")
      return nil
    }
    return date
  }

  private mutating func zone(_ name: String?, _ node: Node, _ what: String) -> TimeZone? {
    guard let name else {
      if zone == nil {
        complain(node, "\(what) has no zone: write `zone: Europe/Paris` at the top, or the zone after the time")
        // Said once is enough.
        zone = .gmt
      }
      return zone
    }
    if name == "Z" { return .gmt }
    if let parts = name.wholeMatch(of: /([+-])(\d\d):?(\d\d)/), let hours = Int(parts.2), let minutes = Int(parts.3),
      let zone = TimeZone(secondsFromGMT: (parts.1 == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
    {
      return zone
    }
    guard let zone = TimeZone(identifier: name) else {
      complain(node, "there is no time zone \(name.asQuoted): write its name, such as Europe/Paris, or +02:00")
      return nil
    }
    return zone
  }
}
