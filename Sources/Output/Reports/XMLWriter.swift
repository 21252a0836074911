import CLibXML2
import Glibc

/// libxml2's `xmlTextWriter` on an open file. It escapes; that its texts hold only what XML allows is for `Clean`.
final class XMLWriter {
  private let writer: xmlTextWriterPtr
  private let descriptor: Int32
  private let path: String

  /// libxml2 sets itself up at first use, which must not happen on two threads at once; a `static let` is set once.
  private static let libraryIsReady: Void = xmlInitParser()

  /// Writes to the file of this descriptor; `path` is for messages.
  ///
  /// The descriptor is doubled: `xmlFreeTextWriter` writes out what it still holds, and were the number closed by then,
  /// and given to another file meanwhile, it would write there.
  init(descriptor: Int32, path: String) throws(ReportError) {
    _ = Self.libraryIsReady
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard own >= 0 else { throw .file(action: "write", path: path, code: errno) }
    guard let output = xmlOutputBufferCreateFd(own, nil) else {
      _ = close(own)
      throw .xml(path: path)
    }
    guard let writer = xmlNewTextWriter(output) else {
      xmlOutputBufferClose(output)
      _ = close(own)
      throw .xml(path: path)
    }
    self.descriptor = own
    self.writer = writer
    self.path = path
    try check(xmlTextWriterSetIndent(writer, 1))
    try check(xmlTextWriterSetIndentString(writer, "  "))
    try check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil))
  }

  deinit {
    xmlFreeTextWriter(writer)
    _ = close(descriptor)
  }

  /// An element with its attributes, in this order; those that are nil are left out.
  func element(_ name: String, _ attributes: KeyValuePairs<String, String?>) throws(ReportError) {
    try start(name, attributes)
    try end()
  }

  /// An element that holds text alone.
  func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String) throws(ReportError) {
    try start(name, attributes)
    try check(xmlTextWriterWriteString(writer, text))
    try end()
  }

  func start(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) throws(ReportError) {
    try check(xmlTextWriterStartElement(writer, name))
    for (name, value) in attributes {
      guard let value else { continue }
      try check(xmlTextWriterWriteAttribute(writer, name, value))
    }
  }

  func end() throws(ReportError) { try check(xmlTextWriterEndElement(writer)) }

  /// Closes what is open and hands every byte to the file.
  func finish() throws(ReportError) {
    try check(xmlTextWriterEndDocument(writer))
    try check(xmlTextWriterFlush(writer))
  }

  private func check(_ result: Int32) throws(ReportError) {
    guard result >= 0 else { throw .xml(path: path) }
  }
}
