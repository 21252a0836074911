/// The room that a JUnit file has, shared out among the submissions that are still to come.
///
/// GitLab reads no file of 30 MB or more, and shows then nothing at all. A class of 2,000 has 15 KB for each submission:
/// enough for every check with its reason, but not for ten thousand characters of each. So a submission whose checks say
/// more is told in fewer words, and what others did not use is there for those behind them.
struct JUnitRoom {
  /// In bytes; the rest up to 30 MB is for what stands around the suites.
  static let file = 29_000_000

  private var left: Int
  private var submissions: Int

  init(submissions: Int, bytes: Int = Self.file) { (left, self.submissions) = (bytes, max(1, submissions)) }

  /// More than one case for all of a submission's takes, whatever its names.
  static let brief = 6_000

  /// The suite in as many words as there is room for. In the fewest it may take more than its share, as long as the others
  /// can be told in brief: each check is worth more than what is said of it.
  mutating func fit(_ suite: JUnitSuite) -> JUnitSuite {
    let share = left / max(1, submissions)
    let most = left - (submissions - 1) * min(Self.brief, share / 2)
    let shown =
      JUnitWords.allCases.lazy.map { (told: suite.told($0), isFewest: $0 == .few) }
      .first { $0.told.size <= ($0.isFewest ? most : min(share, most)) }?.told ?? suite.inBrief
    left -= shown.size
    submissions -= 1
    return shown
  }
}

/// How much of a case's texts is told.
enum JUnitWords: CaseIterable {
  case all, page, paragraph, sentence, few

  /// The longest text of a problem, message, and what is said beside a pass.
  fileprivate var limits: (text: Int, message: Int, output: Int) {
    switch self {
    case .all: (JUnitLimit.build, JUnitLimit.message, JUnitLimit.output)
    case .page: (1_500, 300, 300)
    case .paragraph: (400, 200, 150)
    case .sentence: (120, 80, 0)
    case .few: (40, 40, 0)
    }
  }
}

extension JUnitSuite {
  fileprivate func told(_ words: JUnitWords) -> JUnitSuite {
    guard words != .all else { return self }
    let limits = words.limits
    func short(_ problem: JUnitCase.Problem) -> JUnitCase.Problem {
      JUnitCase.Problem(
        type: problem.type, message: problem.message.cut(to: limits.message), text: problem.text.cut(to: limits.text))
    }
    var suite = self
    suite.cases = cases.map { each in
      var each = each
      each.output = limits.output == 0 ? "" : each.output.cut(to: limits.output)
      switch each.outcome {
      case .passed: break
      case .failure(let problem): each.outcome = .failure(short(problem))
      case .error(let problem): each.outcome = .error(short(problem))
      case .skipped(let message): each.outcome = .skipped(message: message.cut(to: limits.message))
      }
      return each
    }
    return suite
  }

  /// One case for all of them, where there is no room for each.
  fileprivate var inBrief: JUnitSuite {
    var suite = self
    var whole = JUnitCase(name: "checks", milliseconds: milliseconds, outcome: .passed)
    let passed = cases.count - failures - errors - skipped
    if passed < cases.count {
      let words = "\(passed) of \(cases.count) passed; the rest is in this submission's own report"
      let problem = JUnitCase.Problem(type: "failed", message: words, text: words)
      whole.outcome = errors > 0 ? .error(problem) : .failure(problem)
    }
    suite.cases = [whole]
    return suite
  }

  /// No less than its bytes in a file of the strict dialect.
  var size: Int {
    let own = properties.reduce(0) { $0 + $1.key.utf8.count + $1.value.escapedSize + 50 }
    let name = className.escapedSize
    return cases.reduce(300 + name + own) { $0 + $1.size(className: name) }
  }
}

extension JUnitCase {
  fileprivate func size(className: Int) -> Int {
    let words =
      switch outcome {
      case .passed: 0
      case .failure(let problem), .error(let problem):
        70 + problem.type.utf8.count + problem.message.escapedSize + problem.text.escapedSize
      case .skipped(let message): 40 + message.escapedSize
      }
    return 80 + name.escapedSize + className + words + (output.isEmpty ? 0 : 50 + output.escapedSize)
  }
}

extension String {
  /// Clean already; so many UTF-16 units of it at most.
  fileprivate func cut(to limit: Int) -> String {
    // No text has more units than bytes.
    utf8.count <= limit ? self : limit < 400 ? Clean.line(self, atMost: limit) : Clean.block(self, atMost: limit)
  }

  /// Its bytes as libxml2 writes them, in a text or an attribute.
  fileprivate var escapedSize: Int {
    var size = utf8.count
    for byte in utf8 {
      switch byte {
      case 0x22: size += 5
      case 0x26, 0x09, 0x0A, 0x0D: size += 4
      case 0x3C, 0x3E: size += 3
      default: break
      }
    }
    return size
  }
}
