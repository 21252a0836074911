import Intake
import Keys

/// What a student's folder in the class is called: the name and the id, made fit to be a folder's.
enum ClassFolderName {
  static func of(_ student: Student) -> String {
    let name = student.name.flatMap { $0 == student.id ? nil : $0 }
    return fit([name, student.id].compactMap(\.self).joined(separator: " "), student)
  }

  static func distinct(_ name: String, _ student: Student) -> String {
    "\(name)~\(Digest(of: Array(student.key.utf8)).short)"
  }

  private static func fit(_ text: String, _ student: Student) -> String {
    let line = UntrustedName(bytes: Array(text.utf8)).line(atMost: 200)
    let words = line.map { "/\\:\"*?<>|".contains($0) ? " " : String($0) }.joined().split(separator: " ")
    let name = String(words.joined(separator: " ").drop { ".-~ ".contains($0) })
    // Names of files are bounded in bytes; what was cut or changed is told apart by its digest.
    guard name.utf8.count <= 120, name == text, !name.isEmpty, !reserved.contains(name.lowercased()) else {
      var short = name
      while short.utf8.count > 100 { short.removeLast() }
      return distinct(short.isEmpty ? "unnamed" : short, student)
    }
    return name
  }

  private static let reserved: Set<String> = ["attempts.jsonl", "lost+found"]
}
