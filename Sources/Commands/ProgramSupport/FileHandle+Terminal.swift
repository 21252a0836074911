package import Foundation

extension FileHandle {
  /// Colours are for terminals, and for those who want them: https://no-color.org.
  package var hasColour: Bool {
    let variables = ProcessInfo.processInfo.environment
    return isatty(fileDescriptor) == 1 && variables["NO_COLOR", default: ""].isEmpty && variables["TERM"] != "dumb"
  }

  package func say(_ line: String) { write(Data((line + "\n").utf8)) }
}
