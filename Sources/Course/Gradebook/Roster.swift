/// Students as a list of a class has them, made fit for the book.
package struct RosterStudent: Sendable, Hashable {
  package var id: String
  package var name: String?
  package var email: String?
  package var section: String?
  /// What platforms call them: `moodle 1234567`.
  package var accounts: Set<String>

  package init(
    id: String, name: String? = nil, email: String? = nil, section: String? = nil, accounts: Set<String> = []
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.section = section
    self.accounts = accounts
  }

  package var facts: [Fact] {
    let told: [(Fact.Kind, String?)] = [(.name, name), (.email, email), (.section, section)]
    return told.compactMap { kind, text in text.map { Fact(id, kind, text: $0) } }
      + accounts.sorted().map { Fact(id, .account, item: $0, text: $0) }
  }
}

/// A list of a class, in which everyone stands once.
package struct Roster: Sendable {
  package let students: [RosterStudent]

  /// Throws where two have the same id, address or account: nobody could tell then whose a mark is.
  package init(_ students: [RosterStudent], named file: String) throws(GradebookFault) {
    var owners: [String: (String, Int)] = [:]
    for (place, student) in students.enumerated() {
      let keys =
        [("id", student.id)] + student.accounts.map { ("account", $0) }
        + (student.email.map { [("e-mail address", $0.lowercased())] } ?? [])
      for (what, key) in keys {
        guard let (other, row) = owners.updateValue((student.name ?? student.id, place), forKey: "\(what) \(key)")
        else {
          continue
        }
        throw GradebookFault(
          "\(file) has the \(what) \(key) twice, of \(other) and of \(student.name ?? student.id) (students \(row + 1) and "
            + "\(place + 1)). Mend the file; nothing was written.")
      }
    }
    self.students = students
  }

  /// What would be new in the book, and whose account or address is somebody else's there.
  package func facts(against book: Book) throws(GradebookFault) -> [Fact] {
    var owners: [String: String] = [:]
    for person in book.people {
      for account in person.accounts { owners[account] = person.id }
      if let email = person.email { owners["@\(email.lowercased())"] = person.id }
    }
    for student in students {
      for key in student.accounts.union(student.email.map { ["@\($0.lowercased())"] } ?? []) {
        if let owner = owners[key], owner != student.id {
          let what = key.hasPrefix("@") ? String(key.dropFirst()) : key
          throw GradebookFault(
            "\(what) is \(owner)'s in the gradebook, and \(student.id)'s in the list. Nothing was written.")
        }
      }
    }
    return students.flatMap { student in
      // Of whom a list tells nothing but the id is in the course all the same.
      student.facts.isEmpty && book.places[student.id] == nil ? [Fact(student.id, .name)] : student.facts
    }
  }
}
