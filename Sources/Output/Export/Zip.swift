import CArchive
import Foundation
import Glibc

/// Writes a zip of a few files, the same bytes for the same files.
enum Zip {
  /// 1980: the first time that a zip can tell.
  private static let time: time_t = 315_532_800

  static func write(_ files: [(name: String, bytes: [UInt8])], to path: String) throws(ExportError) {
    // Names are turned into what the archive has by the place's letters; without these they would be lost.
    setlocale(LC_CTYPE, "C.UTF-8")
    guard let archive = archive_write_new() else { throw ExportError("\(path): there is no memory left.") }
    defer { archive_write_free(archive) }
    func check(_ code: Int) throws(ExportError) {
      guard code < Int(ARCHIVE_WARN) else { return }
      let code = archive_errno(archive)
      let reason =
        code > 0
        ? String(cString: strerror(code))
        : archive_error_string(archive).map { String(cString: $0) } ?? "it cannot be written"
      throw ExportError("\(path): \(reason). Nothing was put in place.")
    }
    archive_write_set_format_zip(archive)
    try check(Int(archive_write_set_options(archive, "zip:hdrcharset=UTF-8")))
    try check(Int(archive_write_open_filename(archive, path)))
    for file in files {
      guard let entry = archive_entry_new() else { throw ExportError("\(path): there is no memory left.") }
      defer { archive_entry_free(entry) }
      archive_entry_set_pathname(entry, file.name)
      archive_entry_set_filetype(entry, 0o100000)
      archive_entry_set_perm(entry, 0o644)
      archive_entry_set_mtime(entry, time, 0)
      archive_entry_set_size(entry, Int64(file.bytes.count))
      try check(Int(archive_write_header(archive, entry)))
      if !file.bytes.isEmpty { try check(archive_write_data(archive, file.bytes, file.bytes.count)) }
    }
    try check(Int(archive_write_close(archive)))
  }
}
