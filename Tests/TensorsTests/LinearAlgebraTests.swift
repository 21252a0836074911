import Tensors
import Testing

/// Factorisations multiply back to what they came from.
@Suite struct LinearAlgebraTests {
  @Test func solves() throws {
    var stream = RandomStream(seed: 1)
    let a = Tensor<Double>(normal: 0, deviation: 1, [7, 7], &stream)
    let b = Tensor<Double>(normal: 0, deviation: 1, [7, 3], &stream)
    let x = try a.solving(b)
    #expect((a.multiplied(by: x) - b).norm() < 1e-11)
    #expect((try a.solving(b.transposed[0]) - x.transposed[0]).norm() < 1e-10)
    #expect(throws: LinearAlgebraError.self) { try Tensor<Double>(rows: [[1, 2], [2, 4]]).solving(Tensor([1, 1])) }
  }

  @Test func cholesky() throws {
    var stream = RandomStream(seed: 2)
    let a = Tensor<Double>(normal: 0, deviation: 1, [6, 9], &stream)
    let gram = a.multiplied(by: a, transposingOther: true)
    let factor = try gram.cholesky()
    #expect((factor.multiplied(by: factor, transposingOther: true) - gram).norm() < 1e-11)
    #expect(factor[0, 5] == 0 && factor[5, 0] != 0)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Tensor<Double>(rows: [[1, 2], [2, 1]]).cholesky()
    }
  }

  @Test(arguments: [(5, 3), (3, 5), (4, 4)]) func singularValues(_ m: Int, _ n: Int) throws {
    var stream = RandomStream(seed: 3)
    let a = Tensor<Double>(normal: 0, deviation: 1, [m, n], &stream)
    let (u, s, vt) = try a.svd()
    #expect(((u * s).multiplied(by: vt) - a).norm() < 1e-12)
    #expect(s.elements == s.elements.sorted(by: >))
    let float = try a.map { $0 }.svd().values
    #expect((float - s).norm() == 0)
  }
}
