import CommandSupport
import Foundation
import ProgramSupport

/// How many are graded at once.
enum Jobs {
  /// At most four for each core: more make every build slower, and timed calls as well. Says so where it is less than
  /// was asked for.
  static func capped(_ jobs: Int) -> Int {
    let most = 4 * ProcessInfo.processInfo.activeProcessorCount
    guard jobs > most else { return jobs }
    FileHandle.standardError.say(
      "note: --jobs \(jobs) is more than this machine has use for; \(most) are graded at once")
    return most
  }
}
