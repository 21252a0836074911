import Foundation
import Glibc
import Keys

/// The Swift compiler that submissions are built with.
package struct Toolchain: Sendable {
  /// The folder that holds `bin/swiftc` and `lib/swift`.
  package let prefix: String
  /// What the compiler says it is.
  package let version: String

  package var swiftc: String { "\(prefix)/bin/swiftc" }
  /// Where the runtime's libraries are.
  package var libraries: String { "\(prefix)/lib/swift/linux" }

  /// What tells the headers that the compiler reads here from those of another machine, or of another day: it takes what it
  /// kept of them only while their sizes and times are the same. No mark depends on it.
  var headers: String {
    let files =
      ["\(prefix)/lib/swift/shims/module.modulemap"]
      + ["features.h", "stdio.h", "linux/limits.h"].map { "/usr/include/\($0)" }
    let stamps = files.map { file in
      var information = stat()
      return stat(file, &information) == 0 ? "\(information.st_size) \(information.st_mtim.tv_sec)" : "none"
    }
    return String(Digest(of: Array(stamps.joined(separator: "\n").utf8)).description.prefix(8))
  }

  /// The compiler that `GRADUS_SWIFTC` names, or the first on PATH. Its version is asked once and then remembered for as
  /// long as the program does not change.
  package static func locate(cache: Cache) throws -> Toolchain {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/swiftc" }
    let candidates = environment["GRADUS_SWIFTC"].map { [$0] } ?? folders
    guard let found = candidates.first(where: { access($0, X_OK) == 0 }), let real = realpath(found, nil) else {
      throw GradingFault.noCompiler
    }
    defer { free(real) }
    // swiftc is a link to swift-driver or swift-frontend in the same folder.
    let prefix = URL(fileURLWithPath: String(cString: real)).deletingLastPathComponent().deletingLastPathComponent()
      .path
    var information = stat()
    stat("\(prefix)/bin/swift-frontend", &information)
    let identity = "\(prefix) \(information.st_size) \(information.st_mtim.tv_sec) \(information.st_mtim.tv_nsec)"
    let key = Digest(of: Array(identity.utf8)).description
    let version = try cache.bytes("toolchains/\(key)") { try ask("\(prefix)/bin/swiftc") }
    return Toolchain(prefix: prefix, version: String(decoding: version, as: UTF8.self))
  }

  private static func ask(_ swiftc: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: swiftc)
    process.arguments = ["--version"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw GradingFault.compilerFailed("\(error)") }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw GradingFault.compilerFailed("exit code \(process.terminationStatus)")
    }
    let line = String(decoding: output, as: UTF8.self).split(separator: "\n").prefix(2).joined(separator: ", ")
    return Array(line.utf8)
  }
}
