import LabKit

/// What the compiler made of a stranger's file, looked at before the linker is given it: a source can name sections and
/// fill them with bytes of its own, and a linker takes some sections for instructions.
enum ObjectFile {
  /// Throws where this is not a relocatable ELF file of this machine with sections of the usual kinds alone.
  static func check(_ bytes: [UInt8]) throws(ValueError) {
    guard isELF(bytes, kind: 1) else { throw ValueError("it is no object file") }
    let (start, size, count) = (number(bytes, 40, 8), number(bytes, 58, 2), number(bytes, 60, 2))
    guard size == 64, count > 0, start <= UInt64(bytes.count), count * 64 <= UInt64(bytes.count) - start else {
      throw ValueError("its sections lie outside of it")
    }
    for index in 0..<count {
      let header = Int(start + 64 * index)
      let kind = number(bytes, header + 4, 4)
      // The linker's options and dependent libraries of an object file: the compiler leaves them empty.
      if kind == linkerOptions, number(bytes, header + 32, 8) == 0 { continue }
      guard allowed.contains(kind) else {
        throw ValueError("it has a section of an unusual kind (0x\(String(kind, radix: 16)))")
      }
    }
  }

  /// Whether this begins as a program of this machine does.
  static func isProgram(_ bytes: [UInt8]) -> Bool { isELF(bytes, kind: 3) }

  /// Where a program's instructions lie, as offsets from its start.
  static func code(of program: [UInt8]) -> [Range<UInt64>] {
    guard isProgram(program) else { return [] }
    let (start, size, count) = (number(program, 32, 8), number(program, 54, 2), number(program, 56, 2))
    guard size == 56, start <= UInt64(program.count), count * 56 <= UInt64(program.count) - start else { return [] }
    return (0..<count).compactMap { index in
      let header = Int(start + 56 * index)
      // Loaded, and with leave to be executed.
      guard number(program, header, 4) == 1, number(program, header + 4, 4) & 1 == 1 else { return nil }
      let (place, length) = (number(program, header + 16, 8), number(program, header + 40, 8))
      return length <= UInt64(program.count) && place <= 1 << 40 ? place..<place + length : nil
    }
  }

  /// Tables, bytes, symbols, strings, relocations, notes, zeros, what runs first and last, groups and their indices,
  /// unwinding tables of x86, addresses of significance, and what calls what.
  private static let allowed: Set<UInt64> = [
    0, 1, 2, 3, 4, 7, 8, 14, 15, 17, 18, 0x7000_0001, 0x6FFF_4C03, 0x6FFF_4C09,
  ]
  private static let linkerOptions: UInt64 = 0x6FFF_4C01

  #if arch(x86_64)
    private static let machine: UInt64 = 62
  #else
    private static let machine: UInt64 = 183
  #endif

  /// 64 bits, little-endian, version 1.
  private static func isELF(_ bytes: [UInt8], kind: UInt64) -> Bool {
    bytes.count >= 64 && bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]) && number(bytes, 16, 2) == kind
      && number(bytes, 18, 2) == machine
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ size: Int) -> UInt64 {
    bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
