import CArchive
import Foundation

/// An archive made by libarchive's own writer.
enum WrittenArchive {
  enum Format: String, CaseIterable { case tar, tarGzip, tarXz, sevenZip, zip }

  struct Entry {
    var name: String
    var data: [UInt8] = []
    /// Unix's kind of file.
    var type: UInt32 = 0o100000
    var link: String?
    var hardLink: String?
    var seconds = 1_790_000_000

    init(_ name: String, _ text: String = "") { (self.name, data) = (name, Array(text.utf8)) }
    init(_ name: String, bytes: [UInt8]) { (self.name, data) = (name, bytes) }

    init(_ name: String, linkTo target: String) {
      (self.name, type, link) = (name, 0o120000, target)
    }

    init(_ name: String, type: UInt32) { (self.name, self.type) = (name, type) }

    init(_ name: String, hardLinkTo target: String) { (self.name, hardLink) = (name, target) }
  }

  struct Trouble: Error { var words: String }

  static func bytes(_ format: Format, _ entries: [Entry]) throws -> [UInt8] {
    // The writer of 7z turns names into UTF-16, by the place's letters.
    setlocale(LC_CTYPE, "C.UTF-8")
    let path = NSTemporaryDirectory() + "gradus-test-" + UUID().uuidString
    defer { unlink(path) }
    guard let archive = archive_write_new() else { throw Trouble(words: "no writer") }
    defer { archive_write_free(archive) }
    switch format {
    case .tar, .tarGzip, .tarXz: archive_write_set_format_pax_restricted(archive)
    case .sevenZip: archive_write_set_format_7zip(archive)
    case .zip: archive_write_set_format_zip(archive)
    }
    if format == .tarGzip { archive_write_add_filter_gzip(archive) }
    if format == .tarXz { archive_write_add_filter_xz(archive) }
    guard archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw Trouble(words: "cannot be opened") }
    for entry in entries {
      guard let header = archive_entry_new() else { throw Trouble(words: "no entry") }
      defer { archive_entry_free(header) }
      archive_entry_set_pathname(header, entry.name)
      archive_entry_set_filetype(header, entry.type)
      archive_entry_set_perm(header, 0o644)
      archive_entry_set_mtime(header, time_t(entry.seconds), 0)
      if let link = entry.link { archive_entry_set_symlink(header, link) }
      if let target = entry.hardLink { archive_entry_set_hardlink(header, target) }
      archive_entry_set_size(header, Int64(entry.data.count))
      guard archive_write_header(archive, header) >= ARCHIVE_WARN else {
        throw Trouble(words: archive_error_string(archive).map { String(cString: $0) } ?? "a header")
      }
      if !entry.data.isEmpty { _ = archive_write_data(archive, entry.data, entry.data.count) }
    }
    guard archive_write_close(archive) == ARCHIVE_OK else { throw Trouble(words: "cannot be closed") }
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
