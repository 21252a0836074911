import Foundation
import Grading
import Pages
import Storage

/// The folder of a site while it is made: beside its place, put there whole at the end, gone where that is not reached.
struct SiteFolder: ~Copyable {
  /// Where the pages are written.
  let partial: String
  private let place: String
  private var isCommitted = false

  /// Refuses a place that holds anything but an earlier site: that would be deleted.
  ///
  /// Nor may it lie among the results themselves, where it would be taken for one of them.
  ///
  /// `option` is the command's word for the place.
  init(replacing place: String, of results: [String], option: String = "--site") throws {
    var path = place
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.place = path
    let url = URL(fileURLWithPath: path)
    partial =
      url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).\(UInt32.random(in: 0 ... .max)).partial"
    let insides = results.flatMap { folder in
      ["students", "plans", "unfinished", "rejudging"].map {
        URL(fileURLWithPath: "\(folder)/\($0)").standardizedFileURL.path
      }
    }
    let own = url.standardizedFileURL.path
    guard !insides.contains(where: { own == $0 || own.hasPrefix("\($0)/") }) else {
      throw PageError("\(path) lies among the results, and would be taken for one of them. Choose another \(option).")
    }
    if Files.exists(path), !Files.exists("\(path)/\(Site.mark)") {
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
      guard names?.isEmpty == true else {
        throw PageError(
          "\(path) holds something that is no site of ours, which would be deleted. Choose another \(option).")
      }
    }
    do {
      try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
    } catch {
      throw PageError(
        "no folder can be made beside \(path): \(String(cString: strerror(errno))). Choose another \(option), or mend the "
          + "rights of the folder that it is in.")
    }
  }

  /// Puts the site in its place in one step; what was there is removed afterwards.
  mutating func commit() throws {
    try Files.replaceFolder(place, with: partial)
    isCommitted = true
  }

  deinit { if !isCommitted { Files.remove(partial) } }
}
