internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes of a file or of a memory, read in pieces where they are wanted: a large file need not stand in memory beside what is made
/// of it, and one that another program shortens meanwhile is an error, where a mapped file would stop the program.
struct ByteSource {
  /// A file that cannot be read, or that changed while it was.
  struct Mistake: Error {
    let reason: String
  }

  private enum Storage {
    case memory(Data)
    case file(FileHandle)
  }

  /// How many bytes there are.
  let count: Int
  private let storage: Storage

  init(_ data: Data) {
    count = data.count
    storage = .memory(data)
  }

  /// A regular file stays where it is; a pipe, whose bytes come once, is read into memory.
  init(_ file: URL) throws(Mistake) {
    do {
      let values = try file.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
      if values.isRegularFile == true {
        let handle = try FileHandle(forReadingFrom: file)
        count = Int(try handle.seekToEnd())
        storage = .file(handle)
      } else {
        let data = try Data(contentsOf: file)
        count = data.count
        storage = .memory(data)
      }
    } catch {
      let reason = (error as NSError).localizedDescription
      throw Mistake(reason: reason.hasSuffix(".") ? reason : reason + ".")
    }
  }

  /// Fills a memory with the bytes from `offset`.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(Mistake) {
    guard offset >= 0, target.count <= count, offset <= count - target.count else {
      throw Mistake(reason: "It ends before byte \(offset) + \(target.count).")
    }
    switch storage {
    case .memory(let data):
      let part = data.dropFirst(offset).prefix(target.count)
      part.withUnsafeBytes { target.copyMemory(from: $0) }
    case .file(let handle):
      var done = 0
      while done < target.count, let base = target.baseAddress {
        let got = pread(handle.fileDescriptor, base + done, target.count - done, off_t(offset + done))
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else {
          throw Mistake(
            reason: got < 0 ? String(cString: strerror(errno)) + "." : "It became shorter while it was read.")
        }
        done += got
      }
    }
  }

  /// A piece as an array.
  func bytes(at offset: Int, count: Int) throws(Mistake) -> [UInt8] {
    var mistake: Mistake?
    let result = [UInt8](unsafeUninitializedCapacity: max(count, 0)) { target, filled in
      do throws(Mistake) {
        try read(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[..<count]), at: offset)
        filled = count
      } catch {
        mistake = error
      }
    }
    if let mistake { throw mistake }
    return result
  }
}
