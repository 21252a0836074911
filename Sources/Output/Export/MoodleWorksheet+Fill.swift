import Checks
import Foundation

extension MoodleWorksheet {
  /// Fills in the marks. Throws, and changes nothing, where the sheet is not that of these marks.
  package mutating func fill(_ marks: [HandBack]) throws(ExportError) -> Filling {
    var filling = Filling()
    let matches = try match(marks, &filling)
    let values = try values(of: matches)
    for (mark, row) in matches {
      if MoodleColumn.closed.contains(text(row, .open).lowercased()) {
        filling.left.append("\(mark.words): the sheet says that the mark can be changed no more")
        continue
      }
      switch mark.result {
      case .none(let reason):
        set(row, .mark, to: "")
        filling.without.append("\(mark.words): \(reason)")
        continue
      case .excused:
        set(row, .mark, to: "")
        filling.without.append("\(mark.words): excused")
        continue
      case .points: break
      }
      guard let value = values[row.number] else { continue }
      set(row, .mark, to: MarkText.text(value, comma: hasComma))
      filling.filled += 1
      guard let comment = mark.comment, columns[.comments] != nil else { continue }
      if options.replacesComments || Comment.isOurs(text(row, .comments)) {
        set(row, .comments, to: comment.html)
      } else {
        filling.remarks.append("\(mark.words): the comment that somebody wrote there was left")
      }
    }
    let seen = Set(matches.map(\.row.number))
    filling.rowsWithout = rows.filter { !seen.contains($0.number) }.map { row in
      [text(row, .name), text(row, .identifier)].filter { !$0.isEmpty }.joined(separator: ", ")
    }
    if columns[.comments] == nil {
      filling.remarks.append("the sheet has no column for comments: switch on “Feedback comments” for the assignment")
    }
    return filling
  }

  /// Which mark goes to which row: by Moodle's number, else by a student's number or an address that one row alone has.
  func match(_ marks: [HandBack], _ filling: inout Filling) throws(ExportError) -> [(mark: HandBack, row: Row)] {
    let byNumber = Dictionary(rows.map { ($0.number, $0) }) { first, _ in first }
    let byID = alone(.idNumber)
    let byEmail = alone(.email)
    var matches: [(mark: HandBack, row: Row)] = []
    var strangers: [String] = []
    for mark in marks {
      let found: [Row]
      if let number = mark.identity.numbers["moodle"] {
        found = byNumber[number].map { [$0] } ?? []
      } else {
        found =
          mark.identity.moodle.sorted().compactMap { byNumber[$0] } + mark.identity.ids.sorted().compactMap { byID[$0] }
          + mark.identity.emails.sorted().compactMap { byEmail[$0] }
      }
      guard let row = found.first else {
        filling.unmatched.append(mark.words)
        continue
      }
      guard Set(found.map(\.number)).count == 1 else {
        filling.unmatched.append("\(mark.words): its number and its address are in different rows")
        continue
      }
      guard isSame(mark, row) else {
        strangers.append("\(mark.words): the sheet has \(text(row, .name)) under this number")
        continue
      }
      matches.append((mark, row))
    }
    // A row that two marks go to has neither.
    let counts = Dictionary(matches.map { ($0.row.number, 1) }, uniquingKeysWith: +)
    for match in matches where counts[match.row.number] != 1 {
      filling.unmatched.append("\(match.mark.words): another mark goes to the same row")
    }
    matches.removeAll { counts[$0.row.number] != 1 }
    guard !matches.isEmpty, strangers.count <= matches.count else {
      throw ExportError(
        "\(sheet.name) is not the worksheet of this assignment: of \(marks.count) marks \(matches.count) belong to its "
          + "\(rows.count) rows. Moodle numbers students anew in each assignment; download the worksheet of this one.")
    }
    filling.left += strangers
    return matches
  }

  /// Rows by what stands in a column, in lower case; what several rows have tells nobody.
  private func alone(_ column: MoodleColumn) -> [String: Row] {
    var rows: [String: Row] = [:]
    var several: Set<String> = []
    for row in self.rows {
      let text = text(row, column)
      let key = column == .email ? text.lowercased() : text
      if !key.isEmpty, rows.updateValue(row, forKey: key) != nil { several.insert(key) }
    }
    return rows.filter { !several.contains($0.key) }
  }

  /// Whether the names do not speak against it: a number of one site may be another's on another.
  private func isSame(_ mark: HandBack, _ row: Row) -> Bool {
    func words(_ text: String) -> Set<String> {
      let letters = text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter { scalar in
        scalar.properties.generalCategory != .nonspacingMark
      }
      return Set(letters.split { !$0.properties.isAlphabetic }.map { String(String.UnicodeScalarView($0)) })
    }
    let (own, theirs) = (words(mark.identity.name ?? ""), words(text(row, .name)))
    // Where marking is blind, or was, the name is the site's word for a participant.
    let blind = words(row.word)
    if own.isEmpty || theirs.isEmpty || (!blind.isEmpty && (own.isSuperset(of: blind) || theirs == blind)) {
      return true
    }
    return own.isSubset(of: theirs) || theirs.isSubset(of: own)
  }

  /// What goes into the cells, all in bounds.
  private func values(of matches: [(mark: HandBack, row: Row)]) throws(ExportError) -> [String: Points] {
    var values: [String: Points] = [:]
    var outside: [String] = []
    for (mark, row) in matches {
      guard var points = mark.points else { continue }
      var maximum = mark.possible.hundredths
      if columns[.maximum] != nil {
        guard let told = MarkText.hundredths(text(row, .maximum)) else {
          throw ExportError(
            "\(sheet.name) has “\(text(row, .maximum))” for a maximum, which is no number: an assignment that is marked "
              + "by a scale of words cannot be filled.")
        }
        if told != maximum {
          guard options.isScaled else {
            throw ExportError(
              "\(sheet.name) has a maximum of \(Points(hundredths: told)), and the lab \(mark.possible) points. Is it "
                + "the worksheet of another assignment? If not, --scale makes \(Points(hundredths: told)) of \(mark.possible)."
            )
          }
          points = MarkText.scaled(points, of: mark.possible, to: told)
          maximum = told
        }
      }
      let value = options.isCapped ? min(points, Points(hundredths: maximum)) : points
      if value.hundredths < 0 || value.hundredths > maximum {
        outside.append("\(mark.words): \(value) of \(Points(hundredths: maximum))")
      }
      values[row.number] = value
    }
    guard outside.isEmpty else {
      throw ExportError(
        "Moodle passes over marks below zero or above the maximum, and nothing was written: "
          + "\(outside.prefix(10).joined(separator: "; ")). Raise the assignment's maximum, or cut the marks with --cap."
      )
    }
    return values
  }
}
