import Glibc
import Testing

@testable import Sandbox

/// A channel of ours that fails says nothing about the program at its other end.
@Suite struct DescriptorTests {
  private func isFault(_ code: Int32, _ error: any Error) -> Bool {
    if case .system(_, _, code)? = error as? SandboxError { true } else { false }
  }

  @Test func whatCannotBeReadIsNoEnd() throws {
    // The kernel refuses to read a folder as it would a disk that is gone.
    let folder = Descriptor(open("/", O_RDONLY | O_CLOEXEC))
    guard case .fault(EISDIR) = folder.read() else {
      Issue.record("taken for an end")
      return
    }
    var drain = Drain(folder, keeping: 10)
    drain.read()
    #expect(!drain.isOpen)
    #expect { try drain.orThrow() } throws: { isFault(EISDIR, $0) }
  }

  @Test func theOtherSidesEndIsNoFault() throws {
    signal(SIGPIPE, SIG_IGN)
    let (read, write) = try Descriptor.pipe(for: "a test")
    #expect(try write.write([1, 2]) == 2)
    write.close()
    var drain = Drain(read, keeping: 10)
    drain.read()
    try drain.orThrow()
    #expect(drain.kept == [1, 2] && !drain.isOpen)
    let (other, blocked) = try Descriptor.pipe(for: "a test")
    other.close()
    #expect(try blocked.write([1]) == nil)
  }

  @Test func whatCannotBeWrittenIsThrown() {
    let file = Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC))
    #expect { try file.write([1]) } throws: { isFault(EBADF, $0) }
  }
}
