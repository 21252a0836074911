import Intake
import Tables

/// The text of a source as the compiler reads it: UTF-8, without a mark of the byte order.
package struct SourceText: Sendable, Hashable {
  package var bytes: [UInt8]
  /// What it was converted from, in words; nil where it is as it was handed in.
  package var conversion: String?

  /// Nil where it is no text, or larger than any submission.
  package init?(_ raw: [UInt8]) {
    guard let text = DecodedText(raw), text.bytes.count <= Submission.largest else { return nil }
    (bytes, conversion) = (text.bytes, text.conversion)
  }
}
