/// The filter that a stranger's program runs under: a list of what it may ask of the kernel.
///
/// A classic BPF program as the kernel's seccomp takes it: 8 bytes an instruction (code, jump if true, jump if false,
/// operand). Three things become of a call: what programs need is allowed, what none but an attack needs ends the
/// process with SIGSYS, so that the reason can be told, and of everything else, as of what later kernels bring, it is
/// said that there is no such call. Threads are allowed, for they are counted in the process's CPU time and in its limit
/// of tasks; memory that no limit counts (shared segments, files in memory) is not.
package struct SystemCallFilter: Sendable, Hashable {
  let isCompiler: Bool

  /// For what a submission does: it reads, computes and answers.
  package static let submission = SystemCallFilter(isCompiler: false)
  /// For a compiler or a linker, which also writes files.
  package static let compiler = SystemCallFilter(isCompiler: true)

  static let allowed = """
    read readv pread64 preadv write writev pwrite64 pwritev close close_range lseek open openat openat2 access faccessat \
    faccessat2 stat lstat fstat newfstatat statx statfs fstatfs readlink readlinkat getdents getdents64 getcwd chdir \
    fchdir dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait \
    epoll_pwait epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd4 fadvise64 umask \
    mmap munmap mprotect mremap madvise brk mincore msync membarrier rt_sigaction rt_sigprocmask rt_sigreturn \
    rt_sigsuspend rt_sigtimedwait rt_sigpending sigaltstack pause restart_syscall kill tkill tgkill futex futex_wait \
    futex_wake futex_requeue futex_waitv set_robust_list get_robust_list set_tid_address rseq sched_yield \
    sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min \
    sched_rr_get_interval getcpu getpriority getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid \
    getgroups getpgrp getpgid getsid uname sysinfo getrusage times getrlimit clock_gettime clock_getres clock_nanosleep \
    nanosleep gettimeofday time alarm getitimer setitimer getrandom arch_prctl exit exit_group execve
    """

  static let writing = """
    creat mkdir mkdirat unlink unlinkat rmdir rename renameat renameat2 link linkat symlink symlinkat chmod fchmod \
    fchmodat truncate ftruncate fallocate fsync fdatasync utime utimes utimensat futimesat flock sendfile \
    copy_file_range
    """

  static let forbidden = """
    fork vfork socketpair connect bind listen accept accept4 ptrace mount umount2 unshare setns keyctl add_key \
    request_key process_vm_readv process_vm_writev bpf perf_event_open userfaultfd io_uring_setup io_uring_enter \
    io_uring_register io_setup pivot_root chroot kexec_load init_module finit_module open_by_handle_at \
    name_to_handle_at pidfd_open pidfd_getfd pidfd_send_signal process_madvise process_mrelease shmget shmat shmctl \
    shmdt semget semop semctl msgget msgsnd msgrcv msgctl mq_open memfd_create memfd_secret execveat fsopen fsmount \
    move_mount open_tree personality
    """

  private static let kill: UInt32 = 0x8000_0000
  private static let allow: UInt32 = 0x7FFF_0000
  private static func refuse(_ number: UInt32) -> UInt32 { 0x0005_0000 | number }
  private static let (notPermitted, invalid, noSuchCall, noSuchFamily): (UInt32, UInt32, UInt32, UInt32) =
    (1, 22, 38, 97)

  /// A compiler is no attacker, and says what it would say all the same where it may not start another program.
  private var forbidding: UInt32 { isCompiler ? Self.refuse(Self.notPermitted) : Self.kill }

  var program: [UInt8] {
    var program = Program()
    program.load(4)
    program.answer(unless: SystemCall.architecture, Self.kill)
    program.load(0)
    // Calls of the second numbering of x86, which would pass by every number below.
    program.answer(from: 0x4000_0000, Self.kill)
    for number in SystemCall.numbers(of: Self.forbidden) { program.answer(to: number, forbidding) }
    // The C library then uses the older `clone`, whose flags can be read.
    if let clone = SystemCall.numbers["clone3"] { program.answer(to: clone, Self.refuse(Self.noSuchCall)) }
    if let clone = SystemCall.numbers["clone"] {
      program.answer(to: clone, bits: 0x0001_0000, of: 0, Self.allow, otherwise: forbidding)
    }
    // A program may ask for the names of users, and look for a service that tells them: it finds none. A compiler asks
    // for the name of the machine, too.
    check(
      "socket", argument: 0, [1], Self.refuse(Self.noSuchFamily),
      otherwise: isCompiler ? Self.refuse(Self.noSuchFamily) : Self.kill, in: &program)
    // Its own limits, which it can only lower.
    check("prlimit64", argument: 0, [0], Self.allow, otherwise: Self.kill, in: &program)
    // Names of threads and of memory.
    check("prctl", argument: 0, [15, 16, 0x5356_4D41], Self.allow, otherwise: Self.refuse(Self.invalid), in: &program)
    // Whether it is a terminal, how much there is to read, and how descriptors are inherited and wait.
    check(
      "ioctl", argument: 1, [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451], Self.allow,
      otherwise: Self.refuse(Self.invalid), in: &program)
    // Copies and flags: no locks and no larger pipes, which are memory of the kernel's.
    let locks: [UInt32] = isCompiler ? [5, 6, 7, 36, 37, 38] : []
    check(
      "fcntl", argument: 1, [0, 1, 2, 3, 4, 1030] + locks, Self.allow, otherwise: Self.refuse(Self.invalid),
      in: &program)
    if let priority = SystemCall.numbers["setpriority"] {
      program.answer(to: priority, Self.refuse(Self.notPermitted))
    }
    let names = Self.allowed + (isCompiler ? " " + Self.writing : "")
    for number in SystemCall.numbers(of: names) { program.answer(to: number, Self.allow) }
    program.answer(Self.refuse(Self.noSuchCall))
    return program.bytes
  }

  private func check(
    _ name: String, argument: UInt32, _ values: [UInt32], _ answer: UInt32, otherwise: UInt32,
    in program: inout Program
  ) {
    guard let number = SystemCall.numbers[name] else { return }
    program.answer(to: number, values: values, of: argument, answer, otherwise: otherwise)
  }
}

