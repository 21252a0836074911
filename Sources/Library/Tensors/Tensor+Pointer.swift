extension Tensor {
  /// Where the elements start.
  ///
  /// Valid for parameters and `self`, which outlive the call they are used in.
  @inline(__always) var pointer: UnsafePointer<Scalar> { UnsafePointer(buffer.base + offset) }

  /// Where the elements start, for writing: after `makeUnique` or `prepare` only.
  @inline(__always) var mutablePointer: UnsafeMutablePointer<Scalar> { buffer.base + offset }

  /// Copies the elements if another tensor shares them.
  @inline(__always) mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&buffer) { copyElements() }
  }

  @inline(never) private mutating func copyElements() {
    let copy = Buffer<Scalar>(count: count)
    copy.base.update(from: pointer, count: count)
    buffer = copy
    offset = 0
  }

  /// Writes as many elements as there are, at once where they stand side by side.
  func write(_ elements: some Collection<Scalar>) {
    let base = mutablePointer
    let done: Void? = elements.withContiguousStorageIfAvailable { source in
      if let first = source.baseAddress { base.update(from: first, count: Swift.min(source.count, count)) }
    }
    if done != nil { return }
    var place = 0
    for element in elements where place < count {
      base[place] = element
      place += 1
    }
  }

  /// Traps unless `count` elements from `start` lie inside the tensor.
  @inline(__always) func requireRange(_ start: Int, _ count: Int, _ operation: StaticString) {
    require(
      start >= 0 && count >= 0 && count <= self.count && start <= self.count - count,
      "\(operation): \(count) elements from \(start) are outside the shape \(shape)")
  }
}
