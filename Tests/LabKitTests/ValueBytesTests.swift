import Testing

@testable import LabKit

/// The codec, and bytes that come from someone who means harm.
@Suite struct ValueBytesTests {
  static let sample = Value.record([
    "integer": -7, "real": 0.1, "yes": true, "no": false, "text": "perceptron é", "integers": [3, -1, .max, .min],
    "tensor": Tensor(shape: [2, 3], values: [1, -0.0, .infinity, .nan, .leastNonzeroMagnitude, -1e308]),
    "list": Value.list([.list([]), .record([]), .integers([]), .tensor(Tensor(shape: [0, 4]))]),
  ])

  static func bytes(_ value: Value) -> [UInt8] {
    var bytes: [UInt8] = []
    value.write(to: &bytes)
    return bytes
  }

  static func read(_ bytes: [UInt8]) throws -> Value {
    var reader = ByteReader(bytes)
    return try Value(from: &reader)
  }

  static func word(_ number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendWord(number)
    return bytes
  }

  @Test func roundTripToTheLastBit() throws {
    let bytes = Self.bytes(Self.sample)
    var reader = ByteReader(bytes)
    let back = try Value(from: &reader)
    #expect(reader.remaining == 0)
    #expect(Self.bytes(back) == bytes)
  }

  @Test func truncatedAnywhere() {
    let bytes = Self.bytes(Self.sample)
    for length in 0..<bytes.count {
      #expect(throws: ValueError.self) { try Self.read(Array(bytes.prefix(length))) }
    }
  }

  /// Tags: 5 text, 6 integers, 7 tensor, 8 list, 9 record.
  @Test(arguments: [UInt64.max, 1 << 63, 1 << 61, 1 << 40, 1000])
  func countsBeyondTheBytes(_ count: UInt64) {
    for tag: UInt8 in [5, 6, 8, 9] {
      #expect(throws: ValueError.self) { try Self.read([tag] + Self.word(count) + [0, 0, 0]) }
    }
    #expect(throws: ValueError.self) { try Self.read([7, 1] + Self.word(count) + Self.word(0)) }
    #expect(throws: ValueError.self) { try Self.read([7, 2] + Self.word(count) + Self.word(count)) }
    #expect(throws: ValueError.self) { try Self.read([7, 255] + Self.word(count)) }
  }

  /// 2³² · 2³² wraps to 0 elements in 64 bits.
  @Test func shapesThatOverflow() {
    let dimension = Self.word(1 << 32)
    #expect(throws: ValueError.self) { try Self.read([7, 2] + dimension + dimension) }
    #expect(throws: ValueError.self) { try Self.read([7, 3] + dimension + dimension + Self.word(0)) }
  }

  @Test func nestedTooDeep() throws {
    func nested(_ depth: Int) -> [UInt8] { (0..<depth).flatMap { _ in [8] + Self.word(1) } + [3] }
    #expect(try Self.read(nested(255)) != .flag(false))
    for depth in [256, 257, 10_000] { #expect(throws: ValueError.self) { try Self.read(nested(depth)) } }
  }

  @Test func unknownTagsAndBrokenText() {
    for tag: UInt8 in [0, 10, 99, 255] { #expect(throws: ValueError.self) { try Self.read([tag]) } }
    #expect(throws: ValueError.self) { try Self.read([5] + Self.word(2) + [0xC3, 0x28]) }
  }

  /// Any single byte changed: what is read is a value or a clean error.
  @Test func everyByteChanged() {
    let bytes = Self.bytes(Self.sample)
    for place in bytes.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var hostile = bytes
        hostile[place] ^= change
        _ = try? Self.read(hostile)
      }
    }
  }

  @Test func frames() throws {
    let call = Call(operation: "forward", arguments: [Self.sample, .integer(3)])
    let frame = call.frame()
    #expect(Array(frame.prefix(8)) == Self.word(UInt64(frame.count - 8)))
    #expect(try Call(frame: frame.dropFirst(8)).frame() == frame)
    let deepest = Answer.crashed((0..<UInt64(Answer.deepest)).map { 1 << $0 })
    for answer: Answer in [
      .ready, .value(.integer(1)), .notAttempted("fit"), .refused("no"), .crashed([3, .max]), deepest,
    ] {
      let bytes = answer.frame()
      #expect(try Answer(frame: bytes.dropFirst(8)) == answer)
      if case .crashed = answer { #expect(Answer.isCrash(bytes[...])) } else { #expect(!Answer.isCrash(bytes[...])) }
      #expect(throws: ValueError.self) { try Answer(frame: bytes.dropFirst(8) + [0]) }
    }
    #expect(throws: ValueError.self) { try Answer(frame: [4]) }
    #expect(throws: ValueError.self) { try Answer(frame: deepest.frame().dropFirst(8) + Self.word(7)) }
    #expect(throws: ValueError.self) { try Answer(frame: [5]) }
    #expect(throws: ValueError.self) { try Answer(frame: []) }
    #expect(throws: ValueError.self) { try Call(frame: Self.word(1) + [65, 3]) }
  }
}

@Suite struct OperationTests {
  static let scale = Operation<Tensor, Double, Tensor>("scale")

  @Test func callsCarryTheirArguments() throws {
    let bound = Self.scale.perform { $0 * $1 }
    let call = Self.scale(2, Tensor([1, 2]))
    #expect(call.operation == "scale" && bound.name == "scale")
    #expect(try bound.body(call.arguments) == .tensor(Tensor([2, 4])))
  }

  @Test func wrongArgumentsAreRefused() {
    let bound = Self.scale.perform { $0 * $1 }
    #expect(throws: ValueError.self) { try bound.body([.real(2)]) }
    #expect(throws: ValueError.self) { try bound.body([.integer(2), .tensor(Tensor([1]))]) }
  }

  @Test func arraysOfIntegersAreOneValue() throws {
    #expect([1, 2].value == .integers([1, 2]))
    #expect(try [Int](value: .list([.integer(1)])) == [1])
    #expect(try [[Double]](value: [[1.0, 2], []].value) == [[1, 2], []])
    #expect(throws: ValueError.self) { try [Double](value: .integers([1])) }
  }
}
