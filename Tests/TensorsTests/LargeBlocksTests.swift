import Testing

@testable import Tensors

@Suite struct LargeBlocksTests {
  private let all = LargeBlocks()

  @Test func whatWasGivenBackIsTakenAgain() {
    let bytes = LargeBlocks.mostWaiting / 4 + 3
    let first = all.take(bytes)
    all.giveBack(first)
    let second = all.take(bytes - 1000)
    #expect(second.start == first.start)
    let third = all.take(bytes)
    #expect(third.start != second.start)
    all.giveBack(second)
    all.giveBack(third)
  }

  @Test func muchLargerOnesAreLeft() {
    let block = all.take(LargeBlocks.mostWaiting / 2)
    all.giveBack(block)
    let half = all.take(LargeBlocks.mostWaiting / 4)
    #expect(half.start != block.start)
    #expect(half.bytes == LargeBlocks.mostWaiting / 4)
    all.giveBack(half)
  }

  @Test func fewBytesWait() {
    let blocks = (0..<40).map { _ in all.take(LargeBlocks.smallest + 5) }
    for block in blocks { all.giveBack(block) }
    all.giveBack(all.take(2 * LargeBlocks.mostWaiting))
    #expect(all.bytesWaiting <= LargeBlocks.mostWaiting)
  }

  @Test func aTensorIsItsOwnAfterAnother() {
    var sums: [Double] = []
    for value in 1...5 {
      let tensor = Tensor<Double>(repeating: Double(value), [1 << 19])
      let copy = tensor + tensor
      sums.append(copy.sum())
      #expect(tensor.elements.allSatisfy { $0 == Double(value) })
    }
    #expect(sums == (1...5).map { Double($0) * 2 * Double(1 << 19) })
  }
}
