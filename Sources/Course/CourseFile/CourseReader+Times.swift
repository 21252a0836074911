import CourseRules
import Foundation
import Yams

extension CourseReader {
  /// A time as `WrittenTime` has it, in the course's zone where it tells none.
  mutating func time(_ node: Node, _ what: String) -> Date? {
    guard let text = word(node, what) else { return nil }
    do {
      return try WrittenTime.date(text, zone: zone)
    } catch {
      switch error {
      case .unreadable: complain(node, "\(text.asQuoted) is no time for \(what): write it like 2026-10-19 23:59")
      case .dayAlone(let day): complain(node, "\(what) has a day and no hour: write it like \(day) 23:59")
      case .noZone:
        complain(node, "\(what) has no zone: write `zone: Europe/Paris` at the top, or the zone after the time")
        // Said once is enough.
        zone = .gmt
        return time(node, what)
      case .unknownZone(let name):
        complain(node, "there is no time zone \(name.asQuoted): write its name, such as Europe/Paris, or +02:00")
      case .absent(let zone):
        complain(
          node, "there is no \(text.asQuoted) in \(zone): look at the calendar, or at when clocks go forward")
      }
      return nil
    }
  }
}
