internal import Tensors

/// A model with the training that suits it on the digits: what `gradus train` runs, and what the accuracy tests hold to.
public struct Recipe: Sendable, CaseIterable {
  /// What the command line calls it.
  public let name: String
  /// One line about it.
  public let abstract: String
  /// Passes over the training samples by default.
  public let epochs: Int
  /// Samples in a step.
  public let batch: Int
  /// Whether it reads rows of pixels as steps, planes, or plain features.
  let input: Input
  let rate: Double
  let decay: Double

  enum Input: Sendable {
    case features, image, largeImage, rows
  }

  /// All recipes.
  public static let allCases = [
    Recipe(
      name: "multinomial", abstract: "softmax(Wx + b), AdamW", epochs: 100, batch: 32, input: .features, rate: 0.01,
      decay: 0.01),
    Recipe(
      name: "mlp", abstract: "dense 128 and 64 with ReLU, AdamW", epochs: 60, batch: 32, input: .features, rate: 0.003,
      decay: 0.1),
    Recipe(
      name: "cnn", abstract: "convolutions 16 and 32 with pooling, AdamW", epochs: 40, batch: 32, input: .image,
      rate: 0.003, decay: 0.1),
    Recipe(
      name: "lenet", abstract: "LeNet-5 for images of 28 × 28, AdamW", epochs: 10, batch: 64, input: .largeImage,
      rate: 0.002, decay: 0.05),
    Recipe(
      name: "rnn", abstract: "Elman layer of 128 over the image's rows, AdamW", epochs: 60, batch: 32, input: .rows,
      rate: 0.002, decay: 0.1),
    Recipe(
      name: "lstm", abstract: "LSTM layer of 64 over the image's rows, AdamW", epochs: 40, batch: 32, input: .rows,
      rate: 0.003, decay: 0.1),
    Recipe(
      name: "gru", abstract: "GRU layer of 64 over the image's rows, AdamW", epochs: 40, batch: 32, input: .rows,
      rate: 0.003, decay: 0.1),
  ]

  /// The recipe of a name, or nil.
  public static func named(_ name: String) -> Recipe? { allCases.first { $0.name == name } }

  /// The data as the model reads it.
  ///
  /// Images and rows need a square number of features, and there must be something to tell apart.
  ///
  /// - Throws: `RecipeError`.
  public func prepare<Scalar>(_ data: Dataset<Scalar>) throws(RecipeError) -> Dataset<Scalar> {
    let seen = Set(data.labels).count
    guard seen >= 2 else { throw .oneClass(label: Int(data.labels.first ?? 0)) }
    guard data.classes <= max(1000, 10 * seen) else { throw .tooManyClasses(classes: data.classes, seen: seen) }
    let features = data.features.shape.elementCount(after: 1)
    let side = Int(Double(features).squareRoot().rounded())
    switch input {
    case .features: return data.reshaped(Shape(features))
    case .image, .largeImage, .rows:
      guard side * side == features else { throw .notSquare(model: name, features: features) }
      let needed = input == .image ? 8 : input == .largeImage ? 28 : side
      guard side == needed else { throw .otherSize(model: name, side: side, needed: needed) }
      return data.reshaped(input == .rows ? Shape(side, side) : Shape(1, side, side))
    }
  }

  /// A fresh model for prepared data, with its optimizer.
  public func trainer<Scalar>(for data: Dataset<Scalar>, seed: UInt64) -> Trainer<Scalar> {
    let width = data.features.shape[data.features.shape.rank - 1]
    let network: Network<Scalar> =
      switch name {
      case "multinomial": .mlp([width, data.classes], seed: seed)
      case "mlp": .mlp([width, 128, 64, data.classes], seed: seed)
      case "lenet": .leNet(classes: data.classes, seed: seed)
      case "cnn": .smallConvolutional(classes: data.classes, seed: seed)
      case "lstm": .recurrent(.lstm, inputs: width, size: 64, classes: data.classes, seed: seed)
      case "gru": .recurrent(.gru, inputs: width, size: 64, classes: data.classes, seed: seed)
      default: .recurrent(.elman, inputs: width, size: 128, classes: data.classes, seed: seed)
      }
    return Trainer(network, AdamW(rate: rate, decay: decay), loss: .crossEntropy, greatestNorm: 5)
  }

  /// The training: a short warm-up, then half a cosine.
  public func plan(epochs: Int, samples: Int) -> Plan {
    require(epochs > 0 && samples > 0, "Recipe.plan: \(epochs) epochs of \(samples) samples")
    let steps = max(samples / min(batch, samples), 1)
    return Plan(
      epochs: epochs, batch: batch,
      schedule: .warmUp(steps: steps, then: .cosine(total: max(steps * (epochs - 1), 1), floor: 0.01)))
  }
}

/// Data that a model cannot read.
public enum RecipeError: Error, Equatable, CustomStringConvertible {
  /// The features do not form a square image.
  case notSquare(model: String, features: Int)
  /// The image is not of the size that the model reads.
  case otherSize(model: String, side: Int, needed: Int)
  /// All samples are of one class.
  case oneClass(label: Int)
  /// The labels leave out most classes.
  case tooManyClasses(classes: Int, seen: Int)

  /// What happened, to what, and what to do next.
  public var description: String {
    switch self {
    case .notSquare(let model, let features):
      "\(model) reads square images, and \(features) features are none. Choose mlp or multinomial for such data."
    case .otherSize(let model, let side, let needed):
      "\(model) reads images of \(needed) × \(needed), not \(side) × \(side). Choose "
        + (side == 8 ? "cnn, " : side == 28 ? "lenet, " : "") + "rnn, lstm, gru or mlp for such data."
    case .oneClass(let label):
      "Every sample has the label \(label), so there is nothing to learn. If the labels stand in another column, say which (--label first)."
    case .tooManyClasses(let classes, let seen):
      "The labels reach \(classes - 1), but there are only \(seen) different ones. Number the classes from 0, or say which column holds the labels."
    }
  }
}
