extension Character {
  /// The columns that a terminal gives it: 0, 1 or 2.
  ///
  /// Two for what East Asian typography holds for wide and for what is drawn as an emoji, which is decided for the
  /// whole cluster: a family of four emoji with joiners is one picture. Terminals differ on rare clusters; a column too
  /// many there costs alignment, nothing else.
  var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if unicodeScalars.contains(where: { $0.value == 0xFE0F || $0.properties.isEmojiPresentation }) { return 2 }
    if Self.isWide(first.value) { return 2 }
    switch first.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return 0
    default: return 1
    }
  }

  /// East Asian Width "W" and "F" (Unicode Standard Annex 11), by block.
  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension String {
  /// The columns that a terminal gives it.
  var displayWidth: Int {
    // What is plain ASCII has a column for each byte.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }

  /// What fits into so many columns, with `…` at its end where that is not all.
  func cut(toWidth width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var used = 0
    let kept = prefix { character in
      used += character.displayWidth
      return used <= width - 1
    }
    return kept + "…"
  }

  /// Filled with spaces to so many columns, on the right or on the left.
  func padded(toWidth width: Int, alignedRight: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth))
    return alignedRight ? spaces + self : self + spaces
  }
}
