import Checks
import CommandSupport
import Export
import Foundation
import Gradebook
import Storage

/// The files of one export.
extension ExportCommand {
  /// What is to be written.
  struct Batch {
    var marks: [HandBack]
    var lab: String
    /// Nil where there are no results.
    var source: HandBacks?
    var lines: [String] = []
  }

  func ofWork(_ work: String) throws -> Batch {
    let own = try book.open()
    let name = work == "final" ? work : try own.work(work)
    let marks = try BookMarks(own, of: name).others(but: [])
    guard !marks.isEmpty else { throw ExportError("nobody has a mark of \(work) yet.") }
    return Batch(marks: marks, lab: name)
  }

  var place: String { out ?? "\(graded ?? ".")/export" }

  func write(_ batch: Batch) throws {
    var outgoing = try Outgoing(place)
    var lines = batch.lines
    if let moodle { lines += try fill(moodle, batch, &outgoing) }
    if let canvas {
      let sheet = try CanvasGradebook(try Files.read(canvas), name: canvas, assignment: assignment, lab: batch.lab)
      let (text, filling) = try sheet.fill(batch.marks, isScaled: scale)
      try outgoing.add("canvas.csv", Array(text.utf8))
      lines += filling.lines("\(place)/canvas.csv")
    }
    if gradescope {
      var count = 0
      for case .graded(let card, _, let standing) in batch.source?.graded.entries ?? [] where standing.hasMark {
        try outgoing.add("gradescope/\(card.folder)/results.json", try GradescopeResults(card, hidden: hidden).bytes)
        count += 1
      }
      lines.append("\(place)/gradescope/NAME/results.json: \(count)")
    }
    if csv || !hasFormat {
      let (text, filling) = PlainMarks.text(batch.marks)
      try outgoing.add("marks.csv", Array(text.utf8))
      lines += filling.lines("\(place)/marks.csv")
    }
    try outgoing.commit()
    print(lines.joined(separator: "\n"))
  }

  var hasFormat: Bool { moodle != nil || canvas != nil || gradescope || results != nil || csv }

  func fill(_ moodle: String, _ batch: Batch, _ outgoing: inout Outgoing) throws -> [String] {
    var options = MoodleWorksheet.Options()
    options.columns = Dictionary(column.compactMap(Self.column)) { $1 }
    options.hasComma = decimal.map { $0 == .comma }
    (options.isScaled, options.isCapped, options.replacesComments) = (scale, cap, replaceComments)
    var sheet = try MoodleWorksheet(try Files.read(moodle), name: moodle, options: options)
    let name = (moodle as NSString).lastPathComponent
    let folders = try sheet.folders(of: batch.marks)
    let filling = try sheet.fill(batch.marks)
    try outgoing.add(name, sheet.written)
    let lines = filling.lines("\(place)/\(name)")
    guard let source = batch.source else { return lines }
    let files = try source.feedback(of: folders.map(\.mark))
    let feedback = folders.flatMap { mark, folder in
      (mark.folder.flatMap { files[$0] } ?? []).map { ("\(folder.path)/\($0.name)", $0.bytes) }
    }
    try outgoing.add("feedback.zip", zip: feedback)
    return lines + ["\(place)/feedback.zip: \(feedback.count) files"]
  }

  func only(_ source: HandBacks, to path: String) throws {
    guard source.graded.entries.count == 1, case .graded(let card, _, let standing)? = source.graded.entries.first,
      standing.hasMark
    else { throw ExportError("\(graded ?? "") holds no mark, or several: \(path) is not written.") }
    try Files.write(try GradescopeResults(card, hidden: hidden).bytes, to: path)
  }
}
