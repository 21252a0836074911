import Foundation
import Glibc
package import Intake
import Keys

/// The digests by which the grader knows what it has graded before.
extension Grader {
  /// The digest of all that the answers of this submission depend on, but for the questions.
  package func inputs(_ submission: Submission) -> String {
    Digest(parts: [
      ("source", submission.content.bytes), ("sdk", Array(builder.sdk.key.utf8)),
      ("sandbox", Array(builder.confinement.name.utf8)), ("format", [2]),
    ]).description
  }

  /// The digest of all that the mark of this submission depends on.
  package func contentKey(_ submission: Submission) throws -> String {
    Self.contentKey(inputs: inputs(submission), plan: try plan.digest)
  }

  static func contentKey(inputs: String, plan: String) -> String {
    Digest(parts: [("inputs", Array(inputs.utf8)), ("plan", Array(plan.utf8))]).description
  }

  /// The digest of a submission and of all that grades it, this program too: where a submission ended the grader, the
  /// same attempt would end it again.
  func attempt(_ submission: Submission) -> String {
    Digest(parts: [
      ("inputs", Array(inputs(submission).utf8)), ("key", Array(keyFingerprint.utf8)),
      ("program", Array(Self.program.utf8)),
    ]).description
  }

  /// What tells this program from another build of it.
  static let program: String = {
    var program = stat()
    _ = stat("/proc/self/exe", &program)
    return "\(program.st_size) \(program.st_mtim.tv_sec) \(program.st_mtim.tv_nsec)"
  }()
}

extension Submission.Content {
  /// What tells this content from another.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .source(let bytes, _): bytes
    case .rejected(let reason): Array("rejected: \(reason)".utf8)
    case .nothing(let reason): Array("nothing: \(reason)".utf8)
    }
  }
}
