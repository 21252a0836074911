public import LabKit

/// The Unsupervised lab's operations. Singular vectors are asked for by what is the same for all right answers: the
/// lines or the space that they span.
public enum UnsupervisedLab {
  public static let distances = Operation<Tensor, Tensor, Tensor>("distances")
  public static let neighbours = Operation<[Int], [Double], Tensor, Int>("neighbours")
  public static let classify = Operation<[Int], Tensor, Tensor, [Int], Int>("classify")
  public static let assign = Operation<[Int], Tensor, Tensor>("assign")
  public static let update = Operation<Tensor, Tensor, [Int], Tensor>("update")
  public static let inertia = Operation<Double, Tensor, Tensor, [Int]>("inertia")
  public static let kMeans = Operation<Clustering, Tensor, Tensor, Int>("kMeans")
  public static let approximation = Operation<Tensor, Tensor, Int>("approximation")
  public static let encode = Operation<Tensor, Tensor, PrincipalComponents>("encode")
  public static let decode = Operation<Tensor, Tensor, PrincipalComponents>("decode")
  public static let reconstructionError = Operation<Double, LinearAutoencoder, Tensor>("reconstructionError")
  public static let gradient = Operation<LinearAutoencoder, LinearAutoencoder, Tensor>("gradient")
  public static let train = Operation<LinearAutoencoder, LinearAutoencoder, Tensor, Double, Int>("train")

  /// singularDirections: `values`, `gram` and the `lines` of the single directions.
  public static let directions = Operation<Value, Tensor, Int>("directions")
  /// singularDirections: the `squares` of the values, `gram` and the `projector` on all directions together.
  public static let span = Operation<Value, Tensor, Int>("span")
  /// principalComponents: `mean`, `variances`, `gram` and `lines`.
  public static let components = Operation<Value, Tensor, Int>("components")
  /// principalComponents: `mean`, `variances`, `gram` and `projector`.
  public static let subspace = Operation<Value, Tensor, Int>("subspace")
  /// principalComponents, then encode and decode of the same samples.
  public static let reconstruction = Operation<Tensor, Tensor, Int>("reconstruction")
  /// train, and then the `product` of decoder and encoder, the reconstruction's `error`, and the `gap` between the product
  /// and the projection on the samples' own singular directions.
  public static let learned = Operation<Value, LinearAutoencoder, Tensor, Double, Int>("learned")

  /// The operations carried out by a submission.
  public static func operations<Submission: UnsupervisedContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      distances.perform { Submission().distances($0, $1) },
      neighbours.perform { Submission().neighbours($0, $1, count: $2) },
      classify.perform { Submission().classify($0, $1, $2, neighbours: $3) },
      assign.perform { Submission().assign($0, $1) },
      update.perform { Submission().update($0, $1, $2) },
      inertia.perform { Submission().inertia($0, $1, $2) },
      kMeans.perform { Submission().kMeans($0, $1, rounds: $2) },
      approximation.perform { Submission().approximation($0, rank: $1) },
      encode.perform { Submission().encode($0, $1) },
      decode.perform { Submission().decode($0, $1) },
      reconstructionError.perform { Submission().reconstructionError($0, $1) },
      gradient.perform { Submission().gradient($0, $1) },
      train.perform { Submission().train($0, $1, rate: $2, steps: $3) },
      directions.perform { matrix, count in
        let found = Submission().singularDirections(matrix, count: count)
        return .record([
          "values": found.values, "gram": found.directions.gram(count, of: matrix.columns),
          "lines": found.directions.lines(count, of: matrix.columns),
        ])
      },
      span.perform { matrix, count in
        let found = Submission().singularDirections(matrix, count: count)
        return .record([
          "squares": found.values.map { $0 * $0 }, "gram": found.directions.gram(count, of: matrix.columns),
          "projector": found.directions.projector(count, of: matrix.columns),
        ])
      },
      components.perform { samples, count in
        let found = Submission().principalComponents(samples, count: count)
        return .record([
          "mean": found.mean, "variances": found.variances,
          "gram": found.components.gram(count, of: samples.columns),
          "lines": found.components.lines(count, of: samples.columns),
        ])
      },
      subspace.perform { samples, count in
        let found = Submission().principalComponents(samples, count: count)
        return .record([
          "mean": found.mean, "variances": found.variances,
          "gram": found.components.gram(count, of: samples.columns),
          "projector": found.components.projector(count, of: samples.columns),
        ])
      },
      reconstruction.perform { samples, count in
        let submission = Submission()
        let found = submission.principalComponents(samples, count: count)
        guard found.components.shape == [count, samples.columns] else { return found.components }
        return submission.decode(submission.encode(samples, found), found)
      },
      learned.perform { autoencoder, samples, rate, steps in
        let submission = Submission()
        let trained = submission.train(autoencoder, samples, rate: rate, steps: steps)
        let (count, size) = (autoencoder.encoder.rows, samples.columns)
        // What has not the shapes that it began with is shown as it is.
        guard trained.encoder.shape == [count, size], trained.decoder.shape == [size, count] else {
          return trained.value
        }
        let product = trained.decoder.matmul(trained.encoder)
        let projector = submission.singularDirections(samples, count: count).directions.projector(count, of: size)
        return .record([
          "product": product, "error": submission.reconstructionError(trained, samples),
          "gap": projector.shape == product.shape ? product - projector : projector,
        ])
      },
    ]
  }
}
