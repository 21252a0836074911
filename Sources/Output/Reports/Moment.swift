import Glibc

/// A second in UTC, and durations, as text that no locale changes.
package enum Moment {
  /// `2026-01-31T08:05:09`, in UTC and without a zone, as JUnit's own schema has it.
  package static func timestamp(_ secondsSince1970: Int) -> String {
    var time = time_t(secondsSince1970)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return "1970-01-01T00:00:00" }
    let date = "\(parts.tm_year + 1900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday))"
    return "\(date)T\(twoDigits(parts.tm_hour)):\(twoDigits(parts.tm_min)):\(twoDigits(parts.tm_sec))"
  }

  /// Whole milliseconds; zero where the figure is no duration.
  static func milliseconds(_ seconds: Double) -> Int {
    seconds > 0 && seconds < 1e9 ? Int((seconds * 1000).rounded()) : 0
  }

  /// Seconds with a dot and three decimals: `0.125`.
  static func seconds(milliseconds: Int) -> String {
    let thousandths = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
  }

  private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
