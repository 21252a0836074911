/// A solution of one lab that was handed in to another.
extension Submission {
  /// The submission, or in its place a refusal that names the lab it was written for: it imports that lab's module and
  /// not this one's, and the compiler would only say that there is no such module.
  package func meant(for lab: String, among labs: [String]) -> Submission {
    guard case .source(let bytes, _) = content else { return self }
    let imports = Self.imports(of: bytes)
    guard !imports.contains(lab), let other = labs.first(where: { imports.contains($0) }) else { return self }
    return Submission(
      name, .rejected("this is a solution of \(other): it imports \(other). Hand in \(lab).swift, which imports \(lab)")
    )
  }

  /// The modules that the lines of a source import, as far as that can be told without a compiler.
  private static func imports(of source: [UInt8]) -> Set<String> {
    var modules: Set<String> = []
    for line in source.split(whereSeparator: { $0 == 10 || $0 == 13 }) where line.count < 200 {
      let words = String(decoding: line, as: UTF8.self).split(whereSeparator: { " \t;".contains($0) })
      if let place = words.firstIndex(of: "import"), place < 2, words.count > place + 1 {
        modules.insert(String(words[place + 1]))
      }
    }
    return modules
  }
}
