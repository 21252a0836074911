import Tables

/// What hinders an export: the file that was given, or the machine. Nothing was written then.
package struct ExportError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension Sheet {
  /// A table that is to be given back, with what is wrong with it as a fault of the export.
  static func kept(_ bytes: [UInt8], name: String, recognizes: (String) -> Bool) throws(ExportError) -> Sheet {
    do { return try Sheet(bytes, name: name, recognizes: recognizes) } catch { throw ExportError(error.description) }
  }

  /// The same of one that is only read.
  static func read(_ bytes: [UInt8], name: String, recognizes: (String) -> Bool) throws(ExportError) -> Sheet {
    do { return try Sheet(reading: bytes, name: name, recognizes: recognizes) } catch {
      throw ExportError(error.description)
    }
  }
}
