/// A source with the parts marked that another has too, as markup of ours: the text in it is escaped.
struct MarkedSource {
  /// The parts, by their bytes and the number that both sources know them by; in any order.
  let parts: [(bytes: Range<Int>, number: Int)]
  let source: String
  /// The letters that begin the anchors here and on the other side.
  let side: String
  let other: String

  /// Lines with their numbers; a part is a link to its counterpart.
  var html: String {
    let bytes = Array(source.utf8)
    var result = ""
    var place = 0
    for part in disjoint(bytes.count) {
      result += text(bytes[place..<part.bytes.lowerBound])
      let inside = text(bytes[part.bytes])
      let (number, tint) = (part.number + 1, part.number % 6 + 1)
      let address = "<a id=\"\(side)\(number)\" href=\"#\(other)\(number)\" title=\"part \(number)\">"
      result += "<mark class=\"part p\(tint)\">\(address)<sup>\(number)</sup></a>\(inside)</mark>"
      place = part.bytes.upperBound
    }
    return result + text(bytes[place...])
  }

  /// The parts in the order of the text, none upon another, none outside.
  private func disjoint(_ count: Int) -> [(bytes: Range<Int>, number: Int)] {
    var end = 0
    var kept: [(bytes: Range<Int>, number: Int)] = []
    for part in parts.sorted(by: { ($0.bytes.lowerBound, $0.number) < ($1.bytes.lowerBound, $1.number) })
    where part.bytes.lowerBound >= end && part.bytes.upperBound <= count && !part.bytes.isEmpty {
      kept.append(part)
      end = part.bytes.upperBound
    }
    return kept
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { Escaped.text(String(decoding: bytes, as: UTF8.self)) }
}
