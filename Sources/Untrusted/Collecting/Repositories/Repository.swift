import Foundation
import Glibc
import Sandbox

/// A student's git repository. Its own configuration may name programs, so git itself reads it confined, without a
/// network and without anything to write to.
struct Repository {
  /// The folder with `HEAD`, `objects` and `refs`.
  let folder: String
  let isBare: Bool

  /// The repository in this folder, if it is one.
  init?(_ folder: String) {
    let isWhole = { (path: String) in
      ["HEAD", "objects", "refs"].allSatisfy { Disk.entry(Array("\(path)/\($0)".utf8)) != nil }
    }
    if isWhole("\(folder)/.git") {
      (self.folder, isBare) = ("\(folder)/.git", false)
    } else if isWhole(folder) {
      (self.folder, isBare) = (folder, true)
    } else {
      return nil
    }
  }

  init(bare folder: String) { (self.folder, isBare) = (folder, true) }

  struct Commit: Hashable {
    var hash: String
    /// The student's word.
    var seconds: Int64
    /// When the server had it, where it keeps that.
    var pushed: Int64?
  }

  /// What stands at `HEAD`: the commit, and its files as an archive; nil where there is no commit, or none can be read.
  func head(in confinement: Confinement, _ spool: Spool, most: Int) throws -> (Commit, Found.Content)? {
    let place = try readable(spool)
    let told = try ask(["log", "-1", "--no-show-signature", "--format=%H %ct", "HEAD"], place, confinement)
    let words = told?.split(whereSeparator: \.isWhitespace) ?? []
    guard words.count == 2, [40, 64].contains(words[0].count), words[0].allSatisfy(\.isHexDigit),
      let seconds = Int64(words[1])
    else { return nil }
    var commit = Commit(hash: String(words[0]), seconds: seconds)
    if isBare {
      let log = try ask(["log", "-g", "-1", "--date=unix", "--format=%gd %H", "HEAD"], place, confinement)
      if let match = log?.firstMatch(of: /@\{(\d{1,12})\} ([0-9a-f]+)/), match.2 == commit.hash {
        commit.pushed = Int64(match.1)
      }
    }
    var archive = try spool.file()
    var size = 0
    let job = try job(["archive", "--format=tar", commit.hash], place, confinement)
    var failure: (any Error)?
    let outcome = try job.run(in: confinement) { bytes in
      size += bytes.count
      do { try archive.write(bytes) } catch { failure = error }
      return size <= most && failure == nil
    }
    if let failure {
      archive.discard()
      throw failure
    }
    guard outcome.status == .exited(0) else {
      archive.discard()
      return nil
    }
    return (commit, try archive.finish())
  }

  private static let inside = "/repository"

  private func ask(_ words: [String], _ place: String, _ confinement: Confinement) throws -> String? {
    let outcome = try job(words, place, confinement).run(in: confinement)
    return outcome.status == .exited(0) ? String(decoding: outcome.standardOutput.prefix(1000), as: UTF8.self) : nil
  }

  private func job(_ words: [String], _ place: String, _ confinement: Confinement) throws -> Job {
    guard let git = Tool.find("git") else { throw CollectingFault.repository(folder, "git is not installed") }
    let inside = confinement == .none ? place : Self.inside
    return Job(
      executable: git,
      arguments: [
        "--git-dir=\(inside)", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
        "-c", "core.attributesFile=/dev/null", "--no-pager",
      ] + words,
      mounts: [Job.Mount(host: place, inside: Self.inside)], folder: "/tmp",
      environment: [
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*", "GIT_NO_LAZY_FETCH": "1",
      ],
      limits: Limits(cpuSeconds: 60, wallSeconds: 300, outputBytes: 1 << 16), rules: .tools)
  }

  /// A copy that the sandbox's user can read, where that is nobody.
  private func readable(_ spool: Spool) throws -> String {
    guard geteuid() == 0 else { return folder }
    var size = 0
    for item in try Disk.walk(folder, limit: 200_000) {
      size += item.size ?? 0
      guard item.kind != .link, item.kind != .other else {
        throw CollectingFault.repository(folder, "it holds a link, \(item.path.display), as no repository does")
      }
    }
    guard size <= 2 << 30 else { throw CollectingFault.repository(folder, "it has more than 2 GiB") }
    let copy = try spool.emptyFolder()
    do {
      try FileManager.default.copyItem(atPath: folder, toPath: "\(copy)/git")
    } catch {
      throw CollectingFault.repository(folder, "it cannot be copied: \(error.localizedDescription)")
    }
    for item in try Disk.walk("\(copy)/git", limit: 200_000) {
      chmod("\(copy)/git/\(item.path.text)", item.kind == .folder ? 0o755 : 0o644)
    }
    return "\(copy)/git"
  }
}
