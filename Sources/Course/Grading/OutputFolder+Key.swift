import Checks
import Foundation
package import Keys
import Storage

/// Under which course key these results are: hidden inputs are drawn from it, and marks are sealed with it.
extension OutputFolder {
  private var keyFile: String { "\(root)/course.key" }

  /// The fingerprint of the key whose results these are, nil where there are none.
  package func keyFingerprint() -> String? {
    if let bytes = try? Files.read("\(root)/key.fingerprint") { return String(decoding: bytes, as: UTF8.self) }
    for name in (try? graded()) ?? [] {
      guard let card = try? scorecard(at: folder(of: name)) else { continue }
      return card.provenance.keyFingerprint
    }
    return nil
  }

  /// The key to work with: the given one, or that which is kept here.
  ///
  /// A key other than that of the results is refused unless `isNew` says that it is meant: all marks would come from
  /// other inputs, and a run that is stopped would leave some of each.
  package func courseKey(given: CourseKey?, isNew: Bool) throws -> CourseKey {
    let known = keyFingerprint()
    if given == nil, !Files.exists(keyFile) {
      if let known, !isNew { throw GradingFault.keyWanted(folder: root, fingerprint: known) }
      try Files.write(try CourseKey.random().fileContents, to: keyFile, mode: 0o600)
    }
    // Read back also where it was just made: a key is what its file says.
    let key = try given ?? CourseKey(fileContents: try Files.read(keyFile))
    if let known, known != key.fingerprint, !isNew {
      throw GradingFault.otherKey(folder: root, own: known, given: key.fingerprint)
    }
    if known != key.fingerprint || !Files.exists("\(root)/key.fingerprint") {
      try Files.write(Array(key.fingerprint.utf8), to: "\(root)/key.fingerprint")
    }
    return key
  }

  /// The key of results that are there, to judge them again; none is made.
  package func existingKey(given: CourseKey?) throws -> CourseKey {
    guard let known = keyFingerprint() else { throw FileFault(root, "holds no graded submission yet") }
    guard given != nil || Files.exists(keyFile) else {
      throw GradingFault.keyWanted(folder: root, fingerprint: known)
    }
    let key = try given ?? CourseKey(fileContents: try Files.read(keyFile))
    guard key.fingerprint == known else {
      throw GradingFault.otherKey(folder: root, own: known, given: key.fingerprint)
    }
    return key
  }
}
