import Tensors

/// The operations of tensors themselves.
extension Trial {
  private func ints(_ range: Range<Int>) -> [Int] { settings[range].map { Int($0) } }

  mutating func broadcast() -> [Tensor<Scalar>] {
    let split = 1 + Int(settings[0])
    let x = draw(Shape(ints(1..<split)))
    let y = draw(Shape(ints(split..<settings.count)))
    return [x + y, x - y, x * y, x / y, x.larger(y), x.smaller(y)]
  }

  mutating func reduce() -> [Tensor<Scalar>] {
    let rank = Int(settings[0])
    let (order, axes) = (ints((1 + rank)..<(1 + 2 * rank)), ints((1 + 2 * rank)..<settings.count))
    let x = draw(Shape(ints(1..<(1 + rank))))
    return [
      x.sum(along: axes), x.mean(along: axes, keepingAxes: true), x.max(along: axes), x.min(along: axes),
      x.permuted(order), Tensor([x.norm()]),
    ]
  }

  mutating func product() -> [Tensor<Scalar>] {
    let (m, k, n) = (Int(settings[0]), Int(settings[1]), Int(settings[2]))
    let (a, b) = (settings[3] == 1, settings[4] == 1)
    let x = draw(a ? [k, m] : [m, k])
    let y = draw(b ? [n, k] : [k, n])
    return [x.multiplied(by: y, transposingSelf: a, transposingOther: b)]
  }

  mutating func solve() throws -> [Tensor<Scalar>] {
    let (size, columns) = (Int(settings[0]), Int(settings[1]))
    var a = draw([size, size])
    for index in 0..<size { a[index, index] += 3 }
    let b = draw([size, columns])
    return [
      try a.solving(b), try a.multiplied(by: a, transposingOther: true).cholesky(), try a.svd().values,
    ]
  }
}
