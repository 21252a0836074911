import Tensors
import Testing

/// Sums that lose nothing, and what is refused with a sentence.
@Suite struct EdgeTests {
  /// Ten million tenths: a plain sum in Float is off by more than a percent.
  @Test func longSums() {
    let tenths = Tensor<Float>(repeating: 0.1, [10_000_000])
    let exact = 10_000_000 * Double(Float(0.1))
    #expect(abs(Double(tenths.sum()) - exact) < 1)
    #expect(abs(Double(tenths.sum(along: [0]).scalar) - exact) < 1)
    for columns in [1, 2, 5, 16, 37] {
      let sums = tenths.reshaped([10_000_000]).rows(0..<(10_000_000 / columns * columns))
        .reshaped(Shape(10_000_000 / columns, columns)).sum(along: [0])
      let each = Double(10_000_000 / columns) * Double(Float(0.1))
      for sum in sums.elements { #expect(abs(Double(sum) - each) <= each * 1e-6, "\(columns) columns") }
    }
    #expect(abs(Double(tenths.dot(tenths)) - exact * Double(Float(0.1))) < 0.1)
  }

  @Test func infiniteSums() {
    var x = Tensor<Float>(repeating: 1, [5000])
    x[flat: 77] = .infinity
    #expect(x.sum() == .infinity && x.reshaped([2500, 2]).sum(along: [0]).elements == [2500, .infinity])
    x[flat: 78] = -.infinity
    #expect(x.sum().isNaN)
  }

  @Test func axes() {
    let block = Tensor<Double>((0..<24).map(Double.init), [2, 3, 4])
    let halves = [block.slice(0..<1, along: 1), block.slice(1..<3, along: 1)]
    #expect(Tensor.concatenating(halves, along: 1) == block && Tensor.concatenating(halves, along: -2) == block)
    #expect(block.mean(along: [0, 0]) == block.mean(along: [0]))
    #expect(block.sum(along: [-1]) == block.sum(along: [2]))
    #expect(block.sum(along: [0, 2]).elements == [60, 92, 124])
    #expect(block.max(along: [1]).elements == [8, 9, 10, 11, 20, 21, 22, 23])
    #expect(block.min(along: [0, -1]).elements == [0, 4, 8])
    #expect(Tensor<Double>(zeros: [0, 3]).sum(along: [0]).elements == [0, 0, 0])
    #expect(
      block.slice(1..<3, along: 1).shape == [2, 2, 4] && block.slice(1..<2, along: 2).elements == [1, 5, 9, 13, 17, 21])
    #expect(block[1, 2, 3] == 23 && block.slice(0..<0, along: 2).count == 0)
  }

