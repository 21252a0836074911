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

      Examples:
        gradus train cnn --epochs 20 --out out/cnn
        gradus train lenet --data train-images-idx3-ubyte --labels train-labels-idx1-ubyte
        gradus train mlp --data kaggle.csv --scale 255
      """)

  @Argument(help: "The model: \(Recipe.allCases.map(\.name).joined(separator: ", ")).")
  var model: String

  @Option(
    help:
      "`digits`, a file of comma-separated numbers with a column of labels (0, 1, …), or, with --labels, a file of images."
  )
  var data = "digits"

  @Option(help: "The file of labels that belongs to a file of images, both in MNIST's format (IDX, unpacked).")
  var labels: String?

  @Option(
    help: "The label's column in a table: \(LabelColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
    transform: { text in
      guard let column = LabelColumn(rawValue: text) else {
        throw ValidationError("--label is \(LabelColumn.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      return column
    })
  var label = LabelColumn.automatic

  @Option(help: "What the numbers of a table are divided by, such as 255 for grey levels.")
  var scale: Float = 1

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
    guard scale.isFinite, scale != 0 else { throw ValidationError("--scale \(scale) cannot divide numbers.") }
    guard labels == nil || data != "digits" else {
      throw ValidationError("--labels belongs to a file of images: give that with --data.")
    }
  }

  func run() throws {
    guard let recipe = Recipe.named(model) else { return }
    var stream = RandomStream(seed: seed)
    let progress = TrainingProgress(isTerminal: isatty(STDOUT_FILENO) == 1)
    let all = try recipe.prepare(read(progress))
    if !all.emptyClasses.isEmpty {
      let names = all.emptyClasses.prefix(10).map(String.init).joined(separator: ", ")
      print(
        "note: no sample has the label \(names)\(all.emptyClasses.count > 10 ? ", …" : ""); the model has \(all.classes) classes"
      )
    }
    let (train, held) = try all.split(test: test, &stream)
    var trainer = recipe.trainer(for: train, seed: stream.next())
    print(
      "\(recipe.name): \(trainer.network.parameters.count) parameters, \(train.count) training and \(held.count) test samples"
    )
    let epochs = epochs ?? recipe.epochs
    var plan = recipe.plan(epochs: epochs, samples: train.count)
    let clock = ContinuousClock()
    let start = clock.now
    plan.afterStep = { epoch, step, steps in
      progress.show(epoch: epoch, of: epochs, step: step, of: steps, since: start)
    }
    plan.afterEpoch = { progress.tell($0, of: epochs, since: start) }
    let history = trainer.fit(train, validation: held, plan, &stream)
    let seconds = (clock.now - start) / .seconds(1)
    let (loss, accuracy) = trainer.network.measure(held)
    print("test accuracy \(text(accuracy, 4)), test loss \(text(loss, 4)), \(text(seconds, 1)) s")
    if let out { try write(trainer.network, history, to: URL(filePath: out)) }
  }

  private func read(_ progress: TrainingProgress) throws -> Dataset<Float> {
    if data == "digits" { return try .digits() }
    if let labels { return try .idx(images: URL(filePath: data), labels: URL(filePath: labels)) }
    var table = try Dataset<Float>.commaSeparated(URL(filePath: data), label: label) { progress.reading($0) }
    if scale != 1 { table.features /= scale }
    return table
  }

  private func write(_ network: Network<Float>, _ history: History, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try network.save(to: folder.appending(path: "weights.safetensors"))
    try Data(history.commaSeparated.utf8).write(to: folder.appending(path: "curve.csv"), options: .atomic)
    try Data(history.svg.utf8).write(to: folder.appending(path: "curve.svg"), options: .atomic)
    print("wrote weights.safetensors, curve.csv and curve.svg to \(folder.path)")
  }
}
