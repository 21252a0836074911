import ArgumentParser
import CourseRules
import Foundation
package import Grading
import Sandbox
import Storage

/// What `doctor` looks at in every program.
package enum Examination {
  /// Prints what was found, and ends with 2 where something is bad.
  package static func tell(_ findings: [Finding]) throws {
    for finding in findings { print(finding.text) }
    if findings.contains(where: { $0.state == .bad }) { throw ExitCode(2) }
  }

  /// `part` is what this program needs of it.
  package static func toolkit(_ part: Toolkit.Part = .whole) -> Finding {
    Finding("toolkit") { "version \(ToolkitVersion.current), its files in \(try Toolkit.locate(part).root)" }
  }

  package static func toolchain() -> Finding {
    Finding("toolchain") {
      let toolchain = try Toolchain.locate(cache: try Cache.standard())
      guard let version = toolchain.version.firstMatch(of: /Swift version (\d+)\.(\d+)/),
        let major = Int(version.1), let minor = Int(version.2), (major, minor) >= (6, 2)
      else {
        throw DoctorFault("\(toolchain.version) is too old, or no Swift: install Swift 6.2 or newer from swift.org")
      }
      return "\(toolchain.version), in \(toolchain.prefix)"
    }
  }

  package static func cache() -> Finding {
    Finding("cache") {
      let root = try Cache.standard().root
      let probe = "\(root)/doctor.\(getpid())"
      do {
        try Files.put([0], at: probe)
      } catch {
        throw DoctorFault("\(error): mend the rights of \(root), or name another place with GRADUS_CACHE")
      }
      Files.remove(probe)
      return "\(root) can be written"
    }
  }

  package static func sandbox() -> [Finding] {
    let tools = ["setpriv", "prlimit"].map { tool in
      Finding(tool) {
        guard let path = Tool.find(tool) else {
          throw DoctorFault("it is not installed; it is part of util-linux: apt-get install util-linux")
        }
        return path
      }
    }
    let sandbox = Finding("bubblewrap") {
      do {
        _ = try Confinement.available()
        return "confines programs: \(try Confinement.locateBubblewrap())"
      } catch SandboxError.brokenBubblewrap(let said) {
        throw DoctorFault("\(said.isEmpty ? "it ended without a word" : said). \(NamespaceFacts.here.remedy)")
      }
    }
    return [sandbox] + tools
  }

  /// The cache keeps kits, and builds are made in the temporary folder.
  package static func disk() -> [Finding] {
    let places = [("disk, cache", (try? Cache.standard().root) ?? "/"), ("disk, builds", NSTemporaryDirectory())]
    return places.map { name, path in
      Finding(name) {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else {
          throw DoctorFault("\(path): \(String(cString: strerror(errno)))")
        }
        let free = Double(information.f_bavail) * Double(information.f_frsize) / Double(1 << 30)
        let text = "\(String(format: "%.1f", free)) GiB free at \(path)"
        guard free >= 1 else { throw DoctorFault("\(text): kits and builds want 1 GiB; make room there") }
        return text
      }
    }
  }
}
