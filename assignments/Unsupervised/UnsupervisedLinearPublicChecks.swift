package import Checks
import LabKit

/// Directions, components, and the autoencoder.
extension UnsupervisedPublicChecks {
  /// What iterations may leave of an error, in units of the largest number.
  package static let nineDigits = Tolerance(relative: 1e-9, absolute: 1e-9)

  static let directions = Check(
    "directions", "singularDirections: values and lines, whatever the signs", points: 0.5,
    hint: """
      What does A do to a direction v, and what does Aᵀ do to that? Your rows must be orthonormal (gram), their lines \
      v vᵀ those of the singular vectors, the largest value first.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, columns, count) in [
      ("more rows than columns", 8, 4, 3), ("all directions", 5, 3, 3), ("one direction", 6, 4, 1),
      ("as many of both", 4, 4, 2),
    ] {
      let matrix = generator.matrix(rows, columns, values: generator.falling(columns))
      draw.add(name, UnsupervisedLab.directions(matrix, count))
    }
    return draw.draw(tolerance: nineDigits)
  }

  static let approximation = Check(
    "approximation", "approximation: the nearest matrix of a rank", points: 0.3, after: ["directions"],
    hint: "Of all rows of A take what lies along the first directions, and nothing else; no mean is taken off."
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, columns, rank) in [("rank 2", 6, 4, 2), ("rank 1", 5, 5, 1), ("rank 3", 9, 5, 3)] {
      let matrix = generator.matrix(rows, columns, values: generator.falling(columns))
      draw.add(name, UnsupervisedLab.approximation(matrix, rank)) { OwnDirections.approximation(&$0, matrix, rank) }
    }
    return draw.draw(tolerance: nineDigits)
  }

  static let components = Check(
    "components", "principalComponents: mean, lines, variances", points: 0.4, after: ["directions"],
    hint: "The singular directions of the samples less their mean; a variance is a mean of squares over the n samples."
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, columns, count) in [
      ("two of four", 9, 4, 2), ("all of three", 6, 3, 3), ("one of five", 12, 5, 1),
    ] {
      let centred = generator.matrix(rows, columns, values: generator.falling(columns), isCentred: true)
      let samples = centred + generator.normal(shape: [columns])
      draw.add(name, UnsupervisedLab.components(samples, count)) { OwnDirections.components(&$0, samples, count) }
    }
    return draw.draw(tolerance: nineDigits)
  }

  static let encode = Check(
    "encode", "encode: scores along the components", points: 0.2,
    hint: "Less the mean first; then each sample's product with each component."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, rows) in [("two of four", 2, 4, 6), ("one sample", 1, 3, 1), ("as many", 3, 3, 3)] {
      draw.add(
        name, UnsupervisedLab.encode(generator.normal(shape: [rows, size]), generator.components(count, of: size)))
    }
    return draw.draw()
  }

  static let decode = Check(
    "decode", "decode: points from scores", points: 0.2,
    hint: "The mean, and each component as many times as its score says."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size, rows) in [("two of four", 2, 4, 6), ("one sample", 1, 3, 1), ("as many", 3, 3, 3)] {
      draw.add(
        name, UnsupervisedLab.decode(generator.normal(shape: [rows, count]), generator.components(count, of: size)))
    }
    return draw.draw()
  }

  static let error = Check(
    "error", "reconstructionError: squared distances, a mean over samples", points: 0.2,
    hint: "A sum over the features, a mean over the samples only; no half and no root."
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, size, codes) in [("several samples", 7, 4, 2), ("one sample", 1, 3, 1), ("wide code", 4, 2, 3)] {
      draw.add(name, AutoencoderSet(rows, features: size, codes: codes, &generator).error)
    }
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "gradient: in encoder and decoder", points: 0.4,
    hint: "Write the error of one sample with one feature and one code, and differentiate that by hand in u and in w."
  ) { generator in
    var draw = ValueDraw()
    for (name, rows, size, codes) in [("several samples", 7, 4, 2), ("one sample", 1, 3, 1), ("wide code", 4, 2, 3)] {
      draw.add(name, AutoencoderSet(rows, features: size, codes: codes, &generator).gradient)
    }
    return draw.draw()
  }

  static let train = Check(
    "train", "train: steps against the gradient", points: 0.3, after: ["gradient"],
    hint: "Each step takes the gradient once, at the matrices before the step, and moves both against it."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps) in [("one step", 1), ("four steps", 4)] {
      let set = AutoencoderSet(8, features: 4, codes: 2, &generator)
      draw.add(name, set.train(rate: 0.05, steps: steps)) { set.ownTraining(&$0, rate: 0.05, steps: steps) }
    }
    return draw.draw()
  }
}
