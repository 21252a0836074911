internal import CKernels

/// Elements on the heap, at an address that is a multiple of 64 bytes, so that a vector never straddles two cache lines.
///
/// With `Tensor+Pointer.swift` and `Parallel.swift`, the only place with unsafe memory: whoever writes through `base` has
/// made sure that no other value shares the buffer.
final class Buffer<Scalar: TensorScalar>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Scalar>
  let count: Int

  /// Room for `count` elements of unspecified value.
  init(count: Int) {
    require(count <= Buffer.greatestCount, "Tensor: \(count) elements are more than a memory holds")
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
    // Fresh memory costs a fault for each page: of 4 KiB, more than the filling itself.
    let isLarge = bytes >= 1 << 21
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? 1 << 21 : 64)
    if isLarge { gradus_prefer_large_pages(raw, bytes) }
    base = raw.bindMemory(to: Scalar.self, capacity: max(count, 1))
  }

  /// 2⁴⁶ bytes: no allocator gives more, and no size in bytes overflows.
  private static var greatestCount: Int { (1 << 46) / MemoryLayout<Scalar>.stride }

  deinit { base.deallocate() }
}
