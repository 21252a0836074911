extension Tensor {
  /// Becomes, in place, the rows of a matrix of `table` that the whole numbers in `indices` name, one after another.
  public mutating func setRows(of table: Tensor, _ layout: MatrixLayout, named indices: Tensor) {
    require(
      count == indices.count * layout.columns && layout.end <= table.count && layout.isContiguous,
      "setRows: \(indices.shape) rows of \(layout.sizes) into the shape \(shape)")
    requireNames(indices, layout, "setRows")
    makeUnique()
    Scalar.kernel.take_rows(
      indices.count, layout.columns, layout.rows, indices.pointer, table.pointer + layout.start, mutablePointer)
  }

  /// Adds the rows of `source` to the rows of a matrix of this tensor that the whole numbers in `indices` name.
  public mutating func addRows(_ source: Tensor, to layout: MatrixLayout, named indices: Tensor) {
    require(
      source.count == indices.count * layout.columns && layout.end <= count && layout.isContiguous,
      "addRows: the shape \(source.shape) to \(indices.shape) rows of \(layout.sizes)")
    requireNames(indices, layout, "addRows")
    makeUnique()
    Scalar.kernel.give_rows(
      indices.count, layout.columns, layout.rows, indices.pointer, source.pointer, mutablePointer + layout.start)
  }

  private func requireNames(_ indices: Tensor, _ layout: MatrixLayout, _ operation: StaticString) {
    let rows = Scalar(layout.rows)
    for place in 0..<indices.count {
      let index = indices.pointer[place]
      require(
        index >= 0 && index < rows && index.rounded() == index, "\(operation): no row \(index) among \(layout.rows)")
    }
  }
}
