import Testing

@testable import LabKit

/// Frames of a program that means harm: each is a clean error, and what is taken can be kept.
@Suite struct HostileFrameTests {
  static func word(_ number: UInt64) -> [UInt8] { ValueBytesTests.word(number) }

  static func answer(_ body: [UInt8]) throws -> Answer { try Answer(frame: ([1] + body)[...]) }

  /// Tag 7, the number of dimensions, the sizes.
  static func tensor(_ sizes: [UInt64]) -> [UInt8] { [7, UInt8(sizes.count)] + sizes.flatMap(word) }

  /// None of these holds a number, so that their bytes are all there.
  static let shapes: [[UInt64]] = [
    [0, 1 << 40, 1 << 40], [1 << 40, 0], [0, 1 << 40], [0, 1 << 25], [16_777_217, 0], [.max, 0], [0, .max, .max],
    [1 << 24, 1 << 24, 0], [0, 1 << 17, 1 << 16], [1 << 11, 1 << 11, 1 << 11, 0], [0, 1 << 63],
  ]

  @Test(arguments: shapes)
  func shapesBeyondAllMeasure(_ sizes: [UInt64]) {
    #expect(throws: ValueError.self) { try Self.answer(Self.tensor(sizes)) }
  }

  static let emptyShapes: [[UInt64]] = [[0], [0, 4], [1 << 24, 0], [0, 1 << 16, 1 << 16], [0, 0, 0, 0, 0, 0, 0, 0]]

  @Test(arguments: emptyShapes)
  func emptyTensorsOfUsualShapes(_ sizes: [UInt64]) throws {
    let tensor = Tensor(shape: sizes.map { Int($0) }, values: [])
    #expect(try Self.answer(Self.tensor(sizes)) == .value(.tensor(tensor)))
  }

  /// Tag 8 is a list, 9 a record; both count as a level.
  @Test func nestingOfAnswersIsLess() throws {
    func lists(_ depth: Int) -> [UInt8] { (1..<depth).flatMap { _ in [8] + Self.word(1) } + [3] }
    func records(_ depth: Int) -> [UInt8] { (1..<depth).flatMap { _ in [9] + Self.word(1) + Self.word(0) } + [3] }
    for nested in [lists, records] {
      _ = try Self.answer(nested(8))
      for depth in [9, 31, 100_000] { #expect(throws: ValueError.self) { try Self.answer(nested(depth)) } }
    }
  }

  /// Whatever was taken as an answer is read back from a file, four levels further down.
  @Test func whatIsTakenCanBeKept() throws {
    var value = Value.flag(true)
    for _ in 1..<Value.Bounds.answer.depth { value = .list([value]) }
    #expect(try Answer(frame: Answer.value(value).frame()[8...]) == .value(value))
    let kept = Value.record(["evidence": Value.record(["check": Value.record(["answers": Value.list([value])])])])
    #expect(try ValueBytesTests.read(ValueBytesTests.bytes(kept)) == kept)
  }

  /// A byte an item: one answer could be made to take many times its own size.
  @Test func itemsAreCounted() throws {
    let most = Value.Bounds.answer.items
    func list(_ count: Int) -> [UInt8] { [8] + Self.word(UInt64(count)) + [UInt8](repeating: 3, count: count) }
    _ = try Self.answer(list(1000))
    #expect(throws: ValueError.self) { try Self.answer(list(most + 1)) }
    // Together, not each for itself.
    let half = list(most / 2 + 1)
    #expect(throws: ValueError.self) { try Self.answer([8] + Self.word(2) + half + half) }
  }

  @Test func nothingFollowsAnAnswer() {
    for body: [UInt8] in [[], [0], [0, 0], [3, 3], [1]] {
      #expect(throws: ValueError.self) { try Self.answer(body + [0]) }
    }
  }
}

/// Values drawn by their structure, then damaged: what is read is what the bytes say, or a clean error.
@Suite struct ValueFuzzTests {
  /// A value of at most `depth` levels with all kinds among its parts.
  static func draw(_ generator: inout Generator, depth: Int) -> Value {
    func count(_ most: Int) -> Int { generator.integer(below: most) }
    func number() -> Double {
      let special = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1e308]
      return count(3) == 0 ? special[count(special.count)] : generator.normal()
    }
    switch count(depth > 1 ? 8 : 6) {
    case 0: return .integer([Int.min, -1, 0, 1, Int.max][count(5)])
    case 1: return .real(number())
    case 2: return .flag(count(2) == 0)
    case 3: return .text(String(repeating: ["a", "é", "\u{0}", "🧪", ""][count(5)], count: count(4)))
    case 4: return .integers((0..<count(4)).map { _ in [Int.min, 0, Int.max][count(3)] })
    case 5:
      let shape = (0..<count(4)).map { _ in count(4) }
      return .tensor(Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in number() }))
    case 6: return .list((0..<count(4)).map { _ in draw(&generator, depth: depth - 1) })
    default: return .record((0..<count(4)).map { .init("part \($0)", draw(&generator, depth: depth - 1)) })
    }
  }

  @Test func aHundredThousandRoundTrips() {
    var generator = Generator(seed: 20)
    var (kept, refused) = (0, 0)
    for round in 0..<100_000 {
      let value = Self.draw(&generator, depth: 1 + round % 8)
      var bytes = Answer.value(value).frame()
      // Compared as bytes, since a NaN is not equal to itself.
      guard case .value(let back)? = try? Answer(frame: bytes[8...]), Answer.value(back).frame() == bytes else {
        Issue.record("round \(round): \(value) was not read back")
        return
      }
      // A few bytes changed, cut, or put twice: the reader takes all of it or refuses it.
      for _ in 0...generator.integer(below: 3) {
        let place = 8 + generator.integer(below: bytes.count - 8)
        switch generator.integer(below: 4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.integer(below: 256))
        case 1: bytes[place] = [0, 1, 7, 8, 9, 0x80, 0xFF][generator.integer(below: 7)]
        case 2: bytes.removeSubrange(max(9, place)...)
        default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        }
      }
      if case .value(let other)? = try? Answer(frame: bytes[8...]) {
        kept += 1
        guard Answer.value(other).frame().dropFirst(8).elementsEqual(bytes[8...]) else {
          Issue.record("round \(round): what was read of damaged bytes is not what they say")
          return
        }
      } else {
        refused += 1
      }
    }
    #expect(kept > 1000 && refused > 10_000, "\(kept) and \(refused)")
  }
}
