/// A line in a student's file.
struct CodeLine: Equatable {
  var file: String
  var line: Int

  /// Where a compiler's message says that the first error is: `MLP.swift:12:5: error: …`. Folders are left out, since
  /// they are those of the machine that built.
  init?(ofFirstErrorIn message: String) {
    for line in message.split(separator: "\n", maxSplits: 2000) {
      guard let match = line.firstMatch(of: /^(?<file>[^:]+\.swift):(?<line>[0-9]{1,9}):[0-9]+: (fatal )?error:/),
        let number = Int(match.output.line), let name = match.output.file.split(separator: "/").last
      else { continue }
      self.init(file: String(name), line: number)
      return
    }
    return nil
  }

  init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}
