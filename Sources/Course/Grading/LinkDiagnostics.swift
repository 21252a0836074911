import Checks

/// The linker's messages as a student should read them: which names are missing, and which are there twice.
enum LinkDiagnostics {
  static func forStudent(_ text: String, file: String) -> String {
    let lines = text.split(separator: "\n").map(String.init)
    func names(_ what: String) -> [String] {
      var seen: Set<String> = []
      return lines.compactMap { line in
        guard let start = line.firstRange(of: "error: \(what): ") else { return nil }
        let name = Printable.line(String(line[start.upperBound...]), atMost: 120)
        return seen.insert(name).inserted ? name : nil
      }
    }
    var said: [String] = []
    for name in names("undefined symbol").prefix(20) {
      said.append("\(file): error: `\(name)` is declared, but nothing defines it: a function needs its body here")
    }
    for name in names("duplicate symbol").prefix(20) {
      said.append("\(file): error: `\(name)` is defined twice: a name of the kit's or of C's main program is taken")
    }
    if said.isEmpty {
      said = lines.filter { $0.contains("error: ") }.prefix(10).map { line in
        let start = line.firstRange(of: "error: ")?.lowerBound ?? line.startIndex
        return "\(file): \(Printable.line(String(line[start...])))"
      }
    }
    guard !said.isEmpty else { return "\(file): error: the program cannot be linked" }
    return (["\(file): error: the program cannot be linked"] + said).joined(separator: "\n")
  }
}
