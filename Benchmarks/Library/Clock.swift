#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends what was printed on its way; standard output is a pipe, which is only written when its buffer is full.
func flush() { fflush(nil) }

/// Seconds of processor time that this process has had.
func processorTime() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

/// Seconds that have passed.
func wallTime() -> Double { seconds(CLOCK_MONOTONIC) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The quickest of many runs.
enum Quickest {
  /// Microseconds of one call: short ones are timed by runs of a third of a millisecond, as a clock of processor time may be off by
  /// microseconds.
  static func microseconds(for seconds: Double, _ clock: () -> Double, _ body: () -> Void) -> Double {
    func time(_ count: Int) -> Double {
      let start = clock()
      for _ in 0..<count { body() }
      return (clock() - start) / Double(count)
    }
    let count = max(1, Int(3e-4 / max(time(10), 1e-7)))
    var best = Double.infinity
    let end = clock() + seconds
    while clock() < end { best = min(best, time(count)) }
    return best * 1e6
  }
}
