/// A zip written byte by byte, as the format's note describes it, so that a test can say what no honest program writes.
struct RawZip {
  struct Entry {
    var name: [UInt8]
    var data: [UInt8] = []
    /// Bit 0: encrypted; bit 11: the name is UTF-8.
    var flags: UInt16 = 0x800
    /// 0 stored, 8 deflated.
    var method: UInt16 = 0
    /// What is told of the size, where that is not the truth.
    var told: UInt32?
    /// As DOS has it: 2026-10-05 14:30:20 unless said otherwise.
    var (time, date): (UInt16, UInt16) = (14 << 11 | 30 << 5 | 10, 46 << 9 | 10 << 5 | 5)
    /// The world's time, for programs that write it too.
    var unixTime: UInt32?
    /// Unix's mode: a link has 0o120777.
    var mode: UInt32 = 0o100644
    /// What the data comes from, for the sum over it.
    var unpacked: [UInt8]?

    init(_ name: String, _ text: String = "") { (self.name, data) = (Array(name.utf8), Array(text.utf8)) }
    init(_ name: String, bytes: [UInt8]) { (self.name, data) = (Array(name.utf8), bytes) }
  }

  var entries: [Entry] = []

  init(_ files: [(String, String)] = []) { entries = files.map { Entry($0.0, $0.1) } }

  var bytes: [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      var extra: [UInt8] = []
      if let time = entry.unixTime { extra = little(UInt16(0x5455)) + little(UInt16(5)) + [1] + little(time) }
      let size = entry.told ?? UInt32((entry.unpacked ?? entry.data).count)
      let common =
        little(UInt16(20)) + little(entry.flags) + little(entry.method) + little(entry.time) + little(entry.date)
        + little(Self.crc(entry.unpacked ?? entry.data)) + little(UInt32(entry.data.count)) + little(size)
        + little(UInt16(entry.name.count)) + little(UInt16(extra.count))
      let offset = UInt32(body.count)
      body += little(UInt32(0x0403_4B50)) + common + entry.name + extra + entry.data
      directory += little(UInt32(0x0201_4B50)) + little(UInt16(3 << 8 | 20)) + common
      directory += little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(entry.mode << 16) + little(offset)
      directory += entry.name + extra
    }
    let end =
      little(UInt32(0x0605_4B50)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(entries.count))
      + little(UInt16(entries.count)) + little(UInt32(directory.count)) + little(UInt32(body.count)) + little(UInt16(0))
    return body + directory + end
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// The sum of ISO 3309, bit by bit.
  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
