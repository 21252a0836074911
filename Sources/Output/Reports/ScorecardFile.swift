package import Checks
import Foundation

/// A scorecard as JSON: sorted keys, indented, the same bytes for the same scorecard. `README.md` beside this file says
/// what the fields mean.
package enum ScorecardFile {
  /// The version that is written and read.
  package static let format = 1

  /// Writes it whole or not at all. What was written for a student cannot be judged again: evidence is left out.
  package static func write(_ scorecard: Scorecard, to path: String, for reader: Reader = .instructor)
    throws(ReportError)
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      let json = try encoder.encode(Shown(scorecard, to: reader).scorecard)
      try PartialFile.write(String(decoding: json, as: UTF8.self) + "\n", to: path)
    } catch let error as ReportError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "it cannot be written as JSON (\(error))")
    }
  }

  /// Reads one back.
  package static func read(_ path: String) throws(ReportError) -> Scorecard {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "there is no file that can be read")
    }
    let decoder = JSONDecoder()
    guard let version = try? decoder.decode(Version.self, from: data) else {
      throw .unreadable(path: path, reason: "it is no JSON object with a format")
    }
    guard version.format == format else { throw .format(path: path, found: version.format, known: format) }
    do {
      return try decoder.decode(Scorecard.self, from: data)
    } catch let error as DecodingError {
      throw .unreadable(path: path, reason: reason(error))
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Read first and alone, so that a later version is told as such and not as a missing field.
  private struct Version: Decodable { var format: Int }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context): "\(place(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default: "\(error)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
