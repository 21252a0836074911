/// Stands where your code goes. The self-check and the grader report the function as not attempted.
public func notImplemented(_ function: String = #function) -> Never {
  NotImplemented.handler.value?(function)
  fatalError("\(function) is not implemented yet")
}

/// Where the process that hosts a submission hears of a function that is still to be written.
public enum NotImplemented {
  static let handler = Handler()

  /// Sets what happens when one is called; set once, before any student code runs.
  public static func onCall(_ handle: @escaping @Sendable (String) -> Void) { handler.value = handle }

  final class Handler: @unchecked Sendable {
    var value: (@Sendable (String) -> Void)?
  }
}
