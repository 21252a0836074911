/// Elements on the heap, at an address that is a multiple of 64 bytes, so that a vector never straddles two cache lines.
///
/// With `Tensor+Pointer.swift` and `Parallel.swift`, the only place with unsafe memory: whoever writes through `base` has
/// made sure that no other value shares the buffer.
final class Buffer<Scalar: TensorScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>
  let count: Int
  private let large: LargeBlocks.Block?

  /// Room for `count` elements of unspecified value.
  init(count: Int) {
    require(count <= Buffer.greatestCount, "Tensor: \(count) elements are more than a memory holds")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
    let large = bytes >= LargeBlocks.smallest ? LargeBlocks.shared.take(bytes) : nil
    let raw = large?.start ?? UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    self.large = large
    base = raw.bindMemory(to: Scalar.self, capacity: max(count, 1))
  }

  /// 2⁴⁶ bytes: no allocator gives more, and no size in bytes overflows.
  private static var greatestCount: Int { (1 << 46) / MemoryLayout<Scalar>.stride }

  deinit {
    if let large { LargeBlocks.shared.giveBack(large) } else { base.deallocate() }
  }
}
