#if canImport(Glibc)
  import Glibc
  import LabKit

  /// What a program says when a crash ends it: where it was.
  ///
  /// The places go out as one answer, in one piece, and then the program ends as it would have. Whoever reads them knows
  /// that the program could have written them itself.
  enum LastWords {
    /// Whether an answer is being written, of which nothing else may become a part; also once the last words are said.
    nonisolated(unsafe) static var isAnswering = false
    /// Where answers go.
    nonisolated(unsafe) fileprivate static var output: Int32 = -1
    /// Where the program begins in memory.
    nonisolated(unsafe) fileprivate static var start: UInt64 = 0
    /// Memory that is there when none can be had: the answer, and beyond it what is read on the way.
    nonisolated(unsafe) fileprivate static var room: UnsafeMutableRawPointer?
    fileprivate static let pair = 512
    fileprivate static let ends = 544

    /// Not that of `abort`, which comes from within the C library, whose functions keep no frames.
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE]
    /// With room for the widest registers, which the kernel puts there.
    private static let stackSize = 65536

    /// From now on a crash is told on `output`, unless the runtime has been asked to tell of crashes itself.
    static func prepare(on output: Int32) {
      var others = sigaction()
      sigaction(SIGILL, nil, &others)
      guard others.__sigaction_handler.sa_handler == nil else { return }
      Self.output = output
      start = programStart
      room = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 16)
      // A stack of its own, for where the program's is what ran out.
      var stack = stack_t()
      stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
      stack.ss_size = stackSize
      sigaltstack(&stack, nil)
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = say
      action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
      for number in signals { sigaction(number, &action, nil) }
    }

    /// The program's own table of its parts says at which distance from the program's start it lies.
    private static var programStart: UInt64 {
      let (table, size, count) = (auxiliary(3), auxiliary(4), auxiliary(5))
      for index in 0..<count {
        guard let part = UnsafeRawPointer(bitPattern: table + index * size) else { continue }
        if part.load(as: UInt32.self) == 6 {
          return UInt64(table) &- part.load(fromByteOffset: 16, as: UInt64.self)
        }
      }
      return 0
    }
  }

  @_silgen_name("getauxval") private func auxiliary(_ kind: UInt) -> UInt

  // From here on only what a signal's handler may do: no memory is asked for, and no lock is waited for.

  private func say(_ number: Int32, _: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?) {
    if !LastWords.isAnswering, let room = LastWords.room, let context {
      LastWords.isAnswering = true
      let count = places(in: context, to: room)
      let length = 1 + 8 * count
      room.storeBytes(of: UInt64(length), as: UInt64.self)
      room.storeBytes(of: 4, toByteOffset: 8, as: UInt8.self)
      _ = write(LastWords.output, room, 8 + length)
    }
    // Blocked until this returns; the end is then that of this signal, whoever sent it.
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Writes down where the program was: the instruction itself, then the calls that led there, by the frames that each
  /// function keeps. Returns how many places these are.
  private func places(in context: UnsafeMutableRawPointer, to room: UnsafeMutableRawPointer) -> Int {
    let registers = context.assumingMemoryBound(to: ucontext_t.self)
    #if arch(x86_64)
      let instruction = UInt64(bitPattern: Int64(registers.pointee.uc_mcontext.gregs.16))
      var frame = UInt64(bitPattern: Int64(registers.pointee.uc_mcontext.gregs.10))
    #elseif arch(arm64)
      let instruction = UInt64(registers.pointee.uc_mcontext.pc)
      var frame = UInt64(registers.pointee.uc_mcontext.regs.29)
    #else
      let (instruction, _) = (0 as UInt64, registers)
      var frame: UInt64 = 0
    #endif
    var count = 0
    func note(_ place: UInt64) {
      room.storeBytes(of: place &- LastWords.start, toByteOffset: 9 + 8 * count, as: UInt64.self)
      count += 1
    }
    note(instruction)
    // What lies at an address is asked of the kernel, since there may be no memory at all.
    let pair = room + LastWords.pair
    let ends = (room + LastWords.ends).assumingMemoryBound(to: Int32.self)
    guard pipe(ends) == 0 else { return count }
    while count < Answer.deepest, frame % 8 == 0, let address = UnsafeRawPointer(bitPattern: UInt(frame)),
      write(ends[1], address, 16) == 16, read(ends[0], pair, 16) == 16
    {
      let (next, back) = (pair.load(as: UInt64.self), pair.load(fromByteOffset: 8, as: UInt64.self))
      // The address is that of the instruction after the call.
      note(back &- 1)
      guard next > frame else { break }
      frame = next
    }
    return count
  }
#endif
