/// A lab's statement as HTML: the Markdown that statements are written in, with its formulas as MathML.
///
/// Headings, paragraphs, lists within lists, tables, code, displayed formulas. What is no markup is text, escaped.
struct Statement {
  /// The first heading, as text.
  private(set) var title = ""
  private(set) var html = ""
  /// The formulas that could not be shown as such, and why; they stand there as they were written.
  private(set) var faults: [MathError] = []

  init(_ markdown: String) {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.last == "\r" ? String(line.dropLast()) : String(line)
    }
    html = blocks(lines[...])
  }

  private mutating func blocks(_ lines: ArraySlice<String>, depth: Int = 0) -> String {
    var rest = lines
    var html = ""
    while let line = rest.first {
      if line.allSatisfy(\.isWhitespace) {
        rest.removeFirst()
      } else if let heading = heading(line) {
        rest.removeFirst()
        html += heading
      } else if line.hasPrefix("```") {
        html += code(&rest)
      } else if line.trimmed.hasPrefix("$$") {
        html += display(&rest)
      } else if Marker(line) != nil, depth < 8 {
        html += list(&rest, depth: depth)
      } else if line.hasPrefix("|"), rest.dropFirst().first.map(Self.isRule) == true {
        html += table(&rest)
      } else {
        html += paragraph(&rest)
      }
    }
    return html
  }

  private mutating func heading(_ line: String) -> String? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    let text = String(line.dropFirst(level + 1))
    if level == 1, title.isEmpty {
      title = text
      return ""
    }
    return "<h\(level)>\(inline(text))</h\(level)>\n"
  }

  private func code(_ rest: inout ArraySlice<String>) -> String {
    rest.removeFirst()
    let inner = rest.prefix { !$0.hasPrefix("```") }
    rest = rest.dropFirst(inner.count + 1)
    return "<pre><code>\(Escaped.text(inner.joined(separator: "\n")))</code></pre>\n"
  }

  /// From `$$` to `$$`, on one line or on several; what follows on the last line, such as a full stop, stays behind it.
  private mutating func display(_ rest: inout ArraySlice<String>) -> String {
    var formula = String(rest.removeFirst().trimmed.dropFirst(2))
    while !formula.contains("$$"), let next = rest.first, !next.trimmed.isEmpty {
      formula += "\n" + next
      rest.removeFirst()
    }
    let end = formula.firstRange(of: "$$")
    let after = end.map { formula[$0.upperBound...].trimmed } ?? ""
    let inner = end.map { String(formula[..<$0.lowerBound]) } ?? formula
    return #"<div class="formula">\#(math(inner, isDisplay: true))\#(inline(after))</div>"# + "\n"
  }

  private mutating func paragraph(_ rest: inout ArraySlice<String>) -> String {
    var text = rest.removeFirst()
    while let next = rest.first, !next.trimmed.isEmpty, Marker(next) == nil, !next.trimmed.hasPrefix("$$"),
      !next.hasPrefix("#"), !next.hasPrefix("```")
    {
      text += "\n" + next
      rest.removeFirst()
    }
    return "<p>\(inline(text.trimmed))</p>\n"
  }

  // MARK: - Lists

  /// Where an item of a list begins.
  private struct Marker {
    var isNumbered: Bool
    /// How far the item's own text is in.
    var width: Int

    init?(_ line: String) {
      let digits = line.prefix { $0.isASCIIDigit }
      if line.hasPrefix("- ") || line.hasPrefix("* ") {
        (isNumbered, width) = (false, 2)
      } else if (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") {
        (isNumbered, width) = (true, digits.count + 2)
      } else {
        return nil
      }
    }
  }

  private mutating func list(_ rest: inout ArraySlice<String>, depth: Int) -> String {
    guard let first = rest.first.flatMap({ Marker($0) }) else { return "" }
    var items = ""
    while let line = rest.first, let marker = Marker(line), marker.isNumbered == first.isNumbered {
      rest.removeFirst()
      var inner = [String(line.dropFirst(marker.width))]
      while let next = rest.first {
        let isInside = next.prefix(marker.width).allSatisfy { $0 == " " } && next.count > marker.width
        let isBlank = next.trimmed.isEmpty
        // A blank line belongs to the item where what follows it does.
        let follows = rest.dropFirst().first { !$0.trimmed.isEmpty }
        let goesOn = isBlank && follows.map { $0.prefix(marker.width).allSatisfy { $0 == " " } } == true
        let isLazy = !isBlank && Marker(next) == nil && inner.last?.isEmpty == false && !next.hasPrefix("#")
        guard isInside || goesOn || isLazy else { break }
        inner.append(isInside ? String(next.dropFirst(marker.width)) : isBlank ? "" : next)
        rest.removeFirst()
      }
      let blocks = blocks(inner[...], depth: depth + 1)
      // An item of one paragraph needs none.
      let isTight = blocks.hasPrefix("<p>") && blocks.dropFirst(3).firstRange(of: "<p>") == nil
      let body = isTight ? blocks.replacing("<p>", with: "", maxReplacements: 1).replacing("</p>\n", with: "") : blocks
      items += "<li>\(body)</li>\n"
      let following = rest.drop { $0.trimmed.isEmpty }
      if let next = following.first, Marker(next)?.isNumbered == first.isNumbered { rest = following }
    }
    return first.isNumbered ? "<ol>\n\(items)</ol>\n" : "<ul>\n\(items)</ul>\n"
  }

  // MARK: - Tables

  private static func isRule(_ line: String) -> Bool {
    line.hasPrefix("|") && line.contains("-") && line.allSatisfy { "|-: ".contains($0) }
  }

  private mutating func table(_ rest: inout ArraySlice<String>) -> String {
    let head = Inline.cells(of: rest.removeFirst())
    let alignments = Inline.cells(of: rest.removeFirst()).map { rule -> String in
      rule.hasSuffix(":") ? #" class="number""# : ""
    }
    func row(_ cells: [String], _ element: String, _ text: (String) -> String) -> String {
      let shown = cells.enumerated().map { place, cell in
        let alignment = alignments.indices.contains(place) ? alignments[place] : ""
        let scope = element == "th" ? #" scope="col""# : ""
        return "<\(element)\(scope)\(alignment)>\(text(cell))</\(element)>"
      }
      return "<tr>\(shown.joined())</tr>\n"
    }
    var html = "<thead>" + row(head, "th") { inline($0) } + "</thead>\n<tbody>\n"
    while let line = rest.first, line.hasPrefix("|") {
      rest.removeFirst()
      html += row(Inline.cells(of: line), "td") { inline($0) }
    }
    return #"<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>\#(html)</tbody></table></div>"#
      + "\n"
  }

  // MARK: - Within a line

  private mutating func inline(_ text: String) -> String {
    var html = ""
    for piece in Inline.pieces(of: text) {
      switch piece {
      case .text(let text): html += Escaped.text(text)
      case .code(let text): html += "<code>\(Escaped.text(text))</code>"
      case .open(let element): html += "<\(element.rawValue)>"
      case .close(let element): html += "</\(element.rawValue)>"
      case .link(let text, let address):
        html += #"<a href="\#(Escaped.text(address))">\#(Escaped.text(text))</a>"#
      case .formula(let formula, let isDisplay): html += math(formula, isDisplay: isDisplay)
      }
    }
    return html
  }

  private mutating func math(_ formula: String, isDisplay: Bool) -> String {
    do {
      return try MathML.element(formula, isDisplay: isDisplay)
    } catch {
      faults.append(error)
      return "<code>\(Escaped.text(formula))</code>"
    }
  }
}

extension StringProtocol {
  /// Without the white space around it.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