  /// Against a plain loop over indices, for random shapes that broadcast.
  @Test(arguments: 1...40) func broadcasting(_ seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let rank = stream.below(5)
    let whole = (0..<rank).map { _ in 1 + stream.below(5) }
    func part() -> Shape {
      let kept = whole.map { stream.below(3) == 0 ? 1 : $0 }
      return Shape(kept.dropFirst(stream.below(rank + 1)))
    }
    let (a, b) = (part(), part())
    let x = Tensor<Double>(normal: 0, a, &stream), y = Tensor<Double>(normal: 0, b, &stream)
    let sum = x + y
    let stretched = (x.broadcast(to: sum.shape), y.broadcast(to: sum.shape))
    #expect(sum.elements == zip(stretched.0.elements, stretched.1.elements).map { $0 + $1 })
    #expect((x * y).elements == zip(stretched.0.elements, stretched.1.elements).map { $0 * $1 })
    #expect(x.larger(y).elements == zip(stretched.0.elements, stretched.1.elements).map { Swift.max($0, $1) })
    // An order of axes and its inverse.
    let order = stream.permutation(sum.shape.rank)
    let turned = sum.permuted(order)
    let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? 0 }
    #expect(turned.permuted(inverse) == sum)
  }

  @Test func operatorsInPlace() {
    var x = Tensor<Double>([1, 2, 3, 4], [2, 2])
    x *= 2
    x += Tensor([1, 1])
    #expect(x.elements == [3, 5, 7, 9] && (2 + x).elements == [5, 7, 9, 11])
    x /= Tensor([1, 3], [2, 1])
    #expect(x.elements == [3, 5, 7.0 / 3, 3])
    #expect(abs(sqrt(exp(log(Tensor<Double>([4])))).scalar - 2) < 1e-15 && abs(Tensor<Double>([-3])).scalar == 3)
  }

  @Test func greaterRightSidesTrap() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var x = Tensor<Float>(zeros: [3])
        x += Tensor(zeros: [2, 3])
      }, ["+=", "[2, 3]", "[3]"])
  }

  @Test func lengthsThatCannotBe() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Shape(-2, 3) },
      ["Shape", "-2"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Shape(3_000_000_000) },
      ["Shape", "3000000000"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Shape(2_147_483_647, 2_147_483_647, 2_147_483_647).elementCount
      }, ["more elements than can be counted"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor<Float>(zeros: [2_147_483_647, 2_147_483_647])
      }, ["more than a memory holds"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = MatrixLayout(start: -1, rows: 2, columns: 2)
      }, ["MatrixLayout"])
  }

  /// Sizes whose products have no place in a number: refused with a sentence, not by the overflow.
  enum Size: String, CaseIterable, Codable {
    case start, count, part, window, softmax, columns, sums, layout, axis, apart, pairs, draws, range
  }

  @Test(arguments: Size.allCases) func sizesThatCannotBe(_ size: Size) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [size = size as Size] in
      var (x, y) = (Tensor<Float>(zeros: [4]), Tensor<Float>(zeros: [4]))
      switch size {
      case .start: x.fill(1, at: .max - 1, count: 3)
      case .count: x.fill(1, at: 2, count: .max)
      case .part: _ = x.part(at: .max, [4])
      case .window: _ = Window(kernel: 2, padding: .max).output(height: 4, width: 4)
      case .softmax: x.applyCausalSoftmax(at: 0, size: 1 << 40, scale: 1)
      case .columns:
        x.setColumns(of: x, from: 0, channels: 1 << 30, height: 1 << 30, width: 1 << 30, Window(kernel: 2), padded: &y)
      case .sums: x.addRowSums(of: y, rows: 4, columns: 1 << 62)
      case .layout: _ = MatrixLayout(start: .max, rows: 2, columns: 2)
      case .axis: _ = Shape(2, 3).elementCount(after: -1)
      case .apart:
        guard let geometry = Correlation(channels: 1, outputs: 1, height: 2, width: 2, Window(kernel: 1)) else {
          return
        }
        x = Tensor(zeros: [4096])
        x.setApart(
          x, at: 0, stride: -3, samples: 2, lanes: Tensor<Float>.lanes, geometry, .output)
      case .pairs:
        guard let geometry = Correlation(channels: 1, outputs: 1, height: 2, width: 2, Window(kernel: 1)) else {
          return
        }
        x.setPairsMaximum(of: Tensor(zeros: [12]), lanes: 1, geometry, which: &y, at: 0)
      case .draws:
        var stream = RandomStream(seed: 1)
        _ = stream.permutation(-1)
      case .range:
        var stream = RandomStream(seed: 1)
        _ = Tensor<Float>(uniform: -Double.infinity..<1, [2], &stream)
      }
    }
    expectMessage(result, ["Fatal error: "])
  }

  @Test func windowsInThePaddingAlone() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var (output, places) = (Tensor<Float>(zeros: [4, 4]), [Int32]())
        output.setMaxPool(
          of: Tensor(zeros: [4]), planes: 1, height: 2, width: 2, Window(kernel: 2, stride: 2, padding: 2),
          places: &places)
      }, ["lies in the padding alone"])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var gradient = Tensor<Float>(zeros: [16])
        gradient.addMaxPoolBackward(
          Tensor(zeros: [4]), places: [0, -1, 2, 900], planes: 1, height: 4, width: 4, Window(kernel: 2, stride: 2))
      }, ["a place outside of its plane"])
  }

  /// The upper bound is not in the range, in Float either: one draw in 2²⁵ rounds up to it.
  @Test func uniformStaysBelowItsBound() {
    var stream = RandomStream(seed: 1)
    let narrow = Double(Float(1).nextDown) + 0x1p-26
    let x = Tensor<Float>(uniform: narrow..<1, [1000], &stream)
    #expect(x.max() < 1)
    // No Float lies between the two bounds: the lower one belongs to the range.
    let point = Tensor<Float>(uniform: 1..<1.00000001, [100], &stream)
    #expect(point.min() == 1 && point.max() == 1)
  }

  @Test func drawsBackwards() {
    var stream = RandomStream(seed: 1)
    let before = stream
    _ = (stream.next(), stream.next(), stream.skip(-2))
    #expect(stream == before)
  }

  @Test func matricesWithoutElements() throws {
    let none = Tensor<Double>(zeros: [0, 0])
    #expect(try none.solving(Tensor(zeros: [0])).count == 0)
    #expect(try none.cholesky().count == 0)
    let (u, s, v) = try Tensor<Double>(zeros: [0, 3]).svd()
    #expect(u.shape == [0, 0] && s.count == 0 && v.shape == [0, 3])
    let odd = Tensor<Double>([1, .nan, 0, 1], [2, 2])
    #expect(throws: LinearAlgebraError.notFinite) { try odd.cholesky() }
    #expect(throws: LinearAlgebraError.notFinite) { try odd.solving(Tensor([1, 1])) }
    #expect(throws: LinearAlgebraError.notFinite) { try odd.svd() }
  }
}

/// All parts must be in what the process wrote before it ended.
func expectMessage(
  _ result: ExitTest.Result?, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for part in parts { #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation) }
}
