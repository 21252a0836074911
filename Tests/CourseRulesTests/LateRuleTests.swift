import Checks
import CourseRules
import Foundation
import Testing

private let closes = Date(timeIntervalSince1970: 1_800_000_000)

@Suite struct LateRuleTests {
  private let rule = LateRule(
    grace: 900, perDay: .part(.one / Fraction(10)), cap: .part(.one / Fraction(2)), refusedAfter: 8 * 86400)

  private static let cases: [(late: Double, counted: String, days: Int)] = [
    (-5, "8.00", 0), (0.9, "8.00", 0), (900, "8.00", 0), (901, "7.20", 1), (86_400, "7.20", 1), (86_401, "6.40", 2),
    (518_400, "4.00", 6), (691_200, "4.00", 8), (691_201, "0.00", 9),
  ]

  @Test(arguments: cases) func countsBegunDays(_ late: Double, _ counted: String, _ days: Int) {
    let outcome = rule.outcome(earned: 8, handedIn: closes.addingTimeInterval(late), closes: closes)
    #expect("\(outcome.counted)" == counted)
    #expect(outcome.days == days)
    #expect(outcome.counted + outcome.lost == 8)
  }

  @Test func saysWhatItDid() {
    func words(_ late: Double) -> String {
      rule.outcome(earned: 8, handedIn: closes.addingTimeInterval(late), closes: closes).explanation
    }
    #expect(words(0) == "")
    #expect(words(60) == "handed in 1 min late, within the grace of 15 min")
    #expect(words(90000) == "handed in 1 day 1 h late, 2 days begun at 10 % a day: 1.60 points lost")
    #expect(words(6 * 86400) == "handed in 6 days late, 6 days begun at 10 % a day, at most 50 %: 4.00 points lost")
    #expect(words(9 * 86400) == "handed in 9 days late: after 8 days nothing counts")
  }

  @Test func pointsADayNeverGoBelowZero() {
    let rule = LateRule(perDay: .points(1.5))
    #expect(rule.outcome(earned: 4, handedIn: closes.addingTimeInterval(1), closes: closes).counted == 2.5)
    #expect(rule.outcome(earned: 4, handedIn: closes.addingTimeInterval(300_000), closes: closes).counted == 0)
    #expect(rule.outcome(earned: 4, handedIn: .distantFuture, closes: closes).counted == 0)
  }

  @Test func nothingIsLateWhereNothingClosesOrNothingCosts() {
    #expect(rule.outcome(earned: 4, handedIn: .distantFuture, closes: nil).lost == 0)
    #expect(LateRule.none.outcome(earned: 4, handedIn: .distantFuture, closes: closes).lost == 0)
  }

  /// A third a day of 1.00 is 0.67 after two days, not twice 0.33.
  @Test func aPartIsRoundedOnce() {
    let rule = LateRule(perDay: .part(.one / Fraction(3)))
    #expect(rule.outcome(earned: 1, handedIn: closes.addingTimeInterval(90000), closes: closes).lost == 0.67)
  }
}

@Suite struct AttemptPolicyTests {
  private let rule = LateRule(grace: 60, perDay: .part(.one / Fraction(2)), refusedAfter: 10 * 86400)

  private func attempt(_ id: String, _ late: Double, _ earned: Points?) -> MarkedAttempt {
    MarkedAttempt(id: id, handedIn: closes.addingTimeInterval(late), earned: earned)
  }

  /// Without a time an attempt is late by nobody's word, and stands where it was collected.
  @Test func whatTellsNoTimeStandsWhereItWasCollected() {
    func untimed(_ id: String, _ late: Double, _ earned: Points) -> MarkedAttempt {
      MarkedAttempt(id: id, handedIn: nil, seen: closes.addingTimeInterval(late), earned: earned)
    }
    #expect(choice(.last, untimed("b", 900, 7), untimed("a", 100, 4))?.attempt.id == "b")
    #expect(choice(.last, untimed("b", 900, 7), untimed("a", 100, 4))?.outcome?.lost == .zero)
    #expect(choice(.last, attempt("a", 90_000, 4), untimed("b", 100, 7))?.attempt.id == "a")
    #expect(choice(.lastBeforeDeadline, attempt("a", 90_000, 4), untimed("b", 100, 7))?.attempt.id == "b")
  }

  private func choice(_ policy: AttemptPolicy, _ attempts: MarkedAttempt...) -> AttemptChoice? {
    policy.choice(among: attempts, late: rule, closes: closes)
  }

