import DeepLearning
import Foundation
import Tensors

/// How long tables and tensors take to come from files and to go there, and how much memory.
enum DataFiles {
  /// Processor seconds to read a table of `rows` × `columns` whole numbers below 256 and their labels, and the memory at its peak beside
  /// that of the numbers alone.
  static func table(rows: Int, columns: Int) throws -> (seconds: Double, memory: Double) {
    try inFolder { folder in
      let file = folder.appending(path: "table.csv")
      try write(rows, columns, to: file)
      // The highest mark of memory begins anew.
      try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
      let (before, start) = (try memory("VmRSS"), processorTime())
      let data = try Dataset<Float>.commaSeparated(file)
      let seconds = processorTime() - start
      precondition(data.features.count == rows * columns)
      return (seconds, Double(try memory("VmHWM") - before) * 1024 / Double(rows * columns * MemoryLayout<Float>.size))
    }
  }

  /// Gigabytes for each second of the clock that weights are written and read at, the best of some turns.
  static func tensors(count: Int) throws -> (written: Double, read: Double) {
    try inFolder { folder in
      let file = folder.appending(path: "weights.safetensors")
      var stream = RandomStream(seed: 0)
      let tensors = [(name: "weights", value: Tensor<Float>(normal: 0, [count], &stream))]
      var (written, read) = (Double.infinity, Double.infinity)
      for _ in 0..<5 {
        var start = wallTime()
        try Safetensors.write(tensors, to: file)
        written = min(written, wallTime() - start)
        start = wallTime()
        // Each number is looked at, since pages of a file may be fetched only then.
        let sum = try Safetensors.read(file, as: Float.self)["weights"]?.sum()
        read = min(read, wallTime() - start)
        precondition(sum?.isFinite == true)
      }
      let gigabytes = Double(count * MemoryLayout<Float>.size) / 1e9
      return (gigabytes / written, gigabytes / read)
    }
  }

  private static func write(_ rows: Int, _ columns: Int, to file: URL) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    var stream = RandomStream(seed: 0)
    let names = (0..<columns).map { "p\($0)" }.joined(separator: ",")
    try handle.write(contentsOf: Data("label,\(names)\n".utf8))
    let texts = (0..<256).map { Array(",\($0)".utf8) }
    for row in 0..<rows {
      var line = Array("\(row % 10)".utf8)
      for _ in 0..<columns { line += texts[stream.below(256)] }
      try handle.write(contentsOf: Data(line + [10]))
    }
    try handle.close()
  }

  /// In KiB, as the kernel counts it.
  private static func memory(_ name: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  private static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "library-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
