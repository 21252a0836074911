import Foundation
import Sandbox
import TestSupport
import Testing

/// What a confined program sees and may do, asked of a shell.
@Suite struct JobTests {
  private func shell(_ script: String, limits: Limits = Limits(cpuSeconds: 5, wallSeconds: 5)) throws -> Outcome {
    let job = Job(executable: "/bin/sh", arguments: ["-c", script], limits: limits, rules: .tools)
    return try job.run(in: try Confinement.available())
  }

  private func said(_ outcome: Outcome) -> String { String(decoding: outcome.standardOutput, as: UTF8.self) }

  @Test func seesTheSystemAndNothingElse() throws {
    let root = #filePath.components(separatedBy: "/Tests/")[0]
    let outcome = try shell("ls -A / ; ls \(root) /root /home /etc 2>&1")
    let top = said(outcome).split(separator: "\n").map(String.init)
    let allowed: Set<String> = ["usr", "lib", "lib32", "lib64", "libx32", "bin", "tmp", "proc", "dev", "etc"]
    #expect(Set(top.prefix { !$0.contains("ls:") && !$0.contains(":") }).isSubset(of: allowed), "\(top)")
    #expect(!said(outcome).contains("Package.swift"))
    #expect(!said(outcome).contains("passwd"))
  }

  @Test func isNotRoot() throws {
    let outcome = try shell("id -u; cat /proc/self/status | grep CapEff; touch /usr/x /x 2>/dev/null || echo refused")
    #expect(!said(outcome).hasPrefix("0\n"))
    #expect(said(outcome).contains("CapEff:\t0000000000000000"))
    #expect(said(outcome).contains("refused"))
  }

  @Test func seesNoOtherProcessAndNoNetwork() throws {
    let outcome = try shell("ls /proc | grep -c '^[0-9]'; ls /sys 2>/dev/null; cat /proc/net/dev | wc -l")
    let numbers = said(outcome).split(separator: "\n").compactMap { Int($0) }
    #expect((numbers.first ?? 100) < 8)
    // Two lines of heading, and the loopback that is down.
    #expect(numbers.last == 3)
  }

  /// A file that whoever started the grader left open, not marked to be closed.
  @Test func inheritsNoOpenFile() throws {
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    // A free number: one of our own choice could be another test's open file.
    let inherited = fcntl(file, F_DUPFD, 173)
    #expect(inherited >= 173)
    defer { close(inherited) }
    let outcome = try shell("ls /proc/self/fd")
    let numbers = said(outcome).split(separator: "\n").compactMap { Int($0) }
    #expect(numbers.contains(0) && numbers.contains(2))
    #expect(!numbers.contains(Int(inherited)) && numbers.allSatisfy { $0 < 16 }, "\(numbers)")
  }

  @Test func inheritsNoEnvironment() throws {
    setenv("GRADUS_SECRET", "told", 1)
    #expect(!said(try shell("env")).contains("GRADUS_SECRET"))
  }

  @Test func isStoppedAtItsLimits() throws {
    #expect(try shell("sleep 60", limits: Limits(wallSeconds: 0.5)).status == .timedOut)
    #expect(try shell("while :; do :; done", limits: Limits(cpuSeconds: 1, wallSeconds: 20)).status == .timedOut)
    #expect(try shell("yes", limits: Limits(wallSeconds: 20, outputBytes: 1 << 16)).status == .tooMuchOutput)
    let children = try shell("(sleep 60 &) ; sleep 60", limits: Limits(wallSeconds: 0.5))
    #expect(children.status == .timedOut && children.seconds < 5)
  }

  @Test func anExitCodeIsAResult() throws {
    #expect(try shell("exit 7").status == .exited(7))
    #expect(try shell("kill -SEGV $$").status == .signalled(SIGSEGV))
  }
}