  @Test func chooses() {
    let attempts = [attempt("b", -10, 4), attempt("a", -100, 6), attempt("c", 100, 8)]
    func id(_ policy: AttemptPolicy) -> String? {
      policy.choice(among: attempts, late: rule, closes: closes)?.attempt.id
    }
    #expect(id(.last) == "c")
    #expect(id(.best) == "a", "8 points are 4 when late")
    #expect(id(.lastBeforeDeadline) == "b")
    #expect(choice(.last) == nil)
  }

  @Test func saysWhichAndWhy() {
    let both = choice(.last, attempt("a", -10, 4), attempt("b", 100, 8))
    #expect(
      both?.explanation
        == "attempt 2 of 2 counts, the last; handed in 1 min 40 s late, 1 day begun at 50 % a day: 4.00 points lost")
    let late = choice(.lastBeforeDeadline, attempt("b", 100, 8))
    #expect(late?.explanation.contains("none came before the deadline") == true)
  }

  @Test func anAttemptWithoutAMarkLeavesItOpen() {
    let best = choice(.best, attempt("a", -10, 4), attempt("b", -5, nil))
    #expect(best?.attempt.id == "a")
    #expect(best?.isProvisional == true)
    let last = choice(.last, attempt("a", -10, 4), attempt("b", -5, nil))
    #expect(last?.attempt.id == "b")
    #expect(last?.outcome == nil)
    #expect(last?.isProvisional == true)
    #expect(choice(.best, attempt("a", -10, 4), attempt("b", -5, 4))?.attempt.id == "a", "the earlier of two alike")
    #expect(choice(.last, attempt("a", 0, 4), attempt("b", 0, 5))?.attempt.id == "b", "the later in the list")
  }

  /// One that comes after everything is closed does not push a counting one out.
  @Test func whatIsRefusedIsChosenOnlyAlone() {
    let (fine, refused) = (attempt("a", -10, 4), attempt("b", 11 * 86400, 9))
    #expect(choice(.last, fine, refused)?.attempt.id == "a")
    #expect(choice(.last, refused)?.outcome?.counted == .zero)
  }

  @Test func anExtensionMovesTheClosingTime() {
    let rules = LabRules(name: "MLP", closes: closes, late: rule)
    let late = [attempt("a", 86400, 8)]
    #expect(rules.choice(among: late)?.outcome?.counted == 4)
    #expect(rules.choice(among: late, closes: closes.addingTimeInterval(90000))?.outcome?.counted == 8)
  }
}

@Suite struct RulesTests {
  @Test func teamsAreOfOneToThree() throws {
    #expect(TeamRule(fewest: 0, most: 2) == nil)
    #expect(TeamRule(fewest: 2, most: 4) == nil)
    #expect(TeamRule(fewest: 3, most: 2) == nil)
    let team = try #require(TeamRule(fewest: 2, most: 3))
    #expect(team.complaint(ofSize: 3) == nil)
    #expect(team.complaint(ofSize: 1) == "1 hand in together, where teams are of 2 to 3")
  }

  @Test func whatIsHiddenIsShownWhenItsTimeHasCome() {
    let view = HiddenView(show: .hint, when: .afterDeadline)
    #expect(view.level(at: closes, deadline: closes) == .nothing)
    #expect(view.level(at: closes.addingTimeInterval(1), deadline: closes) == .hint)
    #expect(view.level(at: closes, deadline: nil) == .nothing)
    #expect(HiddenView(show: .name).level(at: closes, deadline: nil) == .name)
  }

  @Test func itemsOfAWorkAreMarkedAllOrSaidAllAtOnce() {
    let work = Work(name: "project", items: [.init(name: "video", points: 8), .init(name: "notebook", points: 2)])
    #expect((try? work.earned(["video": 7.5, "notebook": 2]).get()) == 9.5)
    guard case .failure(let fault) = work.earned(["video": 9, "song": 1]) else {
      Issue.record("these are no marks of its items")
      return
    }
    #expect(
      fault.sentences == [
        "there is no item song in project: there are video, notebook", "video is worth 0 to 8.00, not 9.00",
        "project has no points for notebook yet",
      ])
  }

  @Test(arguments: [("15 min", 900), ("1 h 30 min", 5400), ("7 days", 604800), ("90s", 90), ("0 s", 0)])
  func readsLengthsOfTime(_ text: String, _ seconds: Int) { #expect(Interval.seconds(text) == seconds) }

  @Test(arguments: ["", "15", "min", "-1 min", "1.5 h", "1 fortnight", "99999999 days", "9999999999 s"])
  func refusesWhatIsNoLengthOfTime(_ text: String) { #expect(Interval.seconds(text) == nil) }
}
