import Glibc

/// Another program that goes on as this process.
package enum Successor {
  /// Becomes the program at `path`; returns why not, where that fails.
  package static func become(_ path: String, _ arguments: [String]) -> String {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
    let reason = String(cString: strerror(errno))
    words.forEach { free($0) }
    return reason
  }
}
