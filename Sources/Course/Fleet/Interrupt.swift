import Foundation
import Glibc
import Synchronization

/// Whether somebody has asked this command to end, by Ctrl-C.
package enum Interrupt {
  private static let flag = Mutex(false)
  /// The source is made once and then left alone.
  private struct Listener: @unchecked Sendable { let source: any DispatchSourceSignal }

  private static let listener: Listener = {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: DispatchQueue(label: "interrupt"))
    source.setEventHandler { flag.withLock { $0 = true } }
    source.resume()
    return Listener(source: source)
  }()

  /// From now on Ctrl-C is a question, and not the end.
  package static func listen() { _ = listener }

  static var isAsked: Bool { flag.withLock(\.self) }

  /// It was asked, and the cluster's jobs are cancelled.
  package struct Asked: Error {}
}
