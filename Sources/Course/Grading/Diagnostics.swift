/// The compiler's messages as a student should read them: about their own file, in their own lines, bounded.
enum Diagnostics {
  /// Whether the compiler finds an error at a line of this file, or of the kit's line that calls into it.
  static func isAbout(_ file: String, _ text: String) -> Bool {
    lines(of: text).contains { line in
      guard let place = line.firstRange(of: ": error: ") else { return false }
      let parts = line[..<place.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[1...].allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }) else {
        return false
      }
      return parts[0] == file || parts[0].hasSuffix("/main.swift")
    }
  }

  /// Whether the compiler itself says that it could not keep a module's headers, which it does where the kit's cache
  /// lacks them.
  static func lacksModuleCache(_ text: String) -> Bool {
    lines(of: text).contains { $0.contains(": error: could not build C module '") }
  }

  private static func lines(of text: String) -> [Substring] { text.split(separator: "\n") }

  static func forStudent(_ text: String, file: String) -> String {
    let plain = text.replacing("\(SDK.sourceFolder)/", with: "").replacing("\(SDK.place)/", with: "")
    if plain.contains("cannot find 'Submission' in scope") {
      return """
        \(file): error: there is no type named Submission. Keep the line `struct Submission: …Contract {` of the \
        handout, with your functions inside.
        """
    }
    let own = findings(in: plain).filter { !$0.hasPrefix("main.swift:") }
    let message = own.isEmpty ? plain : own.joined(separator: "\n")
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count > 200 ? line.prefix(200) + " …" : line
    }
    let bounded = String(lines.joined(separator: "\n").prefix(20_000))
    return bounded.allSatisfy(\.isWhitespace) ? "the compiler failed without a message" : bounded
  }

  /// Each error or warning with the lines that it quotes and the notes that go with it.
  private static func findings(in text: String) -> [String] {
    var findings: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isStart = line.contains(": error: ") || line.contains(": warning: ")
      if isStart || findings.isEmpty {
        findings.append(String(line))
      } else {
        findings[findings.count - 1] += "\n" + line
      }
    }
    return findings
  }
}
