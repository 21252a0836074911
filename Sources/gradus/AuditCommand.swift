import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "audit", abstract: "Proves a lab.")
  func run() throws {}
}
