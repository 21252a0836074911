/// The compiler's messages as a student should read them: about their own file, in their own lines, bounded.
enum Diagnostics {
  static func forStudent(_ text: String, file: String) -> String {
    let plain = text.replacing("\(SDK.sourceFolder)/", with: "").replacing("\(SDK.place)/", with: "")
    if plain.contains("cannot find 'Submission' in scope") {
      return """
        \(file): error: there is no type named Submission. Keep the line `struct Submission: …Contract {` of the \
        handout, with your functions inside.
        """
    }
    let own = blocks(of: plain).filter { !$0.hasPrefix("main.swift:") }
    let message = own.isEmpty ? plain : own.joined(separator: "\n")
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count > 200 ? line.prefix(200) + " …" : line
    }
    let bounded = String(lines.joined(separator: "\n").prefix(20_000))
    return bounded.allSatisfy(\.isWhitespace) ? "the compiler failed without a message" : bounded
  }

  /// A message with the lines that it quotes.
  private static func blocks(of text: String) -> [String] {
    var blocks: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isStart = line.contains(": error: ") || line.contains(": warning: ") || line.contains(": note: ")
      if isStart || blocks.isEmpty { blocks.append(String(line)) } else { blocks[blocks.count - 1] += "\n" + line }
    }
    return blocks
  }
}
