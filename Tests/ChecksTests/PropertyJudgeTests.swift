import LabKit
import Testing

@testable import Checks

@Suite struct PropertyJudgeTests {
  static func holds(_ rule: PropertyJudge.Rule, _ answers: [Value]) -> Bool {
    Judge.property(PropertyJudge([rule])).rule(Evidence(answers: answers), against: Evidence()).share == 1
  }

  @Test func identicalToTheLastBit() {
    let rule = PropertyJudge.Rule.identical(calls: [0, 1], because: "")
    #expect(Self.holds(rule, [.real(0.1), .real(0.1)]))
    #expect(!Self.holds(rule, [.real(0.1), .real(0.1.nextUp)]))
    #expect(!Self.holds(rule, [.real(0), .real(-0.0)]))
    #expect(Self.holds(rule, [.real(.nan), .real(.nan)]))
    #expect(!Self.holds(rule, [.integers([1]), .list([.integer(1)])]))
  }

  @Test func distinct() {
    let rule = PropertyJudge.Rule.distinct(calls: [0, 1, 2], because: "")
    #expect(Self.holds(rule, [.integer(1), .integer(2), .integer(3)]))
    #expect(!Self.holds(rule, [.integer(1), .integer(2), .integer(1)]))
    #expect(!Self.holds(rule, [.real(.nan), .real(.nan), .real(1)]))
  }

  /// The identity is the same whatever the seed, and so is it with a little noise.
  @Test func drawnAnew() {
    let rule = PropertyJudge.Rule.drawnAnew(calls: [0, 1], tensors: [0], because: "")
    var generator = Generator(seed: 1)
    let (one, two) = (generator.normal(shape: [6, 6]), generator.normal(shape: [6, 6]))
    var identity = Tensor(shape: [6, 6])
    for place in 0..<6 { identity[place, place] = 1 }
    #expect(Self.holds(rule, [.tensor(one), .tensor(two)]))
    #expect(!Self.holds(rule, [.tensor(one), .tensor(one)]))
    #expect(!Self.holds(rule, [.tensor(one), .tensor(3 * one)]))
    #expect(!Self.holds(rule, [.tensor(identity), .tensor(identity + 0.01 * two)]))
    #expect(!Self.holds(rule, [.tensor(one), .tensor(Tensor(shape: [6, 6]))]))
    #expect(!Self.holds(rule, [.tensor(one), .list([])]))
  }

  @Test func shapes() {
    let rule = PropertyJudge.Rule.shapes(call: 0, [[2, 3], [2]], because: "")
    let (matrix, vector) = (Tensor(shape: [2, 3]), Tensor(shape: [2]))
    #expect(Self.holds(rule, [.record(["weights": matrix, "bias": vector])]))
    #expect(!Self.holds(rule, [.record(["weights": matrix.transposed(), "bias": vector])]))
    #expect(!Self.holds(rule, [.record(["weights": matrix])]))
    #expect(!Self.holds(rule, [.text("[2, 3]")]))
  }

  /// 1, 2, 3 and 4, 5 together are 1, 2, 3, 4, 5.
  @Test func pooledSpread() {
    let answers = [Value.tensor(Tensor([1, 2, 3])), .integer(7), .tensor(Tensor([4, 5]))]
    func rule(_ calls: [Int], _ deviation: ClosedRange<Double>) -> PropertyJudge.Rule {
      .pooledSpread(calls: calls, tensor: 0, mean: 3...3, deviation: deviation, because: "")
    }
    #expect(Self.holds(rule([0, 2], 1.58...1.582), answers))
    #expect(!Self.holds(rule([0, 2], 1.4...1.5), answers))
    #expect(!Self.holds(rule([0, 1, 2], 0...9), answers))
    #expect(!Self.holds(rule([0], 0...9), [.tensor(Tensor(shape: [0]))]))
  }

  /// One number in twenty may be there again.
  @Test func fresh() {
    let rule = PropertyJudge.Rule.fresh(call: 0, tensors: [0, 1], because: "")
    let one = Tensor((1...60).map { Double($0) })
    func answer(_ other: [Double]) -> [Value] { [.list([.tensor(one), .tensor(Tensor(other))])] }
    #expect(Self.holds(rule, answer((0..<40).map { $0 < 5 ? -1 : 100 + Double($0) })))
    #expect(!Self.holds(rule, answer((0..<40).map { $0 < 6 ? -1 : 100 + Double($0) })))
    #expect(Self.holds(rule, answer([Double](repeating: 0, count: 40))))
    #expect(!Self.holds(rule, [.tensor(one)]))
  }

  /// 1, 2, 3, 4, 5 has mean 3 and standard deviation √2.5 = 1.5811.
  @Test func spread() {
    let answer = [Value.tensor(Tensor([1, 2, 3, 4, 5]))]
    func rule(_ mean: ClosedRange<Double>, _ deviation: ClosedRange<Double>, tensor: Int = 0) -> PropertyJudge.Rule {
      .spread(call: 0, tensor: tensor, mean: mean, deviation: deviation, because: "")
    }
    #expect(Self.holds(rule(3...3, 1.58...1.582), answer))
    #expect(!Self.holds(rule(3...3, 1.4...1.5), answer))
    #expect(!Self.holds(rule(-1...1, 1...2), answer))
    #expect(!Self.holds(rule(3...3, 1...2, tensor: 1), answer))
    #expect(!Self.holds(rule(-9...9, 0...9), [.tensor(Tensor([.nan, 1, 2]))]))
  }

  /// Zeros, or numbers that were drawn; a constant is neither.
  @Test func zeroOrDrawn() {
    let rule = PropertyJudge.Rule.zeroOrDrawn(
      call: 0, tensor: 0, mean: -0.1...0.1, deviation: 0...0.66, because: "")
    var generator = Generator(seed: 3)
    let drawn = generator.normal(shape: [500], deviation: 0.5)
    #expect(Self.holds(rule, [.tensor(Tensor(shape: [500]))]))
    #expect(Self.holds(rule, [.tensor(drawn)]))
    #expect(Self.holds(rule, [.tensor(1e-3 * drawn)]))
    #expect(!Self.holds(rule, [.tensor(2 * drawn)]))
    #expect(!Self.holds(rule, [.tensor(drawn + 0.5)]))
    #expect(!Self.holds(rule, [.tensor(Tensor(shape: [500], repeating: 0.01))]))
    #expect(!Self.holds(rule, [.list([])]))
  }

  @Test func distinctRows() {
    let rule = PropertyJudge.Rule.distinctRows(call: 0, tensor: 0, because: "")
    #expect(Self.holds(rule, [.tensor(Tensor(rows: [[1, 2], [2, 1]]))]))
    #expect(!Self.holds(rule, [.tensor(Tensor(rows: [[1, 2], [3, 4], [1, 2]]))]))
    #expect(!Self.holds(rule, [.tensor(Tensor([1, 2]))]))
    #expect(!Self.holds(rule, [.integer(1)]))
  }
}
