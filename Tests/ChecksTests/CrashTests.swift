import LabKit
import Testing

@testable import Checks

/// What is said of a crash that was seen from outside.
@Suite struct CrashTests {
  private static let site = CrashSite(file: "CNN.swift", line: 11, reason: "Index out of range")

  private func said(_ crash: Crash, _ site: CrashSite? = site) -> String { Stop.signalled(crash, at: site).message }

  @Test func theLineAndTheReason() {
    let stop = Stop.signalled(Crash(signal: SIGILL), at: Self.site)
    #expect(stop.reason == .crashed && stop.line == 11 && stop.crash == nil)
    #expect(stop.message == "the program stopped at CNN.swift:11: Index out of range")
    // What the runtime says itself is told rather.
    let kit = Array("mine\nLabKit/Tensor.swift:54: Fatal error: index [0, 3] is outside a tensor of shape [2]\n".utf8)
    #expect(
      said(Crash(signal: SIGILL, printed: kit)).hasSuffix("CNN.swift:11: index [0, 3] is outside a tensor of shape [2]")
    )
    #expect(said(Crash(signal: SIGFPE)) == "the program crashed at CNN.swift:11 at signal 8")
    #expect(said(Crash(signal: SIGABRT), nil).hasPrefix("the program aborted: a cast (as!) that fails, "))
  }

  /// A program may have been asked what nobody is to know, and prints what it likes.
  @Test func theStudentsOwnWordsAreNotQuoted() {
    let own = Array("Handin/CNN.swift:11: Fatal error: asked [1, 2]\n".utf8)
    let silent = CrashSite(file: "CNN.swift", line: 11, reason: nil)
    #expect(
      said(Crash(signal: SIGILL, printed: own), silent)
        == "the program stopped at CNN.swift:11: a fatalError of your own")
    #expect(said(Crash(signal: SIGILL), silent) == "the program stopped at CNN.swift:11: a Swift runtime error")
    let long = CrashSite(file: "CNN.swift", line: 11, reason: String(repeating: "a\u{1B}", count: 10_000))
    let bounded = said(Crash(signal: SIGILL), long)
    #expect(bounded.count < 300 && !bounded.contains("\u{1B}"))
  }

  @Test func anUnknownPlaceIsNoPlace() {
    let stop = Stop.signalled(Crash(signal: SIGILL, places: [7]))
    #expect(stop.line == nil && stop.crash?.places == [7] && stop.message.contains("an index out of range, a nil"))
    #expect(said(Crash(signal: SIGSEGV), nil).hasSuffix("(segmentation fault): endless recursion, or unsafe memory"))
  }

  @Test func aRecursionIsTold() {
    let deep = Crash(signal: SIGSEGV, places: [5] + Array(repeating: 9, count: 31))
    #expect(said(deep) == "the program crashed at CNN.swift:11 (segmentation fault): endless recursion")
    #expect(!Crash(signal: SIGSEGV, places: Array(0..<32)).isRecursive)
    // Two functions that call each other.
    #expect(Crash(signal: SIGSEGV, places: [5] + (0..<31).map { 8 + $0 % 2 }).repeated.prefix(2) == [8, 9])
  }

  @Test func memoryThatRanOutIsTold() {
    let stop = Stop.signalled(
      Crash(signal: SIGILL, printed: Array("Fatal error: failed to allocate 8 bytes\n".utf8)), at: Self.site)
    #expect(stop.reason == .memory && stop.message == "the program ran out of its memory limit at CNN.swift:11")
  }

  /// A transcript keeps the line, and nothing that was needed to find it.
  @Test func theLineIsKept() throws {
    let stop = Stop.signalled(Crash(signal: SIGILL), at: Self.site)
    let transcript = Transcript(evidence: ["f": Evidence(stop: stop)])
    #expect(try Transcript(bytes: transcript.bytes()) == transcript)
    let unknown = Stop.signalled(Crash(signal: SIGILL, places: [1, 2]))
    let read = try Transcript(bytes: Transcript(evidence: ["f": Evidence(stop: unknown)]).bytes())
    #expect(read.evidence["f"]?.stop?.message == unknown.message && read.evidence["f"]?.stop?.crash == nil)
    // One that was written before there were lines.
    let old = Value.record(["reason": "crashed", "message": "it crashed"])
    #expect(try Stop(value: old) == Stop(.crashed, "it crashed"))
  }
}
