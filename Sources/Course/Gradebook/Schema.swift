import GRDB

/// The tables, by versions: a book of an older version is brought to this one, a newer one is left alone.
enum Schema {
  /// Stands in the file's head, so that no other program's database is taken for a book.
  static let mark = 0x4772_6164
  /// Each turns a book of one version into the next. What has been released is never changed, only added to.
  private static let versions = [first, second]

  static func migrate(_ database: Database, _ path: String) throws {
    func number(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
    // Who only reads need not wait for those who write.
    if try number("application_id") == mark, try number("user_version") == versions.count { return }
    try database.inTransaction(.immediate) {
      let (own, version) = (try number("application_id"), try number("user_version"))
      let tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
      guard own == mark || (own == 0 && version == 0 && tables == 0) else {
        throw GradebookFault("\(path) is another program's database, and no gradebook. Choose another --course.")
      }
      guard version <= versions.count else {
        throw GradebookFault(
          "\(path) is a gradebook of version \(version), and this gradus knows version \(versions.count). Use the newer "
            + "gradus; nothing was changed.")
      }
      for (number, statements) in versions.enumerated().dropFirst(version) {
        try database.execute(sql: statements)
        try database.execute(sql: "PRAGMA user_version = \(number + 1); PRAGMA application_id = \(mark)")
      }
      return .commit
    }
  }

  /// Lines lie in the order in which the book is read: by work, then by student.
  private static let first =
    """
    CREATE TABLE entry (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      author TEXT NOT NULL,
      command TEXT NOT NULL,
      reason TEXT NOT NULL,
      undoes INTEGER REFERENCES entry (number)
    ) STRICT;
    CREATE INDEX entryByUndoes ON entry (undoes) WHERE undoes IS NOT NULL;
    CREATE TABLE student (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      entry INTEGER NOT NULL REFERENCES entry (number)
    ) STRICT;
    CREATE TABLE work (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE detail (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE TABLE fact (
      work INTEGER NOT NULL REFERENCES work (number),
      student INTEGER NOT NULL REFERENCES student (number),
      kind INTEGER NOT NULL REFERENCES kind (number),
      item TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES entry (number),
      points INTEGER,
      possible INTEGER,
      time INTEGER,
      text TEXT,
      detail INTEGER REFERENCES detail (number),
      PRIMARY KEY (work, student, kind, item, entry)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX factByStudent ON fact (student);
    CREATE INDEX factOfTeam ON fact (work, student) WHERE kind = 5;
    CREATE INDEX factByEntry ON fact (entry);

    """
    + Fact.Kind.allCases.map { "INSERT INTO kind VALUES (\($0.rawValue), '\($0)');" }.joined(separator: "\n")
    + ["entry", "student", "work", "kind", "detail", "fact"].map { table in
      ["UPDATE", "DELETE"].map { act in
        """

        CREATE TRIGGER \(table)No\(act) BEFORE \(act) ON \(table)
        BEGIN SELECT RAISE(ABORT, 'a gradebook is only ever added to'); END;
        """
      }.joined()
    }.joined()

  /// When an attempt was collected: by that it stands among the others where no time of its hand-in is told.
  private static let second = "ALTER TABLE fact ADD COLUMN seen INTEGER;"
}
