private import CKernels

/// Work on the processor's cores, for steps of well under a millisecond.
public enum Parallel {
  /// How many threads share the work, the caller's included; at first, the number of cores.
  public static var width: Int {
    get { gradus_parallel_width() }
    set { gradus_parallel_set_width(newValue) }
  }

  /// Calls `body` for every index below `count`, on several threads at once, and returns when all are done. A call within a
  /// call runs on its own thread.
  public static func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      withUnsafePointer(to: escaping) { pointer in
        let context = UnsafeMutableRawPointer(mutating: pointer)
        gradus_parallel(
          count,
          { context, index in
            context?.assumingMemoryBound(to: (@Sendable (Int) -> Void).self).pointee(index)
          }, context)
      }
    }
  }

  /// Calls `body` with every element of `items`, each on one thread at a time.
  public static func forEach<Item: Sendable>(_ items: inout [Item], _ body: @Sendable (Int, inout Item) -> Void) {
    items.withUnsafeMutableBufferPointer { buffer in
      // Each index is handed out once, so no two threads touch the same element.
      nonisolated(unsafe) let elements = buffer
      run(elements.count) { index in body(index, &elements[index]) }
    }
  }

  /// The instruction set that the kernels were chosen for: "avx512", "avx2" or "base".
  public static var instructionSet: String { String(cString: gradus_kernel_name()) }
}
