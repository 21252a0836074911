import Checks
import Collecting
import Export
import Foundation
import Grading
import Intake
import Keys
import Ledger
import Pages
import Storage

/// The marks of a graded folder with whose they are, as the record of what was collected tells it.
struct HandBacks {
  let results: Results
  let graded: GradedClass
  let places: Roster
  let classFolder: String?
  private(set) var records: [String: Collected] = [:]
  /// What there is to know, in sentences.
  private(set) var remarks: [String] = []

  init(_ results: Results, classFolder: String?) throws {
    self.results = results
    self.classFolder = classFolder
    graded = try results.graded()
    places = results.output.roster()
  }

  /// A class's attempts by the folders that their results have.
  struct Collected {
    let folder: String
    var shown: [String: Attempt] = [:]
    var all: [String: [Attempt]] = [:]

    init(_ folder: String) throws {
      self.folder = folder
      let path = "\(folder)/attempts.jsonl"
      guard Files.exists(path) else { return }
      let record = try AttemptRecord(try Files.read(path), at: path)
      for key in record.students {
        guard let attempt = record.shown(of: key) else { continue }
        let own = UntrustedName(bytes: Array(attempt.folder.utf8)).folder
        shown[own] = attempt
        all[own] = record.attempts(of: key)
      }
    }
  }

  /// One for each person: of a team each has the team's mark.
  mutating func marks() throws -> [HandBack] {
    var marks: [HandBack] = []
    var seen: Set<String> = []
    for entry in graded.entries {
      let (folder, submission, possible) = entry.head
      seen.insert(folder)
      let attempt = try owner(of: folder)
      var result = entry.result
      if case .graded(_, _, let standing) = entry, standing.status == .otherChecks {
        remarks.append("\(submission): \(standing.remark)")
      }
      if let attempt, isStale(attempt, folder) {
        result = .none("a later attempt was collected and is not graded yet: run `gradus grade` again")
      }
      marks += Self.people(attempt?.student ?? Self.student(submission)).map { identity in
        HandBack(
          identity, submission: submission, folder: folder, possible: possible, result: result, comment: entry.comment)
      }
    }
    for (folder, attempt) in records.values.flatMap({ $0.shown }).sorted(by: { $0.key < $1.key })
    where !seen.contains(folder) {
      marks += Self.people(attempt.student).map { identity in
        HandBack(
          identity, submission: attempt.folder, folder: nil, possible: results.lab.possible,
          result: .none("collected, and not graded yet"))
      }
    }
    return marks
  }

  mutating func owner(of folder: String) throws -> Attempt? {
    guard let place = classFolder ?? places.place(of: folder) else { return nil }
    if let known = records[place] { return known.shown[folder] }
    let owners = try Collected(place)
    records[place] = owners
    return owners.shown[folder]
  }

  /// Whether what was graded is not what counts now.
  private func isStale(_ attempt: Attempt, _ folder: String) -> Bool {
    let path = "\(results.output.folder(of: folder))/submission.swift"
    guard let digest = attempt.chosen?.graded, let bytes = try? Files.read(path) else { return false }
    return Digest(of: bytes).description != digest
  }

  /// Of a class that was not collected, all that is known is the name of what was handed in.
  static func student(_ submission: String) -> Student {
    guard let name = MoodleName(submission) else {
      return Student(.plain, id: submission, people: [.init(id: submission)])
    }
    return Student(.moodle, id: name.number, name: name.name)
  }

  private static func people(_ student: Student) -> [HandBack.Identity] {
    student.people.map { person in
      var identity = HandBack.Identity(emails: Set([person.email].compactMap(\.self)), name: person.name)
      guard let id = person.id else { return identity }
      switch student.platform {
      case .moodle, .canvas: identity.numbers[student.platform.rawValue] = id
      case .gradescope, .git, .plain:
        identity.ids.insert(id)
        if id.contains("@") { identity.emails.insert(id.lowercased()) }
      }
      return identity
    }
  }
}

extension GradedClass.Entry {
  var head: (folder: String, submission: String, possible: Points) {
    switch self {
    case .graded(let card, _, _): (card.folder, card.submission, card.possible)
    case .ungraded(let ungraded): (ungraded.folder, ungraded.submission, ungraded.possible)
    }
  }

  fileprivate var result: HandBack.Result {
    switch self {
    case .graded(let card, _, let standing): standing.isOfClass ? .points(card.earned) : .none(standing.remark)
    case .ungraded(let ungraded): .none(ungraded.standing.remark)
    }
  }

  fileprivate var comment: Comment? {
    switch self {
    case .graded(let card, _, let standing): standing.isOfClass ? Comment(card) : nil
    case .ungraded: nil
    }
  }
}

extension Lab {
  var possible: Points { (publicChecks + hiddenChecks).reduce(.zero) { $0 + $1.points } }
}

extension HandBacks {
  /// What each student is given to read, by the folders of the results: the page and the report.
  func feedback(of marks: [HandBack]) throws -> [String: [(name: String, bytes: [UInt8])]] {
    let wanted = Set(marks.filter { $0.points != nil }.compactMap(\.folder))
    let transcripts = Transcripts(output: results.output, lab: results.lab, key: results.key)
    var pages = try StudentPages()
    var feedback: [String: [(name: String, bytes: [UInt8])]] = [:]
    for case .graded(let card, let history, let standing) in graded.entries where wanted.contains(card.folder) {
      let page = try pages.page(of: card, history, standing, pictures: transcripts.wrongTensors(of: card))
      let report = try Files.read("\(results.output.folder(of: card.folder))/report.md")
      feedback[card.folder] = [("report.html", Array(page.utf8)), ("report.md", report)]
    }
    return feedback
  }
}
