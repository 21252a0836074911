import Foundation
import Testing

@testable import Export

/// Times as Moodle writes them for people.
@Suite struct HandInTimesTests {
  private static let zone = TimeZone(identifier: "Europe/Paris") ?? .gmt

  /// `date -u -d '2026-10-05 12:30' +%s`, half past two in Paris.
  @Test(arguments: [
    "Monday, 5 October 2026, 2:30 PM", "Monday, 5 October 2026, 2:30\u{202F}PM", "lundi 5 octobre 2026, 14:30",
    "lundi, 5 octobre 2026, 14:30", "5 October 2026, 02:30 pm", "2026-10-05 14:30", "2026-10-05T12:30:00Z",
    "Monday, 05 October 2026, 14:30",
  ])
  func timesAreReadInBothLanguages(_ text: String) {
    #expect(PlatformTime.date(text, zone: Self.zone)?.timeIntervalSince1970 == 1_791_203_400)
  }

  @Test func midnightAndNoonAreTheirOwnHalves() {
    func hour(_ text: String) -> Double? { PlatformTime.date(text, zone: .gmt)?.timeIntervalSince1970 }
    #expect(hour("1 January 1970, 12:05 AM") == 300)
    #expect(hour("1 January 1970, 12:05 PM") == 43_500)
    #expect(hour("1er janvier 1970, 0:05") == 300)
    #expect(hour("1 février 1970, 0:00") == 2_678_400)
  }

  @Test(arguments: [
    "", "-", "yesterday", "31 February 2026, 10:00", "5 Vendémiaire 2026, 10:00", "5 October 2026, 25:00",
    "5 October 2026, 14:30 PM", "5/10/2026 14:30",
  ])
  func whatIsNoTimeIsNone(_ text: String) { #expect(PlatformTime.date(text, zone: .gmt) == nil) }

  @Test(arguments: Worksheet.kinds)
  func aWorksheetTellsWhen(_ kind: Worksheet) throws {
    let times = try HandInTimes(kind.bytes(), name: "w.csv", zone: Self.zone)
    #expect(times.byMoodle == Dictionary(uniqueKeysWithValues: (1001...1005).map { ("\($0)", 1_791_203_400) }))
    let none = kind.text(Worksheet.students).replacing("Monday, 5 October 2026, 2:30 PM", with: "-")
    let without = try HandInTimes(Array(none.utf8), name: "w.csv", zone: Self.zone)
    #expect(without.rows.isEmpty && without.without == 5)
  }

  @Test func aListThatTellsNoTimesIsRefused() {
    #expect { try HandInTimes(Array("id,name\n1,Ada\n".utf8), name: "r.csv", zone: .gmt) } throws: {
      "\($0)".contains("r.csv does not tell when anything was handed in")
    }
  }
}
