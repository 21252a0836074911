/// One thing among what was handed in: never opened under the name that it has there.
package struct Found: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable { case file, folder, link, other }

  /// Where its bytes can be read: a file of ours, or one of the folder that was given.
  package struct Content: Sendable, Hashable {
    package var path: [UInt8]
    package var size: Int
  }

  package var path: EntryPath
  package var kind: Kind
  /// As far as is known.
  package var size: Int?
  package var time: Moment?
  /// Nil where it is none, or cannot be read.
  package var content: Content?
  /// Why it cannot be read, in words.
  package var trouble: String?

  package init(
    path: EntryPath, kind: Kind, size: Int? = nil, time: Moment? = nil, content: Content? = nil, trouble: String? = nil
  ) {
    self.path = path
    self.kind = kind
    self.size = size
    self.time = time
    self.content = content
    self.trouble = trouble
  }

  /// For a list of what is there.
  package var words: String {
    let about = trouble ?? (kind == .link ? "a link" : kind == .other ? "no regular file" : nil)
    return path.display + (about.map { " (\($0))" } ?? "")
  }
}
