/// What was asked for behind `swift run check`.
struct Options {
  /// The checks to run, or none for all.
  private(set) var chosen: Set<String> = []
  private(set) var isWatching = false
  private(set) var wantsHelp = false
  /// Where a CI service wants the report as Markdown, added to what is there.
  private(set) var summary: String?
  /// Where it wants the points.
  private(set) var points: String?
  private let checks: [String]

  /// An argument that means nothing, with what does.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  /// A name stands for its check and for those that are its own: `convolve` for `convolve.channels`, too.
  init(_ arguments: [String], checks: [String]) throws(Mistake) {
    self.checks = checks
    var left = arguments[...]
    func file(_ option: String) throws(Mistake) -> String {
      guard let path = left.popFirst() else { throw Mistake(description: "\(option) wants the name of a file.") }
      return path
    }
    while let argument = left.popFirst() {
      switch argument {
      case "--summary": summary = try file(argument)
      case "--points": points = try file(argument)
      case "--help", "-h": wantsHelp = true
      case "--watch", "-w": isWatching = true
      default:
        let own = checks.filter { $0 == argument || $0.hasPrefix("\(argument).") }
        guard !own.isEmpty else {
          throw Mistake(
            description: argument.hasPrefix("-")
              ? "There is no option \(argument). There are: --watch, --summary, --points, --help."
              : "There is no check \(argument). There are: \(checks.joined(separator: ", ")).")
        }
        chosen.formUnion(own)
      }
    }
  }

  func isChosen(_ check: String) -> Bool { chosen.isEmpty || chosen.contains(check) }

  /// The names that choose the same checks again.
  var names: [String] { checks.filter(chosen.contains) }

  var help: String {
    """
    swift run check                runs all public checks on your file
    swift run check \(checks.first ?? "NAME")     runs that check and those of its name only
    swift run check --watch        runs them again whenever you save your file
    swift run check --summary FILE adds the report to a file, as Markdown
    swift run check --points FILE  writes the public points to a file, as 2.5/6

    Checks: \(checks.joined(separator: ", ")).
    Colours are for terminals only; NO_COLOR=1 turns them off.
    """
  }
}
