/// What was asked for behind `swift run check`.
struct Options {
  /// The checks to run, or none for all.
  private(set) var chosen: Set<String> = []
  private(set) var isWatching = false
  private(set) var wantsHelp = false
  private let checks: [String]

  /// An argument that means nothing, with what does.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  /// A name stands for its check and for those that are its own: `convolve` for `convolve.channels`, too.
  init(_ arguments: [String], checks: [String]) throws(Mistake) {
    self.checks = checks
    for argument in arguments {
      switch argument {
      case "--help", "-h": wantsHelp = true
      case "--watch", "-w": isWatching = true
      default:
        let own = checks.filter { $0 == argument || $0.hasPrefix("\(argument).") }
        guard !own.isEmpty else {
          throw Mistake(
            description: argument.hasPrefix("-")
              ? "There is no option \(argument). There are: --watch, --help."
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

    Checks: \(checks.joined(separator: ", ")).
    Colours are for terminals only; NO_COLOR=1 turns them off.
    """
  }
}
