import Tensors
import Testing

/// Products against a plain triple loop, at sizes around those of the tiles and panels.
@Suite struct ProductTests {
  static let sizes = [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 70]

  @Test(arguments: sizes) func everyShape(_ m: Int) {
    for n in Self.sizes {
      for k in [0, 1, 2, 7, 8, 40] {
        check(Double.self, m, n, k, 1e-12)
        check(Float.self, m, n, k, 1e-5)
      }
    }
  }

  /// More terms and rows than one block of the kernels holds.
  @Test func longAndTall() {
    check(Double.self, 9, 33, 800, 1e-11)
    check(Float.self, 300, 17, 400, 1e-4)
  }

  /// A transposed B wider than A is tall is read in place: every edge of its tiles, more terms than a block, and the whole epilogue.
  @Test(arguments: [16, 17, 19, 31, 33, 64, 70]) func transposedFactors(_ m: Int) {
    for (n, k) in [(2 * m, 5), (2 * m + 1, 16), (3 * m + 2, 385), (150, 800)] {
      checkTransposed(Double.self, m, n, k, 1e-12)
      checkTransposed(Float.self, m, n, k, 2e-5)
    }
  }

  private func checkTransposed<Scalar: TensorScalar>(
    _ type: Scalar.Type, _ m: Int, _ n: Int, _ k: Int, _ limit: Scalar
  ) {
    var stream = RandomStream(seed: UInt64(m * 10007 + n * 101 + k))
    let a = Tensor<Scalar>(uniform: -1..<1, [m, k], &stream)
    let b = Tensor<Scalar>(uniform: -1..<1, [n, k], &stream)
    let columns = Tensor<Scalar>(uniform: -1..<1, [n], &stream)
    let rows = Tensor<Scalar>(uniform: -1..<1, [m], &stream)
    var c = Tensor<Scalar>(repeating: 0.25, [m, n + 3])
    let target = MatrixLayout(start: 1, rows: m, columns: n, stride: n + 3)
    c.setProduct(
      a, a.layout, b, b.layout.transposed, into: target, adding: true, columnBias: columns, rowBias: rows, relu: true)
    let (x, y, z) = (a.elements, b.elements, c.elements)
    var worst = Scalar(0)
    for i in 0..<m {
      for j in 0..<n {
        var sum = 0.25 + columns[flat: j] + rows[flat: i]
        for l in 0..<k { sum += x[i * k + l] * y[j * k + l] }
        worst = max(worst, abs(z[i * (n + 3) + 1 + j] - max(sum, 0)))
      }
      #expect(c[i, 0] == 0.25 && c[i, n + 1] == 0.25 && c[i, n + 2] == 0.25)
    }
    #expect(worst <= limit * Scalar(k).squareRoot(), "\(m) × \(k) by (\(n) × \(k))ᵀ, \(type)")
  }

  private func check<Scalar: TensorScalar>(_ type: Scalar.Type, _ m: Int, _ n: Int, _ k: Int, _ limit: Scalar) {
    var stream = RandomStream(seed: UInt64(m * 10007 + n * 101 + k))
    let a = Tensor<Scalar>(uniform: -1..<1, [m, k], &stream)
    let b = Tensor<Scalar>(uniform: -1..<1, [k, n], &stream)
    let bias = Tensor<Scalar>(uniform: -1..<1, [n], &stream)
    let (x, y) = (a.elements, b.elements)
    var expected = [Scalar](repeating: 0, count: m * n)
    for i in 0..<m { for j in 0..<n { for l in 0..<k { expected[i * n + j] += x[i * k + l] * y[l * n + j] } } }
    func near(_ actual: Tensor<Scalar>, _ expected: [Scalar]) -> Bool {
      zip(actual.elements, expected).allSatisfy { abs($0 - $1) <= limit * Scalar(max(k, 1)).squareRoot() }
    }
    #expect(near(a.multiplied(by: b), expected), "\(m) × \(k) by \(k) × \(n)")
    if k > 0 {
      #expect(near(a.transposed.multiplied(by: b, transposingSelf: true), expected), "Aᵀ, \(m) \(n) \(k)")
      #expect(near(a.multiplied(by: b.transposed, transposingOther: true), expected), "Bᵀ, \(m) \(n) \(k)")
    }
    // Packed, with bias and ReLU, added to what is there, into a wider matrix.
    var packed = Tensor<Scalar>(zeros: [0])
    packed.pack(b, b.layout)
    var c = Tensor<Scalar>(repeating: 0.25, [m, n + 3])
    c.setProduct(
      a, a.layout, b, b.layout, into: MatrixLayout(start: 1, rows: m, columns: n, stride: n + 3), adding: true,
      packed: packed, columnBias: bias, relu: true)
    for i in 0..<m {
      #expect(c[i, 0] == 0.25 && c[i, n + 1] == 0.25 && c[i, n + 2] == 0.25)
      // With no term there is no product, and no epilogue.
      for j in 0..<n where k > 0 {
        let value = max(expected[i * n + j] + 0.25 + bias[flat: j], 0)
        #expect(abs(c[i, j + 1] - value) <= limit * Scalar(k).squareRoot())
      }
    }
  }

  /// A product so large that BLAS computes it.
  @Test func largeProductsAgreeWithSmallOnes() {
    var stream = RandomStream(seed: 1)
    let a = Tensor<Float>(uniform: -1..<1, [520, 520], &stream)
    let b = Tensor<Float>(uniform: -1..<1, [520, 520], &stream)
    let whole = a.multiplied(by: b)
    for row in [0, 100, 519] {
      let alone = a.rows(row..<(row + 1)).multiplied(by: b)
      #expect(zip(alone.elements, whole[row].elements).allSatisfy { abs($0 - $1) < 1e-3 })
    }
  }
}
