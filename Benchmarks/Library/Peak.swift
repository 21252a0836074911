import Tensors

/// The most multiplications and additions for each second that matrix products reach here, in GFLOP/s: what a training step is bounded
/// by. The better of a product of 2048 × 2048 by OpenBLAS, which may not know a newer processor, and of products that stay in the cache
/// by the kernels of this library, one for each thread.
enum Peak {
  static func measure(_ clock: () -> Double) -> Double {
    var stream = RandomStream(seed: 0)
    let large = Tensor<Float>(normal: 0, [2048, 2048], &stream)
    _ = large.multiplied(by: large)
    let whole = quickest(3, clock) { _ = large.multiplied(by: large) }
    let small = Tensor<Float>(normal: 0, [256, 256], &stream)
    var packed = Tensor<Float>.empty
    packed.pack(small, small.layout)
    var results = Array(repeating: Tensor<Float>(zeros: [256, 256]), count: Parallel.width)
    let task = Product(factor: small, packed: packed)
    Parallel.forEach(&results, task)
    let cached = quickest(50, clock) { Parallel.forEach(&results, task) }
    return max(2 * 2048.0 * 2048 * 2048 / whole, Double(results.count * Product.repeats) * 2 * 256 * 256 * 256 / cached)
      / 1e9
  }

  private static func quickest(_ count: Int, _ clock: () -> Double, _ body: () -> Void) -> Double {
    (0..<count).reduce(Double.infinity) { best, _ in
      let start = clock()
      body()
      return min(best, clock() - start)
    }
  }

  private struct Product: ParallelItemTask {
    static let repeats = 20
    let factor, packed: Tensor<Float>

    func run(_ index: Int, _ result: inout Tensor<Float>) {
      for _ in 0..<Product.repeats {
        result.setProduct(factor, factor.layout, factor, factor.layout, into: result.layout, packed: packed)
      }
    }
  }
}
