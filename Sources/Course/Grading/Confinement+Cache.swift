import Foundation
import Glibc
import Keys
package import Sandbox
import Storage

extension Confinement {
  /// Bubblewrap where it is installed and works here, which is tried once for each start of the machine.
  package static func available(remembering cache: Cache) throws -> Confinement {
    let path = try locateBubblewrap()
    guard let start = try? Files.read("/proc/sys/kernel/random/boot_id") else { return try available() }
    var information = stat()
    stat(path, &information)
    let identity = "\(path) \(information.st_size) \(information.st_mtim.tv_sec) \(geteuid()) \(start)"
    _ = try cache.bytes("sandboxes/\(Digest(of: Array(identity.utf8)))") {
      _ = try available()
      return []
    }
    return .bubblewrap(path)
  }
}
