import ArgumentParser
import CommandSupport
import CourseRules
import Foundation
import Grading
import Sandbox
import Storage

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tries what grading and building need, and says what to do where something is missing.",
    discussion: "Exit codes: 0 all is well, or only a course's office cannot be built; 2 nothing can be graded so.")

  func run() throws {
    let findings = [toolkit(), toolchain(), cache()] + sandbox() + Libraries.findings() + disk() + [office()]
    for finding in findings { print(finding.text) }
    if findings.contains(where: { $0.state == .bad }) { throw ExitCode(2) }
  }

  private func toolkit() -> Finding {
    Finding("toolkit") { "version \(ToolkitVersion.current), its files in \(try Toolkit.locate().root)" }
  }

  private func toolchain() -> Finding {
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

  private func cache() -> Finding {
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

  private func sandbox() -> [Finding] {
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
  private func disk() -> [Finding] {
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

  private func office() -> Finding {
    var finding = Finding("gradus-course") {
      // A course's own program is both.
      guard CourseReading.isAsked, !Files.exists(CompanionProgram.path) else { return "is there" }
      throw DoctorFault("it is not built, which collects submissions, makes pages and reads course.yml: make course")
    }
    if finding.state == .bad { finding.state = .lacking }
    return finding
  }
}

/// What the doctor found of one thing.
struct Finding {
  enum State: String {
    case good = "ok  "
    /// Some commands cannot be used.
    case lacking = "miss"
    case bad = "BAD "
  }

  let name: String
  var state: State
  let words: String

  /// `look` says what is there, or throws what is wrong and what to do.
  init(_ name: String, _ look: () throws -> String) {
    self.name = name
    do { (state, words) = (.good, try look()) } catch { (state, words) = (.bad, "\(error)") }
  }

  var text: String { "\(state.rawValue) \(name): \(words)" }
}

struct DoctorFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
