public import LabKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Answers calls until there are no more: the whole life of the process that hosts a submission.
///
/// Calls come on descriptor 3, answers go out on descriptor 4, both as frames. The process says numbers only; what they
/// are worth is decided elsewhere, from what it never sees.
public func serveGradusCalls(_ operations: [BoundOperation]) -> Never {
  signal(SIGPIPE, SIG_IGN)
  let bodies = Dictionary(operations.map { ($0.name, $0.body) }) { first, _ in first }
  let channel = Channel(input: 3, output: 4)
  #if canImport(Glibc)
    LastWords.prepare(on: channel.output)
  #endif
  channel.send(.ready)
  while let call = channel.receive() {
    guard let body = bodies[call.operation] else {
      channel.send(.refused("there is no operation \(call.operation)"))
      continue
    }
    NotImplemented.onCall { function in
      channel.send(.notAttempted(function))
      _exit(0)
    }
    do {
      let value = try body(call.arguments)
      // What the submission printed goes out before its answer does, for nobody waits for more afterwards.
      fflush(nil)
      channel.send(.value(value))
    } catch {
      channel.send(.refused("\(call.operation): \(error)"))
    }
  }
  exit(0)
}
