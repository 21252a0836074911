import Allocations
import DeepLearning
import Tensors

/// Times training steps on request, so that a driver can interleave it with a peer in one run. One request in each line:
///
/// - `list`: the workloads' names, one JSON line
/// - `time INDEX SECONDS`: samples for each second of training steps
/// - `best INDEX SECONDS`: microseconds for the quickest step (of short ones, a run of them), for a machine that others use too
/// - `cpu INDEX SECONDS`: the same in processor time, which is the process's own however many others wait
/// - `peak`, `cpu-peak`: GFLOP/s of matrix products in Float, by the clock and by processor time
/// - `paths`: the names of single operations, one JSON line
/// - `path INDEX SECONDS`: microseconds for the quickest call of one
/// - `allocations INDEX`: allocations in 20 steps after 3
/// - `instructions`: the instruction set of the kernels
/// - `table ROWS COLUMNS`: processor seconds to read such a table, and the memory at its peak beside that of its numbers
/// - `tensors NUMBERS`: gigabytes for each second that so many are written at, and read at
/// - `width THREADS`: how many threads to use from here on
@main
enum LibraryBenchmark {
  static func main() throws {
    var trainers: [Int: (Trainer<Float>, Tensor<Float>, Targets<Float>)] = [:]
    while let line = readLine() {
      let words = line.split(separator: " ")
      let index = words.count > 1 ? Int(words[1]) ?? 0 : 0
      let seconds = words.count > 2 ? Double(words[2]) : nil
      switch words.first {
      case "list":
        let rows = Workload.all.map {
          "{\"name\": \"\($0.name)\", \"samples\": \($0.samples), \"gflop\": \($0.operations / 1e9), \"small\": \($0.isSmall)}"
        }
        reply("[\(rows.joined(separator: ", "))]")
      case "time":
        warm(&trainers, index)
        let clock = ContinuousClock()
        let start = clock.now
        var steps = 0
        while clock.now - start < .seconds(seconds ?? 0.4) {
          step(&trainers, index)
          steps += 1
        }
        reply("\(Double(steps * Workload.all[index].samples) / ((clock.now - start) / .seconds(1)))")
      case "best", "cpu":
        warm(&trainers, index)
        let clock = words.first == "cpu" ? processorTime : wallTime
        reply("\(Quickest.microseconds(for: seconds ?? 1, clock) { step(&trainers, index) })")
      case "cpu-peak": reply("\(Peak.measure(processorTime))")
      case "paths": reply("[\(Path.all.map { "\"\($0.name)\"" }.joined(separator: ", "))]")
      case "path":
        let run = Path.all[index].make()
        for _ in 0..<3 { run() }
        reply("\(Quickest.microseconds(for: seconds ?? 1, wallTime, run))")
      case "allocations":
        var (trainer, input, targets) = Workload.all[index].make()
        for _ in 0..<3 { _ = trainer.step(input, targets) }
        let before = gradus_allocation_count()
        for _ in 0..<20 { _ = trainer.step(input, targets) }
        reply("\(gradus_allocation_count() - before)")
      case "instructions": reply(Parallel.instructionSet)
      case "width":
        Parallel.width = index
        trainers = [:]
        reply("\(Parallel.width)")
      case "table":
        let (seconds, memory) = try DataFiles.table(rows: index, columns: Int(seconds ?? 1))
        reply("[\(seconds), \(memory)]")
      case "tensors":
        let (written, read) = try DataFiles.tensors(count: index)
        reply("[\(written), \(read)]")
      case "peak": reply("\(Peak.measure(wallTime))")
      default: reply("error: unknown request \(line)")
      }
    }
  }

  /// Makes a trainer and takes its first steps, unless that was done.
  private static func warm(_ trainers: inout [Int: (Trainer<Float>, Tensor<Float>, Targets<Float>)], _ index: Int) {
    guard trainers[index] == nil else { return }
    trainers[index] = Workload.all[index].make()
    for _ in 0..<20 { step(&trainers, index) }
  }

  private static func step(_ trainers: inout [Int: (Trainer<Float>, Tensor<Float>, Targets<Float>)], _ index: Int) {
    guard let (_, input, targets) = trainers[index] else { return }
    let loss = trainers[index]?.0.step(input, targets)
    precondition(loss?.isFinite == true, "the loss of workload \(index) is not finite")
  }

  /// One line at once: the driver waits for it.
  private static func reply(_ text: String) {
    print(text)
    flush()
  }
}
