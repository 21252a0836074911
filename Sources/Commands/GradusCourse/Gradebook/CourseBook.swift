import ArgumentParser
import Checks
import CommandSupport
import CourseFile
import CourseRules
import Foundation
import Gradebook
import Storage

/// Where the course is, for the commands that write or read its gradebook.
struct BookOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The course's file, or its folder; the gradebook stands beside it. The current folder unless told.",
      valueName: "path"))
  var course: String?

  init() {}

  private var folder: String {
    guard let course else { return "." }
    return Files.isFolder(course) ? course : URL(fileURLWithPath: course).deletingLastPathComponent().path
  }

  var path: String { "\(folder)/\(Gradebook.file)" }

  var isThere: Bool { Files.exists(path) }

  /// The book with the course's rules; where there is no course file, the labs' own hold.
  func open(makingOne: Bool = false) throws -> CourseBook {
    let named = "\(folder)/\(CourseFile.name)"
    let file = course.flatMap { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") ? $0 : nil } ?? named
    var rules = Course(title: "", zone: "", labs: Shelf.labs.map { LabRules(name: $0.name) })
    if Files.exists(file) {
      rules = try CourseFile.course(file)
    } else if file != named {
      throw ValidationError("\(file) does not exist.")
    }
    return CourseBook(try Gradebook(path, makingOne: makingOne), rules, hasFile: Files.exists(file))
  }
}

/// Who does what is done, and why.
struct ActOptions: ParsableArguments {
  @Option(help: "Who does it; GRADUS_AUTHOR, else the name of this account, unless told.")
  var author: String?
  @Option(help: "Why.")
  var reason: String?

  init() {}

  func act(_ command: String) throws -> Act {
    let environment = ProcessInfo.processInfo.environment
    let name = author ?? environment["GRADUS_AUTHOR"] ?? NSUserName()
    let plain = Plain.line(name)
    guard !plain.isEmpty else { throw ValidationError("--author wants a name.") }
    return Act(command, author: plain, reason: Plain.line(reason ?? ""), at: Int(Date().timeIntervalSince1970))
  }

  /// For what nobody should find without knowing why.
  func act(_ command: String, wantsReasonFor what: String) throws -> Act {
    let act = try act(command)
    guard !act.reason.isEmpty else { throw ValidationError("\(what) wants a reason: --reason \"…\".") }
    return act
  }
}

/// Text of people on one line, without what terminals act upon.
enum Plain {
  static func line(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(1_000).map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
      default: Character(scalar)
      }
    }
    return String(scalars).split(separator: " ").joined(separator: " ")
  }
}

/// A course with its book and its rules.
struct CourseBook {
  let gradebook: Gradebook
  let course: Course
  /// Whether there is a course file.
  let hasFile: Bool
  let reckoning: Reckoning

  init(_ gradebook: Gradebook, _ course: Course, hasFile: Bool) {
    self.gradebook = gradebook
    self.course = course
    self.hasFile = hasFile
    var totals: [String: Points] = [:]
    for lab in Shelf.labs {
      let own = lab.under(course.lab(lab.name))
      totals[lab.name] = (own.publicChecks + own.hiddenChecks).reduce(.zero) { $0 + $1.points }
    }
    reckoning = Reckoning(course, totals: totals, now: Date())
  }

  /// The name of a lab or work as the course has it.
  func work(_ name: String) throws -> String {
    let names = course.labs.map(\.name) + course.work.map(\.name)
    if let known = names.first(where: { $0.lowercased() == name.lowercased() }) { return known }
    let guess = Spelling.nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
    throw ValidationError("The course has nothing called \(name).\(guess) There are: \(names.joined(separator: ", ")).")
  }

  /// The entry up to which the book is wanted: a number, or a day or time in UTC.
  func entry(_ text: String) throws -> Int {
    if let number = Int(text) { return number }
    let full =
      text.count == 10 ? "\(text)T23:59:59Z" : text.replacing(" ", with: "T") + (text.hasSuffix("Z") ? "" : "Z")
    guard let date = try? Date(full, strategy: .iso8601) else {
      throw ValidationError("--at wants the number of an entry, or a time such as 2026-10-05 or 2026-10-05T14:30:00Z.")
    }
    return try gradebook.entry(before: Int(date.timeIntervalSince1970))
  }

  /// The course's zone; the world's time where there is no course file.
  var zone: TimeZone { TimeZone(identifier: course.zone) ?? .gmt }

  /// Seconds since 1970 of a time as people write it, in the course's zone; of a day alone its end.
  func time(_ text: String, _ option: String) throws -> Int {
    let whole = text.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil ? text : "\(text) 23:59:59"
    do {
      return Int(try WrittenTime.date(whole, zone: zone).timeIntervalSince1970)
    } catch {
      throw ValidationError(
        "\(option) wants a time such as 2026-10-12 23:59 (in \(zone.identifier)), or 2026-10-12T23:59:00+02:00.")
    }
  }

  /// Of labs the attempts are known, and when each was handed in.
  func requireManual(_ name: String) throws {
    guard reckoning.work(name) == nil else { return }
    throw ValidationError(
      "When \(name) was handed in is told by what was collected (`gradus collect \(name) … --worksheet FILE`); --closes gives "
        + "a student another closing time.")
  }

  /// Points as people write them; a comma is a dot.
  static func points(_ text: String) throws -> Points {
    guard
      let match = text.replacing(",", with: ".").replacing("−", with: "-").wholeMatch(
        of: /([+-]?)(\d{1,5})(?:\.(\d{1,2}))?/),
      let whole = Int(match.2)
    else { throw ValidationError("“\(Plain.line(text))” are no points: write a number such as 7.5.") }
    let decimals = (match.3.map(String.init) ?? "") + "00"
    return Points(hundredths: (match.1 == "-" ? -1 : 1) * (whole * 100 + (Int(decimals.prefix(2)) ?? 0)))
  }
}
