/// Stops the program with a message unless the condition holds, in optimised builds too: `precondition` says nothing there, and a
/// shape mistake without its shapes is a long search.
@inlinable @inline(__always)
public func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if _slowPath(!condition) { stop(message(), file, line) }
}

@usableFromInline @inline(never)
func stop(_ message: String, _ file: StaticString, _ line: UInt) -> Never {
  fatalError(message, file: file, line: line)
}
