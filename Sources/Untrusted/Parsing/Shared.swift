import Synchronization

/// Places that several threads fill, each one once.
final class Shared<Value: Sendable>: Sendable {
  private let values: Mutex<[Result<Value, any Error>?]>

  init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

  func set(_ place: Int, _ value: Result<Value, any Error>) {
    values.withLock { $0[place] = value }
  }

  func all() -> [Result<Value, any Error>] { values.withLock { $0.compactMap(\.self) } }
}
