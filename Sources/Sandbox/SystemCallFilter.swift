/// The filter that a submission's process runs under: no new processes, no sockets, no tracing, no other namespaces.
///
/// A classic BPF program as the kernel's seccomp takes it: 8 bytes an instruction (code, jump if true, jump if false,
/// operand). Threads stay allowed, for they are counted in the process's CPU time and in its limit of tasks. A forbidden
/// call ends the process with SIGSYS, so that the reason can be told.
enum SystemCallFilter {
  #if arch(x86_64)
    private static let architecture: UInt32 = 0xC000_003E
    private static let clone: UInt32 = 56
    private static let clone3: UInt32 = 435
    /// fork, vfork, socket, connect, socketpair, bind, listen, ptrace, mount, umount2, unshare, setns, keyctl, add_key,
    /// request_key, process_vm_readv, process_vm_writev, bpf, perf_event_open, userfaultfd, io_uring_setup, pivot_root,
    /// chroot, kexec_load, init_module, open_by_handle_at, pidfd_getfd
    private static let forbidden: [UInt32] = [
      57, 58, 41, 42, 53, 49, 50, 101, 165, 166, 272, 308, 250, 248, 249, 310, 311, 321, 298, 323, 425, 155, 161, 246,
      175, 304, 438,
    ]
  #else
    private static let architecture: UInt32 = 0xC000_00B7
    private static let clone: UInt32 = 220
    private static let clone3: UInt32 = 435
    private static let forbidden: [UInt32] = [
      198, 203, 199, 200, 201, 117, 40, 39, 97, 268, 219, 217, 218, 270, 271, 280, 241, 282, 425, 41, 51, 104, 105, 265,
      438,
    ]
  #endif

  private static let kill: UInt32 = 0x8000_0000
  private static let allow: UInt32 = 0x7FFF_0000
  /// "No such system call": the C library then uses the older `clone`, whose flags can be read.
  private static let absent: UInt32 = 0x0005_0000 | 38

  static var program: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ code: UInt16, _ onTrue: UInt8, _ onFalse: UInt8, _ operand: UInt32) {
      bytes.append(contentsOf: [UInt8(code & 0xFF), UInt8(code >> 8), onTrue, onFalse])
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: operand >> UInt32(shift))) }
    }
    let (load, equal, anySet, answer): (UInt16, UInt16, UInt16, UInt16) = (0x20, 0x15, 0x45, 0x06)
    add(load, 0, 0, 4)
    add(equal, 1, 0, architecture)
    add(answer, 0, 0, kill)
    add(load, 0, 0, 0)
    for number in forbidden {
      add(equal, 0, 1, number)
      add(answer, 0, 0, kill)
    }
    add(equal, 0, 1, clone3)
    add(answer, 0, 0, absent)
    add(equal, 0, 3, clone)
    add(load, 0, 0, 16)
    add(anySet, 1, 0, 0x0001_0000)
    add(answer, 0, 0, kill)
    add(answer, 0, 0, allow)
    return bytes
  }
}
