import ArgumentParser

struct StudentLabsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "labs", abstract: "Lists the labs.")

  func run() throws {
    for card in try Handouts.all().map(\.card) {
      print("\(card.lab): \(card.title)")
      print(
        """
          \(card.publicPoints) points by public checks, \(card.hiddenPoints) by \(card.hiddenChecks) hidden ones; hand in \
        \(card.file)
        """)
    }
  }
}
