import Foundation
import Glibc
import ProgramSupport

/// The C libraries that programs are built with.
enum Libraries {
  private struct Library {
    var name: String
    /// What building needs of it.
    var header: String
    var package: String
  }

  private static let known = [
    Library(name: "libxml2", header: "libxml2/libxml/parser.h", package: "libxml2-dev"),
    Library(name: "libcrypto", header: "openssl/sha.h", package: "libssl-dev"),
    Library(name: "libarchive", header: "archive.h", package: "libarchive-dev"),
    Library(name: "libsqlite3", header: "sqlite3.h", package: "libsqlite3-dev"),
  ]

  static func findings() -> [Finding] {
    let headers = known.map { library in
      var finding = Finding(library.name) {
        let folders = ["/usr/include", "/usr/local/include"]
        guard let folder = folders.first(where: { access("\($0)/\(library.header)", R_OK) == 0 }) else {
          throw DoctorFault(
            "its header is not in /usr/include, so nothing can be built with it: apt-get install \(library.package)")
        }
        return "\(folder)/\(library.header)"
      }
      // This program is built already.
      if finding.state == .bad { finding.state = .lacking }
      return finding
    }
    var blas = Finding("libopenblas") {
      let names = ["libopenblas.so.0", "libopenblas.so"]
      for name in names {
        if let library = dlopen(name, RTLD_LAZY) {
          dlclose(library)
          return name
        }
      }
      throw DoctorFault(
        "it cannot be loaded, so the reference library computes without it: apt-get install libopenblas-dev")
    }
    if blas.state == .bad { blas.state = .lacking }
    return headers + [blas]
  }
}
