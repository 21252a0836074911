import Foundation
import Glibc
import Sandbox

/// What a program of ours is loaded with.
struct Libraries {
  let loader: String
  let paths: [String]

  init(of program: String) throws {
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]
    guard let loader = loaders.first(where: { access($0, X_OK) == 0 }) else {
      throw CollectingFault.unpacking("the system's loader was not found")
    }
    self.loader = loader
    let process = Process()
    process.executableURL = URL(fileURLWithPath: loader)
    process.arguments = ["--list", program]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw CollectingFault.unpacking("\(error)") }
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CollectingFault.unpacking("the libraries of \(program) cannot be listed")
    }
    // `name => path (address)`, or the path alone.
    let listed = said.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("/") }.map(String.init)
    paths = Set(listed + [loader]).sorted()
  }

  static let languagesInside = "/unpack/languages"

  /// The C library's own table of UTF-8, where it is a file.
  static var languages: [Job.Mount] {
    let folders: [String] = ["/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8"]
    let folder = folders.first { access($0, R_OK) == 0 }
    return folder.map { [Job.Mount(host: $0, inside: "\(languagesInside)/C.utf8")] } ?? []
  }
}
