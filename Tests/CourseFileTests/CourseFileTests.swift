import Checks
import CourseFile
import CourseRules
import Foundation
import Testing

private let mlp = KnownLab(
  name: "MLP",
  checks: [
    .init(id: "forward", points: 2, isPublic: true),
    .init(id: "backward", points: 3, isPublic: true, below: ["forward"]),
    .init(id: "fit", points: 5, isPublic: false, below: ["forward", "backward"]),
  ])
private let cnn = KnownLab(name: "CNN", checks: [.init(id: "convolve", points: 10, isPublic: true)])

private func read(_ text: String) throws -> Course {
  try CourseFile.read(Array(text.utf8), named: "course.yml", labs: [mlp, cnn])
}

/// What is said of a file, a line each.
private func complaints(_ text: String) -> [String] {
  do {
    _ = try read(text)
    return []
  } catch let fault as CourseFault {
    return fault.problems.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

@Suite struct CourseFileTests {
  @Test func readsAWholeCourse() throws {
    let course = try read(
      """
      course: Deep <b>learning</b>
      zone: Europe/Paris
      attempts: best
      hidden: { show: hint, when: after the deadline }
      late: { grace: 15 min, per day: 10 %, at most: 50 %, refused after: 7 days }
      team: 1 to 2
      labs:
        mlp:
          title: "The *perceptron*"
          opens: 2026-10-05 08:00
          closes: 2026-10-19 23:59
          total: 8
          limit: 20 s
          checks:
            forward: 1.5
            backward: { points: 6.5, limit: 2.5 s, hint: "Look at <1>" }
            fit: off
          self-checks: 1
        CNN:
          closes: 2026-10-25 02:30 Z
          attempts: last before the deadline
          late: none
          team: 3
          hidden: cause
      work:
        project: { out of: 10, items: { video: 80 %, notebook: 20 % } }
        exam: { out of: 20, title: The exam }
      final:
        out of: 20
        parts:
          lab: mean(drop(1, labs))
        mark: 0.5 lab + 0.25 exam + 0.25 project
        round: { to: 0.25, way: up }
      """)
    #expect(course.title == "Deep <b>learning</b>")
    let lab = try #require(course.lab("MLP"))
    #expect(lab.closes == ISO8601DateFormatter().date(from: "2026-10-19T21:59:00Z"))
    #expect(lab.deadline == lab.closes?.addingTimeInterval(900))
    #expect(lab.checks["backward"] == .init(points: 6.5, limit: 2.5, hint: "Look at <1>"))
    #expect(lab.checks["fit"]?.isOff == true)
    #expect(lab.hidden == HiddenView(show: .hint, when: .afterDeadline))
    #expect(lab.late.perDay == .part(.one / Fraction(10)))
    #expect(lab.team == TeamRule(fewest: 1, most: 2))
    #expect((lab.attempts, lab.selfChecks, lab.limit) == (.best, 1, 20))
    let other = try #require(course.lab("CNN"))
    #expect(other.attempts == .lastBeforeDeadline && other.late == .none && other.team == TeamRule(fewest: 3, most: 3))
    #expect(course.work.map(\.possible) == [10, 20])
    #expect(course.work[0].items == [.init(name: "video", points: 8), .init(name: "notebook", points: 2)])
    #expect(course.final?.rounding?.way == .up)
    #expect(try JSONDecoder().decode(Course.self, from: JSONEncoder().encode(course)) == course)
  }

  /// One run tells of every mistake, each with its line and what to do.
  @Test func saysAllThatIsWrongAtOnce() {
    let said = complaints(
      """
      course: DL
      zone: Europe/Pairs
      atempts: last
      labs:
        MPL: {}
        MLP:
          opens: 2026-10-19 08:00
          closes: 2026-10-05
          total: 11
          checks:
            forwards: 1
            backward: -1
            fit: { points: 1.005 }
          self-checks: 3
          hidden: { show: hints }
          late: { per day: 10 %, at most: 5 % }
          team: 4
        CNN: { closes: 2026-02-30 10:00 }
      work:
        labs: { out of: 3 }
        project: { items: { video: 80 %, notebook: 10 % }, out of: 10 }
      final:
        out of: 20
        mark: 0.5 lab + 0.5 MLP
      """)
    let expected = [
      ("2", "Europe/Paris"), ("3", "did you mean attempts?"), ("5", "Did you mean MLP?"), ("8", "2026-10-05 23:59"),
      ("9", "add up to 10.00, and not to 11.00"), ("11", "did you mean forward?"),
      ("12", "“-1” is nothing for backward"),
      ("13", "hundredths"), ("14", "2 public checks"), ("15", "Did you mean hint?"), ("16", "no less than"),
      ("17", "from which to which"), ("18", "calendar"), ("20", "another name"), ("21", "add up to 90 %"),
      ("24", "there is no mark “lab”"),
    ]
    #expect(said.count == expected.count, "\(said.joined(separator: "\n"))")
    for (line, (number, word)) in zip(said, expected) {
      #expect(line.hasPrefix("course.yml:\(number): ") && line.contains(word), "\(line)")
    }
  }

  @Test(arguments: [
    ("", "1", "says nothing"), ("course: a\n\tlabs: {}", "2", "a tab"), ("course: [a", "2", "bracket"),
    ("- a\n- b", "1", "list of names"), ("labs: {}", "1", "no title"), ("course: a", "1", "no labs"),
    ("course: a\nlabs: {MLP: {closes: 2026-10-05 10:00}}", "2", "no zone"),
    ("course: a\nlabs:\n  MLP: {}\n  CNN: {}\n  MLP: {}", "5", "twice, first in line 3"),
    ("course: a\nlabs:\n  MLP: {}\n  mlp: {}", "4", "stands here twice"),
    ("course: a\nzone: Europe/Paris\nlabs: {MLP: {closes: 2026-03-29 02:30}}", "3", "clocks go forward"),
    ("course: a\nlabs: {MLP: {closes: 2026-10-05 25:00 Z}}", "2", "calendar"),
    ("course: a\nlabs: {MLP: {checks: {forward: off}}}", "2", "`forward: 0`"),
    ("course: a\nlabs: {MLP: {checks: {forward: 0, backward: 0, fit: off}}}", "2", "worth anything"),
    ("course: a\nlabs: {MLP: {hidden: {when: after the deadline}}}", "2", "closes: 2026"),
    ("course: a\nlabs: {CNN: {}}\nwork: {exam: {title: x}}", "3", "no points"),
    ("course: a\nlabs: {CNN: {}}\nwork: {p: {items: {a: 80 %, b: 2}, out of: 4}}", "3", "one way"),
    ("course: a\nlabs: {CNN: {}}\nwork: {p: {items: {a: 3, b: 2}, out of: 4}}", "3", "5.00, and not to 4.00"),
    ("course: a\nlabs: {CNN: {}}\nfinal: {out of: 20, mark: 0.6 CNN + 0.5 CNN}", "3", "come to 22 of 20"),
    ("course: a\nlabs: {CNN: {}}\nfinal: {out of: 20, mark: CNN, parts: {mean: CNN}}", "3", "means something"),
    ("course: a\nlabs: {CNN: {limit: 1 h}}", "2", "0.1 to 600"),
    ("course: a\nlabs: {CNN: {late: {at most: 5 %}}}", "2", "`per day"),
    ("course: \"a\\u0007\"\nlabs: {CNN: {}}", "1", "one line"),
    ("course: a\nlabs: {CNN: {title: [1]}}", "2", "one value"),
  ]) func saysWhatIsWrongAndWhatToDo(_ text: String, _ line: String, _ word: String) {
    let said = complaints(text)
    #expect(said.count == 1 && said[0].hasPrefix("course.yml:\(line): ") && said[0].contains(word), "\(said)")
  }

  @Test func whatIsNoTextIsToldWithItsLine() {
    func said(_ bytes: [UInt8]) -> String {
      do {
        _ = try CourseFile.read(bytes, named: "c", labs: [])
        return ""
      } catch { return "\(error)" }
    }
    #expect(said(Array("a: b\nc: ".utf8) + [0xFF]).hasPrefix("c:2: it is not UTF-8"))
    #expect(said([UInt8](repeating: 0x20, count: CourseFile.bound + 1)).contains("1 MB"))
    #expect(said(Array("a: \u{01}".utf8)).contains("cannot be read"))
  }

  /// Nothing of the file's reaches a terminal as a command.
  @Test func messagesAreText() {
    let said = complaints("course: a\nlabs:\n  \"\\e[31m<script>\\u202E\": {}\n  CNN: {}")
    #expect(said.count == 1)
    #expect(said[0].unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    #expect(said[0].contains("<script>"))
  }

  /// Text that is no course is always refused, and never ends the reader.
  @Test func rubbishIsRefused() {
    let deep = String(repeating: "[", count: 5000)
    let bomb = (1..<12).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1), *a\($1 - 1)]\n" }
    for text in [deep, bomb, "? [a]: b", "&a a: *a", "!!binary x", "--- a\n--- b", "labs: *none"] {
      #expect(!complaints(text).isEmpty)
    }
  }

  /// Each line repeats the one above it twice, so that the last stands for 2⁶⁰ nodes: were one of them counted, this would
  /// not end.
  @Test(arguments: ["x: *a60", "? *a60\n: x", "? [*a60]\n: x", "x: &b {? *a60 : *a60}"])
  func whatRepeatsItselfIsRefusedUncounted(_ use: String) {
    let bomb = (1...60).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n" }
    for text in [bomb + use, (bomb + use).replacing("\n", with: "\r\n"), "\u{FEFF}# @ `\n" + bomb + use] {
      let said = complaints(text)
      let line = text.hasPrefix("a0") ? 2 : 3
      #expect(said.count == 1 && said[0].hasPrefix("course.yml:\(line): `*` repeats"), "\(said)")
    }
  }

  @Test func aStarInATextIsText() throws {
    let titles = ["\"*stars*\"", "a * b", "'*'", "a *b* @c `d`", ">-\n      *far* off", "2*x"]
    for title in titles {
      let course = try read("course: a # *none\nlabs:\n  CNN:\n    title: \(title)\n")
      #expect(course.lab("CNN")?.title?.contains("*") == true, "\(title)")
    }
    #expect(complaints("course: a\n\"*\": @b\n\"@`\": *c\n")[0].hasPrefix("course.yml:2: it is no YAML"))
  }
}
