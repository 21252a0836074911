import LabKit
import Testing

@testable import Checks

@Suite struct ValueJudgeTests {
  static func ruling(
    _ found: [Value], _ expected: [Value], names: [String]? = nil, partial: Bool = false, part: String? = nil,
    tolerance: Tolerance = Tolerance()
  ) -> Ruling {
    let cases = found.indices.map { ValueJudge.Case(names?[$0] ?? "case \($0)", call: $0, part: part) }
    return Judge.values(ValueJudge(cases: cases, tolerance: tolerance, partial: partial))
      .rule(Evidence(answers: found), against: Evidence(answers: expected))
  }

  /// |x − r| ≤ 1e-9 + 1e-6 |r|: at r = 1000 the bound is 1.000001e-3.
  @Test func tolerance() {
    #expect(Self.ruling([.real(1000.001)], [.real(1000)]).share == 1)
    #expect(Self.ruling([.real(1000.0011)], [.real(1000)]).share == 0)
    #expect(Self.ruling([.real(9e-10)], [.real(0)]).share == 1)
    #expect(Self.ruling([.real(1.1e-9)], [.real(0)]).share == 0)
    #expect(Self.ruling([.real(-1)], [.real(1)]).share == 0)
  }

  /// In multiples of 1e-30 a half is no one, and nothing is not a half.
  @Test func tinyNumbersCount() {
    func share(_ found: Double, _ expected: Double, unit: Double?) -> Double {
      let cases = [ValueJudge.Case("tiny", call: 0, unit: unit)]
      return Judge.values(ValueJudge(cases: cases)).rule(
        Evidence(answers: [.tensor(Tensor([found]))]), against: Evidence(answers: [.tensor(Tensor([expected]))])
      ).share
    }
    #expect(share(0, 1e-30, unit: nil) == 1)
    #expect(share(0, 1e-30, unit: 1e-30) == 0)
    #expect(share(1e-30 * (1 + 1e-7), 1e-30, unit: 1e-30) == 1)
    #expect(share(1e-30 * (1 + 1e-5), 1e-30, unit: 1e-30) == 0)
    #expect(share(1e9, 1e9, unit: 1e9) == 1)
  }

  /// A number far below 1 has twelve digits where that is asked for, beside a large one too, and 0 is 0.
  @Test func tinyNumbersHaveDigits() {
    func share(_ found: [Double], isRelative: Bool) -> Double {
      let judge = ValueJudge(cases: [ValueJudge.Case("tiny", call: 0, isRelative: isRelative)])
      let expected = Tensor([1, 2e-15, 0])
      var reference = Evidence(answers: [.tensor(expected)])
      reference.slack = [.tensor(Tensor(shape: [3]))]
      return Judge.values(judge).rule(Evidence(answers: [.tensor(Tensor(found))]), against: reference).share
    }
    #expect(share([1, 0, 0], isRelative: false) == 1)
    #expect(share([1, 0, 0], isRelative: true) == 0)
    #expect(share([1, 2e-15, 1e-30], isRelative: true) == 0)
    #expect(share([1, 2e-15 * (1 + 1e-13), 0], isRelative: true) == 1)
    #expect(share([1, 2e-15 * (1 + 1e-11), 0], isRelative: true) == 0)
  }

  @Test func notNumbersAgreeOnlyWithTheirLike() {
    let numbers = [Double.nan, .infinity, -.infinity, 1]
    for found in numbers {
      for expected in numbers {
        let isSame = found == expected || (found.isNaN && expected.isNaN)
        #expect((Self.ruling([.real(found)], [.real(expected)]).share == 1) == isSame, "\(found) for \(expected)")
        let tensors = ([found].tensor, [expected].tensor)
        #expect((Self.ruling([tensors.0], [tensors.1]).share == 1) == isSame)
      }
    }
  }

  @Test func otherShapesAndKindsAreWrong() {
    let row = Value.tensor(Tensor(shape: [1, 2], values: [1, 2]))
    let column = Value.tensor(Tensor(shape: [2, 1], values: [1, 2]))
    #expect(Self.ruling([row], [column]).details == ["“case 0”: expected shape [2, 1], got [1, 2]"])
    #expect(Self.ruling([.integer(1)], [.real(1)]).share == 0)
    #expect(Self.ruling([.integers([1, 2])], [.integers([1])]).share == 0)
    #expect(Self.ruling([.list([row])], [.list([row, row])]).share == 0)
    #expect(Self.ruling([.record(["a": 1.0])], [.record(["b": 1.0])]).share == 0)
  }

  /// Three names for four calls; one name has a right and a wrong call, so two of three cases are right.
  @Test func partialCreditByCase() {
    let names = ["a", "b", "b", "c"]
    let (found, expected) = ([1.0, 2, 3, 4].map(Value.real), [1.0, 2, 9, 4].map(Value.real))
    #expect(Self.ruling(found, expected, names: names, partial: true).share == 2.0 / 3)
    let all = Self.ruling(found, expected, names: names)
    #expect(all.share == 0)
    #expect(all.summary == "2 of 3 cases right; wrong: “b”")
    #expect(all.details == ["“b”, input 2 of 2: expected 9, got 3, relative error 0.6667"])
    #expect(Self.ruling([.real(1)], [.real(2)], partial: true).share == 0)
  }

  /// Nobody reads of a worst place among one, and numbers that differ do not look the same.
  @Test func oneNumber() {
    let ruling = Self.ruling([.real(5.95801)], [.real(5.95802)])
    #expect(ruling.summary == "wrong: “case 0”")
    #expect(ruling.details == ["“case 0”: expected 5.95802, got 5.95801, relative error 1.678e-6"])
    for shape in [[], [1], [1, 1]] {
      let (found, expected) = (Tensor(shape: shape, values: [.nan]), Tensor(shape: shape, values: [2]))
      #expect(Self.ruling([.tensor(found)], [.tensor(expected)]).details == ["“case 0”: expected 2, got NaN"])
    }
    let lone = Self.ruling([[1.0, 2, 4].tensor], [[1.0, 2, 3].tensor]).details
    #expect(lone == ["“case 0”: one of 3 elements is wrong; at [2]: expected 3, got 4, relative error 0.25"])
  }

  @Test func onlyTheNamedPartIsJudged() {
    let (found, expected) = (Value.record(["loss": 1.0, "slope": 2.0]), Value.record(["loss": 9.0, "slope": 2.0]))
    #expect(Self.ruling([found], [expected], part: "slope").share == 1)
    #expect(Self.ruling([found], [expected], part: "loss").share == 0)
    #expect(Self.ruling([.real(1)], [expected], part: "slope").share == 0)
    #expect(Self.ruling([found], [expected]).share == 0)
  }

  @Test func theWorstPlaceIsTold() {
    let expected = Value.record(["gradients": Value.list([[1.0, 2, 3, 4].tensor])])
    let found = Value.record(["gradients": Value.list([[1.0, 2, 30, 4.5].tensor])])
    #expect(
      Self.ruling([found], [expected]).details == [
        "“case 0”: gradients[0]: 2 of 4 elements are wrong; worst at [2]: expected 3, got 30, relative error 0.9"
      ])
  }
}

extension [Double] {
  fileprivate var tensor: Value { .tensor(Tensor(self)) }
}
