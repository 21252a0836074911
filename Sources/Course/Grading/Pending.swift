import Foundation
import Synchronization

/// A value that a thread of its own makes, for those who can begin without it and wait for it when they need it.
final class Pending<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let group = DispatchGroup()

  init(_ make: @escaping @Sendable () throws -> Value) {
    group.enter()
    let thread = Thread { [self] in
      let made = Result { try make() }
      result.withLock { $0 = made }
      group.leave()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The value, or what was thrown in making it, to everyone who asks.
  func value() throws -> Value {
    group.wait()
    guard let result = result.withLock({ $0 }) else { preconditionFailure("a pending value ended without a result") }
    return try result.get()
  }
}
