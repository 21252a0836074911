import Checks
import Foundation
import Grading

/// The reports of one submission.
enum StudentFiles {
  @Sendable static func make(_ scorecard: Scorecard) throws -> [(name: String, bytes: [UInt8])] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return [("scorecard.json", Array(try encoder.encode(scorecard)))]
  }
}

/// The reports of a class.
enum ClassFiles {
  static func write(in output: OutputFolder) throws {}
}
