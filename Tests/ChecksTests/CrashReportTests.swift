import LabKit
import Testing

@testable import Checks

/// What is read out of the runtime's words, as an optimized program with line tables prints them.
@Suite struct CrashReportTests {
  private static func report(
    _ said: String, _ frames: [String], opening: String = "Program crashed: Illegal instruction"
  )
    -> CrashReport
  {
    let trace = """

      *** Signal 4: Backtracing from 0x7f16... done ***

      *** \(opening) ***

      Platform: x86_64 Linux

      Thread 0 "check" crashed:

      \(frames.joined(separator: "\n"))
      ...

      Backtrace took 0.01s

      """
    return CrashReport(of: said + trace, file: "CNN.swift")
  }

  @Test func aMessageOfTheKitIsToldWithTheStudentsLine() {
    let report = Self.report(
      "mine\nLabKit/Tensor.swift:54: Fatal error: index [0, 3] is outside a tensor of shape [2, 3]\n",
      [
        "  0               0x00007f225acf9361 _assertionFailure(_:_:file:line:flags:) + 225 in libswiftCore.so",
        "  1 [ra]          0x00005643bd4b8c8f shapeError(_:) + 46 in check at /home/a b/Gradus/LabKit/Tensor.swift:54:47",
        "  2 [ra] [system] 0x00005643bd4b6c19 Tensor.indexError(_:) + 8 in check at //<compiler-generated>",
        "  3 [ra]          0x0000564f5cd5f998 Submission.f(_:) + 375 in check at /home/a b/CNN.swift:12:28",
        "  4 [ra]          0x0000564f5cd611b9 Submission.g(_:) + 488 in check at /home/a b/CNN.swift:40:7",
      ])
    #expect(report.line == "CNN.swift:12")
    #expect(report.reason == "Fatal error: index [0, 3] is outside a tensor of shape [2, 3]")
    #expect(report.printed == "mine")
    let stop = Stop.signalled(SIGILL, report)
    #expect(stop.reason == .crashed)
    #expect(
      stop.message
        == "stopped at CNN.swift:12: Fatal error: index [0, 3] is outside a tensor of shape [2, 3]")
  }

  /// Optimized traps have no message; their reason is the innermost frame's name.
  @Test func aTrapWithoutAMessageHasItsReasonInTheFrames() {
    let overflow = Self.report(
      "",
      [
        "  0 [inlined] [system] 0x000055e340cfe44c Swift runtime failure: arithmetic overflow in check at //<compiler-generated>",
        "  1                    0x000055e340cfe44c f(_:) + 972 in check at /home/a/CNN.swift:14:47",
      ], opening: "Swift runtime failure: arithmetic overflow")
    #expect(overflow.reason == "arithmetic overflow" && overflow.line == "CNN.swift:14" && overflow.printed == "")
    let index = Self.report(
      "",
      [
        "  0 [inlined] [system] 0x000055a13b10e7f0 specialized Array.subscript.getter in check at //<compiler-generated>",
        "  1                    0x000055a13b10e7f0 f(_:) + 1888 in check at /home/a/CNN.swift:25:36",
      ])
    #expect(index.reason == "Index out of range" && index.line == "CNN.swift:25")
  }

  @Test func theStudentsOwnMessageStandsWithItsLine() {
    let report = Self.report("check/CNN.swift:22: Fatal error: my own: words\n", [])
    #expect(report.line == "CNN.swift:22" && report.reason == "Fatal error: my own: words")
    let failed = Self.report("check/CNN.swift:20: Precondition failed\n", [])
    #expect(failed.line == "CNN.swift:20" && failed.reason == "Precondition failed")
  }

  @Test func otherFilesAndTextsAreNoPlaceOfTheStudents() {
    let report = Self.report(
      "read MyCNN.swift:3\n",
      ["  0 0x1 f(_:) in check at /home/MyCNN.swift:9:1", "  1 0x2 g(_:) in check at /home/CNN.swift"],
      opening: "Program crashed: Bad pointer dereference at 0x00007ffc427edff8")
    #expect(report.line == nil && report.reason == nil && report.printed == "read MyCNN.swift:3")
    #expect(Stop.signalled(SIGSEGV, report).message.contains("endless recursion"))
    #expect(
      CrashReport.begins(in: "x\n*** Signal 4: Backtracing from 0x7f16") && !CrashReport.begins(in: "a *** Signal"))
    let silent = CrashReport(of: "", file: "CNN.swift")
    #expect(silent.line == nil && silent.reason == nil && silent.printed == "")
    #expect(Stop.signalled(SIGILL, silent).message.contains("Swift runtime error"))
  }
}
