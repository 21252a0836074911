import Foundation
import Grading
import Storage

/// A class as JPlag reads it: a folder for each submission, and the code that was given to all.
///
/// `java -jar jplag.jar --language swift --base-code DIR/base DIR/submissions`; names are made such as any system takes.
struct JPlagFolder {
  /// Writes the folder whole, or nothing; what it must not do is replace something.
  static func write(_ sources: [ClassSources.Source], base: [[UInt8]], file: String, to path: String) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard !Files.exists(path) || names.isEmpty else {
      throw SimilarFault("\(path) is not empty. Choose another folder for --jplag.")
    }
    for (number, bytes) in base.enumerated() {
      let folder = "\(path)/base/\(number + 1)"
      try Files.makeFolder(folder)
      try Files.write(bytes, to: "\(folder)/\(file)", isLasting: false)
    }
    for (name, source) in zip(folders(sources.map(\.name)), sources) {
      let folder = "\(path)/submissions/\(name)"
      try Files.makeFolder(folder)
      try Files.write(source.bytes, to: "\(folder)/\(file)", isLasting: false)
    }
  }

  /// A name of a folder for each: letters, digits, `-`, `_` and `.`, no two alike where large and small letters are one.
  static func folders(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      let stem = String(
        name.unicodeScalars.map { scalar -> Character in
          let isPlain =
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar))
          return isPlain ? Character(scalar) : "_"
        }.prefix(80))
      let plain = stem.hasPrefix(".") || stem.hasPrefix("-") || stem.isEmpty ? "_\(stem)" : stem
      var (folder, number) = (plain, 1)
      while !taken.insert(folder.lowercased()).inserted {
        number += 1
        folder = "\(plain)_\(number)"
      }
      return folder
    }
  }
}