extension SystemCallFilter {
  /// Instructions as the kernel reads them, put together front to back.
  struct Program {
    private(set) var bytes: [UInt8] = []

    private mutating func add(_ code: UInt16, _ onTrue: UInt8, _ onFalse: UInt8, _ operand: UInt32) {
      bytes.append(contentsOf: [UInt8(code & 0xFF), UInt8(code >> 8), onTrue, onFalse])
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: operand >> UInt32(shift))) }
    }

    private static let (loading, equal, atLeast, anySet, answering): (UInt16, UInt16, UInt16, UInt16, UInt16) =
      (0x20, 0x15, 0x35, 0x45, 0x06)

    /// Loads 4 bytes of what the kernel tells of a call: the number at 0, the architecture at 4, arguments from 16 on.
    mutating func load(_ place: UInt32) { add(Self.loading, 0, 0, place) }

    mutating func answer(_ answer: UInt32) { add(Self.answering, 0, 0, answer) }

    mutating func answer(unless value: UInt32, _ answer: UInt32) {
      add(Self.equal, 1, 0, value)
      self.answer(answer)
    }

    mutating func answer(from value: UInt32, _ answer: UInt32) {
      add(Self.atLeast, 0, 1, value)
      self.answer(answer)
    }

    mutating func answer(to number: UInt32, _ answer: UInt32) {
      add(Self.equal, 0, 1, number)
      self.answer(answer)
    }

    /// A call whose argument, its lower 4 bytes, has one of these values.
    mutating func answer(
      to number: UInt32, values: [UInt32], of argument: UInt32, _ answer: UInt32, otherwise: UInt32
    ) {
      add(Self.equal, 0, UInt8(2 * values.count + 2), number)
      load(16 + 8 * argument)
      for value in values { self.answer(to: value, answer) }
      self.answer(otherwise)
    }

    /// A call whose argument has any of these bits.
    mutating func answer(to number: UInt32, bits: UInt32, of argument: UInt32, _ answer: UInt32, otherwise: UInt32) {
      add(Self.equal, 0, 4, number)
      load(16 + 8 * argument)
      add(Self.anySet, 0, 1, bits)
      self.answer(answer)
      self.answer(otherwise)
    }
  }
}
