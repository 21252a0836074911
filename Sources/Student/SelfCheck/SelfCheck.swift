package import Checks
import Foundation
package import LabKit
import Worker

/// The self-check of a handout: the real checks on public inputs, against the reference's saved answers.
///
/// The program starts itself again as the process that hosts the student's code, so that a crash or an endless loop is
/// told like any other failure.
package struct SelfCheck {
  let lab: String
  let plan: Plan
  let reference: Transcript
  let hidden: Int
  let hiddenPoints: Points
  let options: Options

  /// Runs as checker, or as host where the checker started it. `folder` holds the plan and the reference's answers, and
  /// lies two folders below the student's file.
  package static func main(
    lab: String, folder: String, hidden: Int, hiddenPoints: Points, operations: [BoundOperation]
  ) -> Never {
    if CommandLine.arguments.dropFirst() == [Host.argument] { Host.serve(operations) }
    do {
      let plan = try Plan(bytes: try read("\(folder)/public.plan"))
      let options = try Options(Array(CommandLine.arguments.dropFirst()), checks: plan.checks.map(\.id))
      if options.wantsHelp {
        print(options.help)
        exit(0)
      }
      if options.isWatching { Watch(file: "\(folder)/../../\(lab).swift", package: "\(folder)/../..").run(options) }
      let check = SelfCheck(
        lab: lab, plan: plan, reference: try Transcript(bytes: try read("\(folder)/public.reference")), hidden: hidden,
        hiddenPoints: hiddenPoints, options: options)
      exit(try check.run() ? 0 : 1)
    } catch let error as Options.Mistake {
      Terminal.complain(error.description)
      exit(2)
    } catch {
      Terminal.complain("The self-check itself failed: \(error)")
      exit(2)
    }
  }

  private static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValueError("\(path) is missing; take the handout again")
    }
    return Array(data)
  }

  /// Runs the chosen checks one by one, each told as soon as it is judged; whether all passed.
  private func run() throws -> Bool {
    let chosen = plan.checks.filter { options.isChosen($0.id) }
    var report = SelfReport(
      lab: lab, verdicts: [], hidden: hidden, hiddenPoints: hiddenPoints, isColoured: Terminal.hasColour,
      isWhole: chosen.count == plan.checks.count, width: chosen.map(\.id.count).max())
    var host: Host?
    var groundwork = Groundwork()
    for var check in chosen {
      // What one asks for by name is judged whatever became of the checks before it.
      check.prerequisites.removeAll { !options.isChosen($0) }
      check.needs.removeAll { !options.isChosen($0) }
      var transcript = Transcript()
      var printed = ""
      if groundwork.obstacle(for: check) == nil {
        Terminal.show("… \(check.id)")
        let running = try host ?? Host(file: "\(lab).swift")
        (transcript.evidence[check.id], printed) = running.ask(check.calls, seconds: check.budget)
        host = transcript.evidence[check.id]?.stop == nil ? running : nil
        Terminal.clear()
      }
      var verdict = try check.verdict(transcript, reference: reference, groundwork)
      groundwork.note(check, verdict.kind, verdict.reason)
      // Grading then judges by the student's own functions; here the mistake below is to be mended first.
      if [.failed, .errored].contains(verdict.kind), let mistake = groundwork.mistake(under: check) {
        verdict.wait(for: mistake)
      }
      report.verdicts += Diagnosis.adding(
        to: [verdict], of: Plan(lab: lab, checks: [check]), transcript, reference: reference, suspects: { _, _ in [] })
      if let told = report.verdicts.last { Terminal.say(report.entry(told, printed: printed)) }
    }
    host?.end()
    Terminal.say("\n" + report.ending)
    if let path = options.summary { try Self.write(report.markdown(), to: path, "a") }
    if let path = options.points { try Self.write(report.points + "\n", to: path, "w") }
    return report.isPassed
  }

  private static func write(_ text: String, to path: String, _ mode: String) throws {
    guard let file = fopen(path, mode) else { throw ValueError("\(path) cannot be written") }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else { throw ValueError("\(path) cannot be written") }
  }
}
