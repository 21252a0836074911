import Synchronization

/// Whether a kit was found sound: asked when a submission did not build, so that a damaged kit is nobody's zero.
final class KitCheck: Sendable {
  private let isSound = Mutex(false)

  /// Tries the kit where that was not done yet, or where it is to be done again.
  func confirm(again: Bool, _ attempt: () throws -> Void) throws {
    if !again, isSound.withLock({ $0 }) { return }
    try attempt()
    isSound.withLock { $0 = true }
  }
}
