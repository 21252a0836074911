/// Points of the plane in cells of four quarters each, to take far ones together (Barnes and Hut 1986).
struct QuadTree {
  /// A square with what it holds.
  private struct Cell {
    var count = 0
    var x = 0.0
    var y = 0.0
    /// The first of four children, or −1.
    var children = -1
    let left, bottom, width: Double
  }

  private var cells: [Cell]
  /// Deeper cells than this hold what they are given: points in one place would be divided for ever.
  private static let greatestDepth = 48

  /// A tree of points given as (x, y, x, y, …).
  init(_ points: [Double]) {
    let xs = stride(from: 0, to: points.count, by: 2).map { points[$0] }
    let ys = stride(from: 1, to: points.count, by: 2).map { points[$0] }
    let (left, bottom) = (xs.min() ?? 0, ys.min() ?? 0)
    let width = max((xs.max() ?? 0) - left, (ys.max() ?? 0) - bottom) * (1 + 1e-9) + 1e-300
    cells = [Cell(left: left, bottom: bottom, width: width)]
    for point in xs.indices { insert(xs[point], ys[point]) }
    for cell in cells.indices where cells[cell].count > 0 {
      cells[cell].x /= Double(cells[cell].count)
      cells[cell].y /= Double(cells[cell].count)
    }
  }

  /// `x` and `y` of a cell are sums until all points are in.
  private mutating func insert(_ x: Double, _ y: Double) {
    var cell = 0
    for depth in 0..<QuadTree.greatestDepth {
      let before = cells[cell]
      cells[cell].count += 1
      cells[cell].x += x
      cells[cell].y += y
      if before.count == 0 { return }
      if before.children < 0 {
        if depth == QuadTree.greatestDepth - 1 { return }
        let half = before.width / 2
        cells[cell].children = cells.count
        for quarter in 0..<4 {
          cells.append(
            Cell(
              left: before.left + Double(quarter & 1) * half, bottom: before.bottom + Double(quarter >> 1) * half,
              width: half))
        }
        // A leaf has one point, but where many stood in one place.
        let child = quarter(of: cell, before.x / Double(before.count), before.y / Double(before.count))
        cells[child].count = before.count
        cells[child].x = before.x
        cells[child].y = before.y
      }
      cell = quarter(of: cell, x, y)
    }
  }

  private func quarter(of cell: Int, _ x: Double, _ y: Double) -> Int {
    let (parent, half) = (cells[cell], cells[cell].width / 2)
    return parent.children + (x >= parent.left + half ? 1 : 0) + (y >= parent.bottom + half ? 2 : 0)
  }

  /// Σⱼ w²ᵢⱼ(yᵢ − yⱼ) for each point and Z = Σ wᵢⱼ over all pairs, w being 1/(1 + d²); a cell whose width is below `angle` times its
  /// distance counts as so many points at its centre.
  func repulsion(_ points: [Double], angle: Double) -> (repulsion: [Double], sum: Double) {
    var result = [Double](repeating: 0, count: points.count)
    var sum = 0.0
    var pending: [Int] = []
    for place in stride(from: 0, to: points.count, by: 2) {
      let (px, py) = (points[place], points[place + 1])
      var (x, y, total) = (0.0, 0.0, 0.0)
      pending.append(0)
      while let index = pending.popLast() {
        let cell = cells[index]
        if cell.count == 0 { continue }
        let (dx, dy) = (px - cell.x, py - cell.y)
        let square = dx * dx + dy * dy
        if cell.children < 0 || cell.width * cell.width < angle * angle * square {
          let w = 1 / (1 + square)
          total += Double(cell.count) * w
          x += Double(cell.count) * w * w * dx
          y += Double(cell.count) * w * w * dy
        } else {
          pending += cell.children..<(cell.children + 4)
        }
      }
      (result[place], result[place + 1]) = (x, y)
      // Less the point with itself.
      sum += total - 1
    }
    return (result, sum)
  }
}
