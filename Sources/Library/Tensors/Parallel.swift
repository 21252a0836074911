private import CKernels

/// One piece of work for each index.
///
/// A value with what it needs, not a closure: a closure's context would be allocated anew in every step.
public protocol ParallelTask: Sendable {
  /// The piece `index`; called once for each, on any thread.
  func run(_ index: Int)
}

/// One piece of work for each item of an array, which it may change.
public protocol ParallelItemTask<Item>: Sendable {
  /// What is changed.
  associatedtype Item: Sendable
  /// The piece of the item at `index`; called once for each, on any thread.
  func run(_ index: Int, _ item: inout Item)
}

/// Work on the processor's cores, for steps of well under a millisecond.
public enum Parallel {
  /// How many threads share the work, the caller's included; at first, the number of cores.
  public static var width: Int {
    get { gradus_parallel_width() }
    set { gradus_parallel_set_width(newValue) }
  }

  /// Runs the pieces 0..<count on several threads at once, and returns when all are done.
  ///
  /// A call within a call runs on its own thread. Allocates nothing.
  public static func run<Task: ParallelTask>(_ count: Int, _ task: Task) {
    withUnsafePointer(to: task) { task in
      withUnsafePointer(to: Call(type: Task.self, task: task)) { call in
        gradus_parallel(
          count, { call, index in call?.assumingMemoryBound(to: Call.self).pointee.run(index) },
          UnsafeMutableRawPointer(mutating: call))
      }
    }
  }

  /// Runs one piece for each item, each item on one thread at a time.
  public static func forEach<Task: ParallelItemTask>(_ items: inout [Task.Item], _ task: Task) {
    items.withUnsafeMutableBufferPointer { run($0.count, Items(items: $0, task: task)) }
  }

  /// The instruction set that the kernels were chosen for: "avx512", "avx2" or "base".
  public static var instructionSet: String { String(cString: gradus_kernel_name()) }
}

/// A task behind a C pointer: its type tells how to read it.
private struct Call {
  let type: any ParallelTask.Type
  let task: UnsafeRawPointer

  func run(_ index: Int) { type.run(task, index) }
}

extension ParallelTask {
  fileprivate static func run(_ task: UnsafeRawPointer, _ index: Int) {
    task.assumingMemoryBound(to: Self.self).pointee.run(index)
  }
}

/// Each index is handed out once, so no two threads touch the same item.
private struct Items<Task: ParallelItemTask>: ParallelTask, @unchecked Sendable {
  let items: UnsafeMutableBufferPointer<Task.Item>
  let task: Task

  func run(_ index: Int) { task.run(index, &items[index]) }
}
