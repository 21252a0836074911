import CArchive
import Glibc

/// The program that reads a stranger's archive. It runs confined: it sees the archive and its own libraries, writes
/// frames on its standard output, and can do nothing else. No file is ever made under a name that an archive tells.
package enum UnpackingProgram {
  /// What the office's program is started with to be this one.
  package static let word = "unpack-one-archive"

  /// Runs, where these are the words that the office's program was started with; nil where they are not. In a sandbox
  /// without a view of processes a Swift program does not learn its words, and they stand in a variable.
  package static func run(_ words: [String]) -> Int32? {
    let told = getenv(variable).map { String(cString: $0).split(separator: " ").map(String.init) }
    let words = told ?? Array(words.dropFirst())
    guard words.count == 4, words[0] == word, let bytes = Int(words[2]), let entries = Int(words[3]) else { return nil }
    return run(words[1], fileBytes: bytes, entries: entries)
  }

  static let variable = "GRADUS_UNPACK"

  /// Reads the archive at `path`; of files of more than `fileBytes` the content is left out. The process's exit code.
  private static func run(_ path: String, fileBytes: Int, entries: Int) -> Int32 {
    // Names that are said to be UTF-8 stay so, whatever the place.
    if setlocale(LC_ALL, "C.UTF-8") == nil { setlocale(LC_CTYPE, "C.utf8") }
    let clocks = Clocks(path, entries: entries)
    setenv("TZ", "UTC", 1)
    tzset()
    var output = Output()
    let archive = open(path)
    defer { archive_read_free(archive) }
    guard let archive else { return 3 }
    if archive_read_open_filename(archive, path, 1 << 16) != ARCHIVE_OK {
      output.put(.end(.noArchive, message: message(of: archive)))
      return output.finish()
    }
    var place = 0
    while true {
      var entry: OpaquePointer?
      let code = archive_read_next_header(archive, &entry)
      if code == ARCHIVE_EOF { break }
      let isRaw = archive_format(archive) == ARCHIVE_FORMAT_RAW && archive_filter_count(archive) <= 1
      guard code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry, !isRaw else {
        let isNone = place == 0 && (isRaw || archive_format(archive) == 0)
        let isLocked = archive_read_has_encrypted_entries(archive) == 1
        output.put(.end(isNone ? .noArchive : isLocked ? .encrypted : .damaged, message: message(of: archive)))
        return output.finish()
      }
      let told = told(entry, clocks, place)
      output.put(.entry(told))
      output.put(.close(read(archive, entry, told, atMost: fileBytes, into: &output)))
      place += 1
    }
    output.put(.end(.whole, message: []))
    return output.finish()
  }

  static func open(_ path: String) -> OpaquePointer? {
    guard let archive = archive_read_new() else { return nil }
    for support in [
      archive_read_support_format_zip, archive_read_support_format_tar, archive_read_support_format_7zip,
      archive_read_support_format_rar, archive_read_support_format_rar5, archive_read_support_format_raw,
      archive_read_support_filter_gzip, archive_read_support_filter_bzip2, archive_read_support_filter_xz,
      archive_read_support_filter_lzma, archive_read_support_filter_zstd,
    ] { _ = support(archive) }
    return archive
  }

  private static func message(of archive: OpaquePointer) -> [UInt8] {
    guard let text = archive_error_string(archive) else { return [] }
    return Array(String(cString: text).utf8.prefix(300))
  }

  private static func told(_ entry: OpaquePointer, _ clocks: Clocks, _ place: Int) -> Frame.Entry {
    let type = UInt32(archive_entry_filetype(entry)) & 0o170000
    let isLink = archive_entry_hardlink(entry) != nil || type == 0o120000
    let kind: Frame.Entry.Kind = isLink ? .link : type == 0o100000 ? .file : type == 0o040000 ? .folder : .other
    let time = archive_entry_mtime_is_set(entry) != 0 ? Int64(archive_entry_mtime(entry)) : nil
    var name: [UInt8] = []
    if let text = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) {
      name = UnsafeBufferPointer(start: text, count: strnlen(text, Frame.longestName)).map { UInt8(bitPattern: $0) }
    }
    return Frame.Entry(
      kind: kind, size: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : -1, time: time,
      hasZone: time.map { clocks.isWorlds($0, at: place) } ?? false, name: name)
  }

  private static func read(
    _ archive: OpaquePointer, _ entry: OpaquePointer, _ told: Frame.Entry, atMost limit: Int, into output: inout Output
  ) -> Frame.Content {
    guard told.kind == .file else { return .none }
    if archive_entry_is_encrypted(entry) != 0 { return .encrypted }
    if told.size > Int64(limit) { return .tooLarge }
    var total = 0
    var buffer = [UInt8](repeating: 0, count: Frame.longestData)
    while true {
      let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
      if count == 0 { return .whole }
      guard count > 0 else { return archive_read_has_encrypted_entries(archive) == 1 ? .encrypted : .damaged }
      total += count
      guard total <= limit else { return .tooLarge }
      output.put(.data(Array(buffer.prefix(count))))
    }
  }

  /// Standard output, in pieces that fit a pipe.
  private struct Output {
    private var waiting: [UInt8] = []
    private var isClosed = false

    mutating func put(_ frame: Frame) {
      waiting += frame.bytes
      if waiting.count >= Frame.longestData { flush() }
    }

    mutating func finish() -> Int32 {
      flush()
      return isClosed ? 4 : 0
    }

    private mutating func flush() {
      var rest = waiting[...]
      while !rest.isEmpty, !isClosed {
        let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count <= 0 { isClosed = true } else { rest = rest.dropFirst(count) }
      }
      waiting = []
      if isClosed { exit(4) }
    }
  }
}

/// Which times of a zip are the world's. A zip tells what a clock showed, and some tell the world's time as well; the
/// library turns the first into the second by the place it believes to be at, so it is asked at another place too.
private struct Clocks {
  private var elsewhere: [Int64] = []
  private var isZip = false

  init(_ path: String, entries: Int) {
    setenv("TZ", "ELSEWHERE12", 1)
    tzset()
    guard let archive = UnpackingProgram.open(path) else { return }
    defer { archive_read_free(archive) }
    guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else { return }
    var entry: OpaquePointer?
    while archive_read_next_header(archive, &entry) >= ARCHIVE_WARN, let found = entry, elsewhere.count < entries {
      isZip = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP
      guard isZip else { return }
      elsewhere.append(Int64(archive_entry_mtime(found)))
    }
  }

  func isWorlds(_ time: Int64, at place: Int) -> Bool {
    !isZip || (elsewhere.indices.contains(place) && elsewhere[place] == time)
  }
}
