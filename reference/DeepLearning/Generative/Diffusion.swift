public import Tensors

/// A denoising diffusion model of points (Ho, Jain and Abbeel 2020): noise is added in T steps, q(xₜ | x₀) = N(√ᾱₜ·x₀,
/// (1 − ᾱₜ)·I) with ᾱₜ = Π (1 − βₛ), and a network learns to tell the noise ε from xₜ and t, by |ε − ε̂|² (the paper's
/// algorithm 1).
///
/// Sampling goes back step by step (algorithm 2, σₜ² = βₜ).
public struct Diffusion<Scalar: TensorScalar>: Sendable {
  private var trainer: Trainer<Scalar>
  private let dimensions: Int
  /// βₜ, rising evenly.
  private let betas: [Double]
  /// ᾱₜ.
  private let kept: [Double]
  private var stream: RandomStream

  /// A model of points with `dimensions` coordinates: a perceptron with three hidden layers, β from 10⁻⁴ to 0.2·(50/T) evenly.
  public init(
    dimensions: Int, steps: Int = 50, hidden: Int = 128, rate: Double = 1e-3, seed: UInt64
  ) {
    require(steps >= 2, "Diffusion: \(steps) steps")
    let last = min(0.2 * 50 / Double(steps), 0.5)
    betas = (0..<steps).map { 1e-4 + (last - 1e-4) * Double($0) / Double(steps - 1) }
    var product = 1.0
    kept = betas.map { beta in
      product *= 1 - beta
      return product
    }
    self.dimensions = dimensions
    stream = RandomStream(seed: seed)
    let network = Network<Scalar>.mlp(
      [dimensions + 7, hidden, hidden, hidden, dimensions], seed: stream.next())
    trainer = Trainer(network, Adam(rate: rate), loss: .squaredError)
  }

  /// One training step on points x₀, samples × dimensions, each with a step t of its own; returns the loss before it.
  public mutating func step(_ points: Tensor<Scalar>) -> Scalar {
    require(
      points.shape.rank == 2 && points.shape[1] == dimensions,
      "Diffusion: the points \(points.shape) are not samples × \(dimensions)")
    let count = points.shape[0]
    let noise = Tensor<Scalar>(normal: 0, deviation: 1, points.shape, &stream)
    let times = (0..<count).map { _ in stream.below(betas.count) }
    var noisy = points
    for sample in 0..<count {
      let (a, b) = (Scalar(kept[times[sample]].squareRoot()), Scalar((1 - kept[times[sample]]).squareRoot()))
      for place in (sample * dimensions)..<((sample + 1) * dimensions) {
        noisy[flat: place] = a * points[flat: place] + b * noise[flat: place]
      }
    }
    return trainer.step(input(noisy, times), .values(noise))
  }

  /// New points: from pure noise, xₜ₋₁ = (xₜ − βₜ/√(1 − ᾱₜ)·ε̂)/√(1 − βₜ) + √βₜ·z, without z in the last step.
  public mutating func sample(_ count: Int) -> Tensor<Scalar> {
    var x = Tensor<Scalar>(normal: 0, deviation: 1, Shape(count, dimensions), &stream)
    for t in betas.indices.reversed() {
      let noise = trainer.network.predict(input(x, Array(repeating: t, count: count)))
      let (beta, rest) = (betas[t], (1 - kept[t]).squareRoot())
      x = (x - noise * Scalar(beta / rest)) / Scalar((1 - beta).squareRoot())
      if t > 0 { x += Tensor(normal: 0, deviation: beta.squareRoot(), x.shape, &stream) }
    }
    return x
  }

  /// (x, t/T, sin and cos of three frequencies of it).
  private func input(_ x: Tensor<Scalar>, _ times: [Int]) -> Tensor<Scalar> {
    var elements: [Scalar] = []
    for (sample, t) in times.enumerated() {
      let part = Double(t) / Double(betas.count)
      elements += x[sample].elements
      elements.append(Scalar(part))
      for frequency in [1.0, 2, 4] {
        elements.append(Scalar(Elementary.sin(2 * Double.pi * frequency * part)))
        elements.append(Scalar(Elementary.cos(2 * Double.pi * frequency * part)))
      }
    }
    return Tensor(elements, Shape(times.count, dimensions + 7))
  }
}
