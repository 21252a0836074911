import Foundation
import Sandbox
import Tables

/// A list of repositories to be cloned: an address a line, or a CSV with the columns `id`, `address` and perhaps
/// `pushed_at`, the time when the server had the last push. Empty lines and such as begin with `#` say nothing.
struct AddressList {
  struct Line: Hashable {
    var id: String
    var address: String
    var pushed: Int64?
  }

  let lines: [Line]

  /// Nil where it is no such list.
  init?(_ text: String, at path: String) throws(CollectingFault) {
    let plain = text.split(whereSeparator: \.isNewline).filter { !$0.trimmed.hasPrefix("#") }.joined(separator: "\n")
    let heads = ["id", "address", "pushed_at"]
    let sheet: Sheet
    do {
      sheet = try Sheet(reading: Array(plain.utf8), name: path, isRagged: true) { heads.contains($0.lowercased()) }
    } catch {
      // What is no table at all is no list.
      return nil
    }
    var rows = sheet.cells.indices.map { sheet.row($0) }
    var columns = (id: Int?.none, address: 0, pushed: Int?.none)
    if let address = sheet.column(["address"]) {
      columns = (sheet.column(["id"]), address, sheet.column(["pushed_at"]))
      rows.removeFirst()
    }
    rows.removeAll { $0.first?.isEmpty != false }
    guard !rows.isEmpty else { return nil }
    var lines: [Line] = []
    var ids: Set<String> = []
    for row in rows {
      guard row.count > columns.address, Self.isAddress(row[columns.address]) else {
        // The first line tells whether this is a list at all.
        if lines.isEmpty { return nil }
        throw .repository(
          path, "\(EntryPath(parts: [row.joined(separator: ",")]).display) is no line of id and address")
      }
      let address = row[columns.address]
      let last = address.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? address
      let id = columns.id.flatMap { row.count > $0 ? row[$0] : nil } ?? last.replacing(/\.git$/, with: "")
      guard ids.insert(id).inserted else { throw .twoStudents("\(path): two repositories are of \(id).") }
      let pushed = columns.pushed.flatMap { row.count > $0 ? GradescopeMetadata.seconds(row[$0]) : nil }
      lines.append(Line(id: id, address: address, pushed: pushed))
    }
    self.lines = lines
  }

  /// Addresses that git takes for a place, and never for an option or a program.
  static func isAddress(_ text: String) -> Bool {
    guard !text.contains(where: { $0.isWhitespace || $0 == "\0" }), !text.contains("::"), !text.hasPrefix("-") else {
      return false
    }
    return ["https://", "ssh://", "file:///", "/"].contains { text.hasPrefix($0) }
      || text.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^-].*/) != nil
  }
}

/// Clones without a working tree: nothing of a repository is carried out, and no program that it names is started.
enum Cloning {
  /// A repository with a file of more than `most` bytes is not cloned: a pack of all of it is one file.
  static func clone(_ address: String, to folder: String, most: Int = 2 << 30) throws {
    guard let git = Tool.find("git"), let timeout = Tool.find("timeout"), let limits = Tool.find("prlimit") else {
      throw CollectingFault.repository(address, "git, timeout or prlimit is not installed")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: timeout)
    process.arguments =
      ["--kill-after=5", "600", limits, "--fsize=\(most)", "--core=0", git]
      + ["protocol.ext.allow=never", "core.hooksPath=/dev/null", "transfer.fsckObjects=true"].flatMap { ["-c", $0] }
      + ["clone", "--quiet", "--bare", "--no-hardlinks", "--single-branch", "--", address, folder]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false", "LC_ALL": "C.UTF-8",
    ]) { $1 }
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { throw CollectingFault.repository(address, "\(error)") }
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile().suffix(500), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CollectingFault.repository(address, "it cannot be cloned: \(EntryPath(parts: [said]).display)")
    }
  }
}
