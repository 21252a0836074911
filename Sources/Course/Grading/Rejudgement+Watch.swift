import Foundation
import Keys
import Storage

extension Rejudgement {
  /// Judges with a mark beside the results: a transcript that ends the process, since today's judge traps on it, is
  /// named by the next `gradus rejudge`, which goes on with the others.
  func watched<Result>(_ name: String, _ contentKey: String, _ rules: Rules, _ judge: () throws -> Result) throws
    -> Result
  {
    let folder = "\(output.root)/rejudging"
    let attempt = Digest(parts: [
      ("content", Array(contentKey.utf8)), ("plan", Array(rules.plan.digest.utf8)),
      ("program", Array(Grader.program.utf8)),
    ]).description
    let path = "\(folder)/\(name)"
    let before = (try? Files.read(path)).flatMap { Mark(text: String(decoding: $0, as: UTF8.self)) }
    if before?.signal != nil, before?.attempt == attempt { throw GradingFault.judgeTraps(path) }
    try Files.makeFolder(folder)
    let watch = try Watch(Mark(submission: name, attempt: attempt, at: 0), at: path)
    let result = try judge()
    watch.finish()
    return result
  }
}
