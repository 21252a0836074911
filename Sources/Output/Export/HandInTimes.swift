package import Foundation

/// When each student handed something in, as Moodle's grading worksheet tells it, or a list of one's own.
///
/// What Moodle sends of an assignment's files does not: each has the time of the packing.
package struct HandInTimes: Sendable {
  /// Those who have a time, in seconds since 1970.
  package private(set) var rows: [(row: RosterSheet.Listed, seconds: Int)] = []
  /// How many have none.
  package private(set) var without = 0

  /// `zone` is that of times that tell none: of a worksheet the one that its reader has set in Moodle.
  package init(_ bytes: [UInt8], name: String, zone: TimeZone) throws(ExportError) {
    let sheet = try RosterSheet(bytes, name: name)
    guard sheet.tellsTimes else {
      throw ExportError(
        "\(name) does not tell when anything was handed in: it has neither a column “Last modified (submission)” nor one "
          + "“handed in”.")
    }
    for row in sheet.rows {
      // A dash is nothing.
      guard let text = row.handedIn, text.contains(where: \.isNumber) else {
        without += 1
        continue
      }
      guard let date = PlatformTime.date(text, zone: zone) else {
        throw ExportError(
          "\(name): “\(text.prefix(60))”, of \(row.words), is no time that is known here. Write it like 2026-10-12 23:10."
        )
      }
      rows.append((row, Int(date.timeIntervalSince1970)))
    }
  }

  /// By Moodle's numbers.
  package var byMoodle: [String: Int64] {
    var times: [String: Int64] = [:]
    for (row, seconds) in rows {
      for account in row.accounts where account.hasPrefix("moodle ") {
        times[String(account.dropFirst("moodle ".count))] = Int64(seconds)
      }
    }
    return times
  }
}
