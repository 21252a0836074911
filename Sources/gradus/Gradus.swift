import ArgumentParser

/// The command line: thin, one file for each subcommand.
@main
struct Gradus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "Grades deep-learning labs written in Swift.",
    subcommands: [TrainCommand.self]
  )
}
