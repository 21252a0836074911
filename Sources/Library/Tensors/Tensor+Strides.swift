// Elements that are read with strides: what broadcasting and another order of axes have in common.

/// Axes walked together, each with a length and, for every operand, how far apart neighbours are; axes that can be walked as one
/// are one.
struct Walk {
  private(set) var lengths: [Int] = []
  /// For each operand, the strides of the axes; 0 where it is stretched.
  private(set) var strides: [[Int]]

  init(_ shape: Shape, _ operands: [[Int]]) {
    strides = operands.map { _ in [] }
    for axis in shape.indices where shape[axis] != 1 {
      let last = lengths.count - 1
      let joins =
        last >= 0 && operands.indices.allSatisfy { strides[$0][last] == operands[$0][axis] * shape[axis] }
      if joins {
        lengths[last] *= shape[axis]
        for operand in operands.indices { strides[operand][last] = operands[operand][axis] }
      } else {
        lengths.append(shape[axis])
        for operand in operands.indices { strides[operand].append(operands[operand][axis]) }
      }
    }
  }

  /// Calls `body` with the operands' places at every index of all axes but those skipped.
  func forEach(skipping skipped: [Int], _ body: ([Int]) -> Void) {
    guard lengths.allSatisfy({ $0 > 0 }) else { return }
    let outer = lengths.indices.filter { !skipped.contains($0) }
    var index = [Int](repeating: 0, count: outer.count)
    var places = strides.map { _ in 0 }
    while true {
      body(places)
      var level = outer.count - 1
      while level >= 0 {
        index[level] += 1
        for operand in places.indices { places[operand] += strides[operand][outer[level]] }
        if index[level] < lengths[outer[level]] { break }
        for operand in places.indices { places[operand] -= strides[operand][outer[level]] * lengths[outer[level]] }
        index[level] = 0
        level -= 1
      }
      if level < 0 { return }
    }
  }
}

extension Shape {
  /// How far apart neighbours are along each axis.
  var strides: [Int] { indices.map { elementCount(after: $0 + 1) } }

  /// How far apart neighbours are along each axis of a shape that this one broadcasts to: 0 where it is stretched.
  func strides(in target: Shape) -> [Int] {
    let missing = target.rank - rank
    return target.indices.map { axis in
      axis < missing || self[axis - missing] == 1 ? 0 : elementCount(after: axis - missing + 1)
    }
  }
}

extension Tensor {
  /// Becomes, in place, the elements of `source` at the given strides along this tensor's axes, which the caller has checked.
  mutating func copy(from source: Tensor, strides: [Int]) {
    guard count > 0 else { return }
    makeUnique()
    let walk = Walk(shape, [shape.strides, strides])
    let (to, from) = (mutablePointer, source.pointer)
    guard let last = walk.lengths.indices.last else {
      to[0] = from[0]
      return
    }
    let (inner, length) = (walk.strides[1][last], walk.lengths[last])
    // Rows that are whole in the source, as many at once as can be.
    if inner <= 1 {
      walk.forEach(skipping: [last]) { places in
        if inner == 1 {
          (to + places[0]).update(from: from + places[1], count: length)
        } else {
          Scalar.kernel.fill(length, from[places[1]].double, to + places[0])
        }
      }
      return
    }
    // Otherwise another axis may be the source's innermost: rows and columns are exchanged.
    if let across = walk.strides[1].firstIndex(of: 1) {
      walk.forEach(skipping: [last, across]) { places in
        Scalar.kernel.transpose(
          length, walk.lengths[across], from + places[1], inner, to + places[0], walk.strides[0][across])
      }
      return
    }
    walk.forEach(skipping: [last]) { places in
      for index in 0..<length { to[places[0] + index] = from[places[1] + index * inner] }
    }
  }
}
