import Testing

@testable import LabKit

@Suite struct TensorTests {
  let a = Tensor(rows: [[1, 2, 3], [4, 5, 6]])

  @Test func shapes() {
    #expect(a.shape == [2, 3] && a.rank == 2 && a.count == 6 && a.rows == 2 && a.columns == 3)
    #expect(Tensor(rows: []).shape == [0, 0])
    #expect(Tensor(shape: []).count == 1)
    #expect(a.reshaped([3, 2]) == Tensor(rows: [[1, 2], [3, 4], [5, 6]]))
  }

  @Test func indices() {
    var b = a
    b[1, 2] = 60
    #expect(b[1, 2] == 60 && b.values == [1, 2, 3, 4, 5, 60] && a[1, 2] == 6)
    #expect(Tensor([7, 8])[1] == 8)
    let cube = Tensor(shape: [2, 2, 2], values: (0..<8).map(Double.init))
    #expect(cube[1, 0, 1] == 5)
    #expect(cube.reshaped([1, 2, 2, 2])[0, 1, 1, 0] == 6)
    #expect(a.row(1) == Tensor([4, 5, 6]))
    #expect(a.rows(at: [1, 0, 1]) == Tensor(rows: [[4, 5, 6], [1, 2, 3], [4, 5, 6]]))
    #expect(a.rows(at: []).shape == [0, 3])
  }

  @Test func elementwise() {
    #expect(a + a == 2 * a)
    #expect(a - a == Tensor(shape: [2, 3]))
    #expect(a * a == Tensor(rows: [[1, 4, 9], [16, 25, 36]]))
    #expect(a / a == Tensor(shape: [2, 3], repeating: 1))
    #expect(-a + 1 == Tensor(rows: [[0, -1, -2], [-3, -4, -5]]))
    #expect((a - 1) / 2 == Tensor(rows: [[0, 0.5, 1], [1.5, 2, 2.5]]))
    #expect(a.map { $0 * 10 } == a * 10)
  }

  @Test func broadcasting() {
    #expect(a + Tensor([10, 20, 30]) == Tensor(rows: [[11, 22, 33], [14, 25, 36]]))
    #expect(a * Tensor(shape: [2, 1], values: [1, -1]) == Tensor(rows: [[1, 2, 3], [-4, -5, -6]]))
    #expect(Tensor([1, 2]).reshaped([2, 1]) + Tensor([10, 20]) == Tensor(rows: [[11, 21], [12, 22]]))
    #expect((Tensor(shape: [0, 3]) + Tensor([1, 2, 3])).shape == [0, 3])
    var b = a
    b += Tensor([1, 1, 1])
    b -= a
    #expect(b == Tensor(shape: [2, 3], repeating: 1))
  }

  /// Inner sizes from 0 to 6, below, at and above the step of four that the kernel takes.
  @Test func matrixProduct() {
    #expect(a.matmul(a.transposed()) == Tensor(rows: [[14, 32], [32, 77]]))
    for k in 0...6 {
      let left = Tensor(shape: [2, k], values: (0..<2 * k).map { Double($0 + 1) })
      let right = Tensor(shape: [k, 3], values: (0..<3 * k).map { Double($0 * $0) - 4 })
      let product = left.matmul(right)
      #expect(product.shape == [2, 3])
      for i in 0..<2 {
        for j in 0..<3 { #expect(product[i, j] == (0..<k).reduce(0) { $0 + left[i, $1] * right[$1, j] }) }
      }
    }
    #expect(Tensor(shape: [0, 4]).matmul(Tensor(shape: [4, 2])).shape == [0, 2])
  }

  @Test func transposing() {
    #expect(a.transposed() == Tensor(rows: [[1, 4], [2, 5], [3, 6]]))
    #expect(a.transposed().transposed() == a)
    #expect(Tensor(shape: [0, 3]).transposed().shape == [3, 0])
  }

  @Test func reductions() {
    #expect(a.sum() == 21)
    #expect(a.sum(axis: 0) == Tensor([5, 7, 9]))
    #expect(a.sum(axis: 1) == Tensor([6, 15]))
    let cube = Tensor(shape: [2, 3, 2], values: (0..<12).map(Double.init))
    #expect(cube.sum(axis: 1) == Tensor(rows: [[6, 9], [24, 27]]))
    #expect(Tensor(shape: [0, 2]).sum(axis: 0) == Tensor([0, 0]))
    #expect(Tensor(rows: [[1, 3, 3], [-1, -1, -2]]).argmaxOfRows() == [1, 0])
  }

  @Test func largestOfARow() {
    #expect(a.maximum(axis: 1) == Tensor([3, 6]))
    #expect(a.maximum(axis: 0) == Tensor([4, 5, 6]))
    #expect((-a).maximum(axis: 1) == Tensor([-1, -4]))
    let cube = Tensor(shape: [2, 3, 2], values: (0..<12).map(Double.init))
    #expect(cube.maximum(axis: 1) == Tensor(rows: [[4, 5], [10, 11]]))
    #expect(Tensor(shape: [2, 0]).maximum(axis: 1) == Tensor([-.infinity, -.infinity]))
    // Each row less its largest, as a softmax begins.
    #expect(a - a.maximum(axis: 1).reshaped([2, 1]) == Tensor(rows: [[-2, -1, 0], [-2, -1, 0]]))
  }

  @Test func columns() async {
    #expect(a.column(0) == Tensor([1, 4]) && a.column(2) == Tensor([3, 6]))
    let sequences = Tensor(shape: [2, 3, 2], values: (0..<12).map(Double.init))
    #expect(sequences.column(1) == Tensor(rows: [[2, 3], [8, 9]]))
    #expect(Tensor(shape: [0, 3]).column(2).shape == [0])
    #expect(Tensor(column: [7, 8]) == Tensor(rows: [[7], [8]]))
    #expect(a * Tensor(column: [1, -1]) == Tensor(rows: [[1, 2, 3], [-4, -5, -6]]))
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3]).column(3) }
    await #expect(processExitsWith: .failure) { _ = Tensor([1, 2]).column(0) }
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 2], values: [1, 2, 3]) }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3]).matmul(Tensor(shape: [2, 3])) }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3]) + Tensor(shape: [2]) }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3])[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3])[0, 3] }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 3])[0] }
  }
}
