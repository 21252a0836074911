internal import CKernels
internal import Synchronization

/// Large memory that a tensor gave back, and that waits for the next one of about its size.
///
/// The system gives such memory page by page, and clears each first: ten times the work of a sum of two tensors of 4 MB.
final class LargeBlocks: Sendable {
  static let shared = LargeBlocks()

  struct Block: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let bytes: Int
  }

  /// From how many bytes on a block is large: as long as the pages that it is made of.
  static let smallest = 1 << 21
  /// How many bytes wait at most; what waits longest goes first.
  static let mostWaiting = 1 << 26

  private let waiting = Mutex<[Block]>([])

  deinit { waiting.withLock { $0.forEach { $0.start.deallocate() } } }

  var bytesWaiting: Int { waiting.withLock { Self.bytes($0) } }

  /// A block of at least so many bytes of any content, and hardly more.
  func take(_ bytes: Int) -> Block {
    let known = waiting.withLock { blocks -> Block? in
      guard let index = blocks.lastIndex(where: { $0.bytes >= bytes && $0.bytes - bytes <= bytes / 4 }) else {
        return nil
      }
      return blocks.remove(at: index)
    }
    if let known { return known }
    let start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.smallest)
    // Fresh memory costs a fault for each page: of 4 KiB, more than the filling itself.
    gradus_prefer_large_pages(start, bytes)
    return Block(start: start, bytes: bytes)
  }

  func giveBack(_ block: Block) {
    let old = waiting.withLock { blocks -> [Block] in
      blocks.append(block)
      var (total, count) = (Self.bytes(blocks), 0)
      while total > Self.mostWaiting {
        total -= blocks[count].bytes
        count += 1
      }
      defer { blocks.removeFirst(count) }
      return Array(blocks.prefix(count))
    }
    for block in old { block.start.deallocate() }
  }

  private static func bytes(_ blocks: [Block]) -> Int { blocks.reduce(0) { $0 + $1.bytes } }
}
