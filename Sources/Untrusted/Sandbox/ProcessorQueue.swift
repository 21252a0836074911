import Glibc

/// The queue for a processor, as the kernel tells of it: who waits in it does not sleep.
enum ProcessorQueue {
  /// Seconds for which the threads that a process has now have waited. A wait counts when it is over.
  static func delay(of process: pid_t) -> Double {
    threads(of: process).reduce(0) { $0 + delay(at: "\($1)/schedstat") }
  }

  /// The same of this thread alone.
  static func ownDelay() -> Double { delay(at: "/proc/thread-self/schedstat") }

  /// Whether a thread of a process is in the queue now, or has a processor.
  static func isReady(_ process: pid_t) -> Bool {
    threads(of: process).contains { thread in
      // The name, in parentheses, is of the program's choice; what follows the last of these is the state.
      line("\(thread)/stat").flatMap { $0.lastIndex(of: ")").map($0.suffix(from:)) }?.dropFirst(2).first == "R"
    }
  }

  /// Nanoseconds on a processor, nanoseconds in the queue for one, and how often.
  private static func delay(at path: String) -> Double {
    guard let fields = line(path)?.split(separator: " "), fields.count > 1 else { return 0 }
    return (Double(fields[1]) ?? 0) * 1e-9
  }

  private static func threads(of process: pid_t) -> [String] {
    guard let tasks = opendir("/proc/\(process)/task") else { return [] }
    defer { closedir(tasks) }
    var names: [String] = []
    while let entry = readdir(tasks) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.first?.isNumber == true { names.append("/proc/\(process)/task/\(name)") }
    }
    return names
  }

  private static func line(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, 512, file) != nil else { return nil }
    return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
