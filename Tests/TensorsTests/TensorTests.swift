import Tensors
import Testing

/// Values, broadcasting, reductions and parts.
@Suite struct TensorTests {
  let a = Tensor<Double>([1, 2, 3, 4, 5, 6], [2, 3])

  @Test func aCopyIsIndependent() {
    var copy = a
    copy[0, 0] = 9
    var row = a[1]
    row[flat: 0] = 7
    #expect(a[0, 0] == 1 && a[1, 0] == 4 && copy[0, 0] == 9 && row.elements == [7, 5, 6])
    var workspace = Tensor<Double>(zeros: [4])
    let kept = workspace
    workspace.prepare([2])
    workspace.fill(5)
    #expect(kept.elements == [0, 0, 0, 0] && workspace.elements == [5, 5])
  }

  @Test func broadcasts() {
    #expect((a + Tensor([10, 20, 30])).elements == [11, 22, 33, 14, 25, 36])
    #expect((a * Tensor([10, 100], [2, 1])).elements == [10, 20, 30, 400, 500, 600])
    #expect((Tensor([1, 2], [2, 1]) - Tensor<Double>([1, 2, 3])).elements == [0, -1, -2, 1, 0, -1])
    #expect((12 / a).elements == [12, 6, 4, 3, 2.4, 2])
    #expect((Tensor([1, 2], [2, 1, 1]) + a).shape == [2, 2, 3])
    #expect(Shape([2, 1, 3]).broadcast(with: [4, 1]) == [2, 4, 3])
    #expect(Shape([2, 3]).broadcast(with: [2]) == nil)
  }

  @Test func reduces() {
    #expect(a.sum() == 21 && a.mean() == 3.5 && a.max() == 6)
    #expect(a.sum(along: [0]).elements == [5, 7, 9] && a.sum(along: [1], keepingAxes: true).shape == [2, 1])
    #expect(a.sum(to: [2, 1]).elements == [6, 15] && a.sum(to: []).elements == [21])
    #expect(Tensor<Double>([1, 3, 3, 2, 0, 1], [2, 3]).argmax() == [1, 0])
  }

  @Test func rearranges() {
    #expect(a.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(a.reshaped([3, 2])[2].elements == [5, 6])
    #expect(a.rows(1..<2).elements == [4, 5, 6] && a.gathering([1, 0, 1]).shape == [3, 3])
    let block = Tensor<Double>((0..<24).map(Double.init), [2, 3, 4])
    let turned = block.permuted([2, 0, 1])
    #expect(turned.shape == [4, 2, 3] && turned[1][1].elements == [13, 17, 21])
    #expect(Tensor.concatenating([a, a[0].reshaped([1, 3])]).shape == [3, 3])
    var exchanged = Tensor<Double>(zeros: [0])
    exchanged.setExchangingFirstAxes(of: block)
    #expect(exchanged == block.permuted([1, 0, 2]))
  }

  @Test(arguments: [
    ("+", "[2, 3]", "[2]"), ("multiplied", "[2, 3]", "[2, 3]"), ("reshaped", "[2, 3]", "[4]"),
  ])
  func shapeMistakesTrap(_ operation: String, _ first: String, _ second: String) async {
    await ShapeMistakes.check(operation, first, second)
  }
}

/// One exit test for each operation: its body cannot capture anything.
enum ShapeMistakes {
  static func check(_ operation: String, _ first: String, _ second: String) async {
    let result: ExitTest.Result?
    switch operation {
    case "+":
      result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor<Float>(zeros: [2, 3]) + Tensor(zeros: [2])
      }
    case "multiplied":
      result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor<Float>(zeros: [2, 3]).multiplied(by: Tensor(zeros: [2, 3]))
      }
    default:
      result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor<Float>(zeros: [2, 3]).reshaped([4])
      }
    }
    let bytes = result?.standardErrorContent ?? []
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(operation) && text.contains(first) && text.contains(second), "\(text)")
  }
}
