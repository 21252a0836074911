package import LabKit

/// Samples with labels, and queries among them.
package struct NearSet {
  package var samples: Tensor
  package var labels: [Int]
  package var queries: Tensor

  package init(_ count: Int, features size: Int, labels: Int = 3, queries: Int = 4, _ generator: inout Generator) {
    samples = generator.normal(shape: [count, size])
    self.labels = (0..<count).map { _ in generator.integer(below: labels) }
    self.queries = generator.normal(shape: [queries, size])
  }

  package var distances: Call { UnsupervisedLab.distances(queries, samples) }

  package func neighbours(_ count: Int) -> Call {
    UnsupervisedLab.neighbours(queries.row(0).values, samples, count)
  }

  package func classify(_ count: Int) -> Call { UnsupervisedLab.classify(queries, samples, labels, count) }
}

/// Samples, centres to begin with, and assignments of the samples to them, of which none is left without a sample.
package struct ClusterSet {
  package var samples: Tensor
  package var centres: Tensor
  package var assignments: [Int]

  package init(_ count: Int, features size: Int, centres clusters: Int, _ generator: inout Generator) {
    samples = generator.normal(shape: [count, size])
    centres = generator.normal(shape: [clusters, size])
    assignments = (0..<count).map { $0 < clusters ? $0 : generator.integer(below: clusters) }
    assignments = generator.permutation(count).map { assignments[$0] }
  }

  /// All of it this many times as large.
  package func scaled(_ factor: Double) -> ClusterSet {
    var set = self
    (set.samples, set.centres) = (samples * factor, centres * factor)
    return set
  }

  package var assign: Call { UnsupervisedLab.assign(samples, centres) }
  package var update: Call { UnsupervisedLab.update(samples, assignments, centres) }
  package var inertia: Call { UnsupervisedLab.inertia(samples, centres, assignments) }
  package func kMeans(_ rounds: Int) -> Call { UnsupervisedLab.kMeans(samples, centres, rounds) }
}

extension Generator {
  /// Orthonormal rows, by Gram and Schmidt, twice; orthogonal to `others` too.
  package mutating func orthonormal(_ count: Int, of size: Int, beside others: [Tensor] = []) -> [Tensor] {
    var rows: [Tensor] = []
    while rows.count < count {
      var row = normal(shape: [size])
      for _ in 0..<2 {
        for other in others + rows { row -= other * (row * other).sum() }
        row = row / (row * row).sum().squareRoot()
      }
      rows.append(row)
    }
    return rows
  }

  /// Falling numbers of which each is 1.6 to 2 times the next; the first is 2 to 3.
  package mutating func falling(_ count: Int) -> [Double] {
    var next = uniform(2, 3)
    return (0..<count).map { _ in
      defer { next /= uniform(1.6, 2) }
      return next
    }
  }

  /// A matrix of that shape with these singular values, and zeros for the others; where it is centred its columns have
  /// the mean 0.
  package mutating func matrix(_ rows: Int, _ columns: Int, values: [Double], isCentred: Bool = false) -> Tensor {
    let ones = Tensor(shape: [rows], repeating: 1 / Double(rows).squareRoot())
    let left = orthonormal(values.count, of: rows, beside: isCentred ? [ones] : [])
    let right = orthonormal(values.count, of: columns)
    var matrix = Tensor(shape: [rows, columns])
    for (place, value) in values.enumerated() {
      matrix += (left[place] * value).reshaped([rows, 1]).matmul(right[place].reshaped([1, columns]))
    }
    return matrix
  }

  /// Orthonormal components, a mean, and falling variances.
  package mutating func components(_ count: Int, of size: Int) -> PrincipalComponents {
    PrincipalComponents(
      mean: normal(shape: [size]).values, components: Tensor(rows: orthonormal(count, of: size).map(\.values)),
      variances: falling(count))
  }
}

/// An autoencoder and samples.
package struct AutoencoderSet {
  package var autoencoder: LinearAutoencoder
  package var samples: Tensor

  package init(_ count: Int, features size: Int, codes: Int, _ generator: inout Generator) {
    autoencoder = LinearAutoencoder(
      encoder: generator.normal(shape: [codes, size], deviation: 0.5),
      decoder: generator.normal(shape: [size, codes], deviation: 0.5))
    samples = generator.normal(shape: [count, size])
  }

  package var error: Call { UnsupervisedLab.reconstructionError(autoencoder, samples) }
  package var gradient: Call { UnsupervisedLab.gradient(autoencoder, samples) }
  package func train(rate: Double, steps: Int) -> Call { UnsupervisedLab.train(autoencoder, samples, rate, steps) }
}
