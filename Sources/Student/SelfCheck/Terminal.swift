import LabKit

/// Where the self-check writes to.
enum Terminal {
  private static let isTerminal = isatty(1) == 1

  /// Colours are for terminals, and for those who want them: https://no-color.org.
  static let hasColour = isTerminal && !isSet("NO_COLOR") && text("TERM") != "dumb"

  static func say(_ text: String) { write(text + "\n", to: 1) }
  static func complain(_ text: String) { write(text + "\n", to: 2) }

  /// Shows what goes on, on a terminal only, until `clear`.
  static func show(_ text: String) { if isTerminal { write(text, to: 1) } }

  /// Takes it away again.
  static func clear() { if isTerminal { write("\r\u{1B}[K", to: 1) } }

  /// An empty screen, on a terminal.
  static func wipe() { if isTerminal { write("\u{1B}[H\u{1B}[2J", to: 1) } }

  private static func isSet(_ name: String) -> Bool { text(name).map { !$0.isEmpty } ?? false }
  private static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { LabKit.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
