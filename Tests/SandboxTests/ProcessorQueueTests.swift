import Glibc
import TestSupport
import Testing

@testable import Sandbox

@Suite struct ProcessorQueueTests {
  /// A program that computes is ready, one that sleeps is not, whatever it calls itself.
  @Test(arguments: [("while :; do :; done", true), ("cp /bin/sleep 'F/) R 1 (R'; exec 'F/) R 1 (R' 60", false)])
  func whoWaitsForAProcessorIsReady(_ script: String, _ isReady: Bool) throws {
    let folder = try TemporaryFolder()
    let job = Job(
      executable: "/bin/sh", arguments: ["-c", script.replacing("F/", with: "\(folder.path)/")], folder: folder.path,
      limits: Limits(), rules: .tools)
    let child = try Child(job, in: .none)
    defer { child.kill() }
    // A shell computes until it becomes what sleeps.
    while child.cpuSeconds() == nil || child.isReady != isReady { usleep(1000) }
    usleep(20_000)
    for _ in 0..<5 {
      usleep(2000)
      #expect(child.isReady == isReady)
    }
  }

  @Test func waitingIsCounted() {
    // As many as there are processors, and two more: some wait whenever others run.
    let count = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) + 2
    let before = ProcessorQueue.delay(of: getpid())
    let threads = (0..<count).map { _ in
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { _ in
          var sum = 0.0
          while ProcessorQueue.ownDelay() == 0 { sum += 1 }
          return nil
        }, nil)
      return thread
    }
    #expect(ProcessorQueue.delay(of: getpid()) >= before)
    for thread in threads { pthread_join(thread, nil) }
  }
}
