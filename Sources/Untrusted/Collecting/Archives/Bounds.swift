/// How much may come out of what was handed in.
package struct Bounds: Sendable, Hashable {
  /// Entries of one archive, and of all that one student handed in.
  package var entries: Int
  /// The largest file that is read; of larger ones the name alone is told.
  package var fileBytes: Int
  /// Bytes that are read of all files together.
  package var totalBytes: Int
  /// How many times an archive's own size may come out of it, above the first 32 MiB.
  package var ratio: Int
  /// Archives within archives.
  package var depth: Int
  /// Archives altogether.
  package var archives: Int
  package var cpuSeconds: Int

  package init(
    entries: Int, fileBytes: Int, totalBytes: Int, ratio: Int = 200, depth: Int, archives: Int, cpuSeconds: Int
  ) {
    self.entries = entries
    self.fileBytes = fileBytes
    self.totalBytes = totalBytes
    self.ratio = ratio
    self.depth = depth
    self.archives = archives
    self.cpuSeconds = cpuSeconds
  }

  /// What a platform sends of a whole class. It may grow as it likes: one student's file of zeros must not keep the
  /// others from being collected.
  package static let ofClass = Bounds(
    entries: 200_000, fileBytes: 256 << 20, totalBytes: 16 << 30, ratio: .max, depth: 1, archives: 1, cpuSeconds: 600)
  /// What one student handed in, unpacked.
  package static let ofStudent = Bounds(
    entries: 20_000, fileBytes: 16 << 20, totalBytes: 128 << 20, depth: 3, archives: 20, cpuSeconds: 20)

  /// The most that may come out of an archive of this size.
  func most(from size: Int) -> Int {
    let (product, isOver) = size.multipliedReportingOverflow(by: ratio)
    return isOver ? totalBytes : min(totalBytes, product.addingReportingOverflow(32 << 20).partialValue)
  }
}
