import DeepLearning
import Foundation

/// A bar that is drawn over itself on a terminal, and a line for every tenth of the epochs elsewhere; both say how long it may take yet.
struct TrainingProgress: Sendable {
  let isTerminal: Bool

  /// The part of a file that was read.
  func reading(_ part: Double) {
    guard isTerminal else { return }
    print("\rreading \(Int(100 * part)) %", terminator: part < 1 ? "" : "\r\u{1B}[K")
    fflush(nil)
  }

  func show(epoch: Int, of epochs: Int, step: Int, of steps: Int, since start: ContinuousClock.Instant) {
    guard isTerminal, step % max(steps / 20, 1) == 0 else { return }
    let part = Double((epoch - 1) * steps + step) / Double(epochs * steps)
    let full = Int(30 * part)
    let bar = String(repeating: "█", count: full) + String(repeating: "·", count: 30 - full)
    print("\r\(bar) epoch \(epoch)/\(epochs)\(left(part, start))\u{1B}[K", terminator: "")
    fflush(nil)
  }

  func tell(_ epoch: History.Epoch, of epochs: Int, since start: ContinuousClock.Instant) {
    let line =
      "epoch \(epoch.number)/\(epochs)  loss \(text(epoch.loss, 4))  test \(text(epoch.validationLoss ?? 0, 4))"
      + "  accuracy \(text(epoch.accuracy ?? 0, 4))"
    let rest = epoch.number < epochs ? left(Double(epoch.number) / Double(epochs), start) : ""
    if isTerminal {
      print("\r\(line)\(rest)\u{1B}[K", terminator: epoch.number == epochs ? "\n" : "")
    } else if epoch.number == epochs || epoch.number % max(epochs / 10, 1) == 0 {
      print(line + rest)
    }
    fflush(nil)
  }

  /// What is left if it goes on as it went.
  private func left(_ part: Double, _ start: ContinuousClock.Instant) -> String {
    let spent = (ContinuousClock.now - start) / .seconds(1)
    let seconds = Int((spent / part * (1 - part)).rounded(.up))
    return seconds < 60 ? ", \(seconds) s left" : ", \(seconds / 60) min \(seconds % 60) s left"
  }
}

/// A number with a fixed count of decimals.
func text(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
