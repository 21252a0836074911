import Checks
import Reports

/// Marks as a table of nobody's format: one row for each person.
package enum PlainMarks {
  package static let columns = [
    "name", "id", "email", "submission", "points", "possible", "status", "remark", "folder",
  ]

  package static func text(_ marks: [HandBack]) -> (text: String, filling: Filling) {
    var filling = Filling()
    var text = CSV.record(columns)
    for mark in marks {
      let ids = mark.identity.numbers.sorted { $0.key < $1.key }.map(\.value) + mark.identity.ids.sorted()
      var (points, status, remark) = ("", "none", "")
      switch mark.result {
      case .points(let earned):
        (points, status) = (earned.description, "graded")
        filling.filled += 1
      case .excused: status = "excused"
      case .none(let reason):
        remark = reason
        filling.without.append("\(mark.words): \(reason)")
      }
      text += CSV.record([
        CSV.text(mark.identity.name ?? ""), CSV.text(ids.first ?? ""),
        CSV.text(mark.identity.emails.sorted().first ?? ""),
        CSV.text(mark.submission), points, mark.possible.description, status, CSV.text(Clean.line(remark)),
        CSV.text(mark.folder ?? ""),
      ])
    }
    return (text, filling)
  }
}
