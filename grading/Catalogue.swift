package import Checks

/// Every lab there is: adding one means its files and a line here.
package enum Catalogue {
  package static let labs: [Lab] = [
    .perceptron,
    .mlp,
    .regression,
    .logistic,
    .optimizers,
    .autodiff,
    .regularization,
    .cnn,
    .rnn,
    .attention,
    .unsupervised,
    .embeddings,
    .generative,
    .depth,
    .gatedRNN,
  ]

  /// The lab of that name, whatever the case of its letters.
  package static func lab(_ name: String) -> Lab? {
    labs.first { $0.name.lowercased() == name.lowercased() }
  }
}
