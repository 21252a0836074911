/// Where a student's file stands in the zip of feedback that Moodle takes: `Full Name_<number>_assignfeedback_file_/…`.
///
/// The importer cuts the first part of the path at its underscores into name, number, `assignfeedback` and `file`, and
/// leaves out what begins with a dot or a tilde.
package struct FeedbackFolder: Sendable, Hashable {
  package let path: String

  package init(name: String, number: String) {
    let letters = name.unicodeScalars.map { scalar -> Character in
      let isText = scalar.value >= 0x20 && scalar.value != 0x7F && !"_/\\:*?\"<>|".unicodeScalars.contains(scalar)
      return isText ? Character(scalar) : " "
    }
    var name = String(letters.prefix(100)).split(separator: " ").joined(separator: " ")[...]
    while let first = name.first, ".~ ".contains(first) { name = name.dropFirst() }
    path = "\(name.isEmpty ? "Participant" : String(name))_\(number)_assignfeedback_file_"
  }
}

extension MoodleWorksheet {
  /// The feedback's folder of each mark that has a row; of others nothing is sent.
  package func folders(of marks: [HandBack]) throws(ExportError) -> [(mark: HandBack, folder: FeedbackFolder)] {
    var filling = Filling()
    return try match(marks, &filling).map { mark, row in
      let told = text(row, .name)
      return (mark, FeedbackFolder(name: told.isEmpty ? row.word : told, number: row.number))
    }
  }
}
