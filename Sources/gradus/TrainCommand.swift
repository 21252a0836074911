import ArgumentParser
import DeepLearning
import Foundation
import Tensors

/// `gradus train`: an instructor's quick look at what a lab should reach.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a reference model and says what it reaches on samples it has not seen.",
    discussion: """
      Writes weights.safetensors (PyTorch reads it), curve.csv and curve.svg to --out. The test samples are a stratified part \
      of the data; the same seed gives the same figures on the same number of cores.

      Models: \(Recipe.allCases.map { "\($0.name) (\($0.abstract))" }.joined(separator: "; ")).

      Example: gradus train cnn --epochs 20 --out out/cnn
      """)

  @Argument(help: "The model: \(Recipe.allCases.map(\.name).joined(separator: ", ")).")
  var model: String

  @Option(help: "`digits`, or a file of comma-separated numbers with the label (0, 1, …) in the last column.")
  var data = "digits"

  @Option(help: "Passes over the training samples; by default the model's own.")
  var epochs: Int?

  @Option(help: "The seed of split, first weights and order.")
  var seed: UInt64 = 1

  @Option(help: "The part of each class that is kept for the test.")
  var test = 0.2

  @Option(help: "The folder to write weights and curves to; nothing is written without it.")
  var out: String?

  func validate() throws {
    guard Recipe.named(model) != nil else {
      throw ValidationError(
        "There is no model '\(model)'. Choose one of \(Recipe.allCases.map(\.name).joined(separator: ", ")).")
    }
    guard test > 0, test < 1 else { throw ValidationError("--test \(test) is not between 0 and 1, such as 0.2.") }
    guard epochs ?? 1 > 0 else { throw ValidationError("--epochs must be at least 1.") }
  }

  func run() throws {
    guard let recipe = Recipe.named(model) else { return }
    var stream = RandomStream(seed: seed)
    let all: Dataset<Float> = data == "digits" ? try .digits() : try .commaSeparated(URL(filePath: data))
    let (train, held) = try recipe.prepare(all).split(test: test, &stream)
    var trainer = recipe.trainer(for: train, seed: stream.next())
    print(
      "\(recipe.name): \(trainer.network.parameters.count) parameters, \(train.count) training and \(held.count) test samples"
    )
    let progress = Progress(isTerminal: isatty(STDOUT_FILENO) == 1)
    let epochs = epochs ?? recipe.epochs
    var plan = recipe.plan(epochs: epochs, samples: train.count)
    plan.afterStep = { epoch, step, steps in progress.show(epoch: epoch, of: epochs, step: step, of: steps) }
    plan.afterEpoch = { progress.tell($0, of: epochs) }
    let clock = ContinuousClock()
    let start = clock.now
    let history = trainer.fit(train, validation: held, plan, &stream)
    let seconds = (clock.now - start) / .seconds(1)
    let (loss, accuracy) = trainer.network.measure(held)
    print("test accuracy \(text(accuracy, 4)), test loss \(text(loss, 4)), \(text(seconds, 1)) s")
    if let out { try write(trainer.network, history, to: URL(filePath: out)) }
  }

  private func write(_ network: Network<Float>, _ history: History, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try network.save(to: folder.appending(path: "weights.safetensors"))
    try Data(history.commaSeparated.utf8).write(to: folder.appending(path: "curve.csv"), options: .atomic)
    try Data(history.svg.utf8).write(to: folder.appending(path: "curve.svg"), options: .atomic)
    print("wrote weights.safetensors, curve.csv and curve.svg to \(folder.path)")
  }
}

/// A bar that is drawn over itself on a terminal, and a line for every tenth of the epochs elsewhere.
private struct Progress: Sendable {
  let isTerminal: Bool

  func show(epoch: Int, of epochs: Int, step: Int, of steps: Int) {
    guard isTerminal, step % max(steps / 20, 1) == 0 else { return }
    let full = 30 * ((epoch - 1) * steps + step) / (epochs * steps)
    let bar = String(repeating: "█", count: full) + String(repeating: "·", count: 30 - full)
    print("\r\(bar) epoch \(epoch)/\(epochs)", terminator: "")
    fflush(nil)
  }

  func tell(_ epoch: History.Epoch, of epochs: Int) {
    let line =
      "epoch \(epoch.number)/\(epochs)  loss \(text(epoch.loss, 4))  test \(text(epoch.validationLoss ?? 0, 4))"
      + "  accuracy \(text(epoch.accuracy ?? 0, 4))"
    if isTerminal {
      print("\r\(line)  ", terminator: epoch.number == epochs ? "\n" : "")
      fflush(nil)
    } else if epoch.number == epochs || epoch.number % max(epochs / 10, 1) == 0 {
      print(line)
    }
  }
}

/// A number with a fixed count of decimals.
private func text(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
