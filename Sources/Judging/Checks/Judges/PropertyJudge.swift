import LabKit

/// What must hold between a submission's own answers, whatever the numbers are.
public struct PropertyJudge: Hashable, Sendable, Codable {
  /// One thing that must hold.
  public enum Rule: Hashable, Sendable, Codable {
    /// The answers of these calls are the same to the last bit.
    case identical(calls: [Int], because: String)
    /// No two answers of these calls are the same.
    case distinct(calls: [Int], because: String)
    /// This answer is this integer.
    case exactly(call: Int, Int, because: String)
    /// The tensors of this answer have these shapes, in their order.
    case shapes(call: Int, [[Int]], because: String)
    /// The tensor at this place in the tensors of this answer has mean and standard deviation in these bounds.
    case spread(call: Int, tensor: Int, mean: ClosedRange<Double>, deviation: ClosedRange<Double>, because: String)
    /// The numbers of the tensors at this place in all of these answers together have mean and standard deviation in these
    /// bounds: of many small ones as much is known as of one that is too large to be asked for.
    case pooledSpread(
      calls: [Int], tensor: Int, mean: ClosedRange<Double>, deviation: ClosedRange<Double>, because: String)
    /// Of the numbers of these tensors of this answer hardly any two are the same but for the sign; zeros do not count.
    case fresh(call: Int, tensors: [Int], because: String)
    /// The numbers of no two of these tensors of this answer run alike: they were not drawn from the same numbers.
    case unrelated(call: Int, tensors: [Int], because: String)
    /// The numbers of the tensors at these places run alike in no two of these answers: each was drawn anew.
    case drawnAnew(calls: [Int], tensors: [Int], because: String)
    /// No two rows of the matrix at this place in the tensors of this answer are the same, or no two of its kernels.
    case distinctRows(call: Int, tensor: Int, because: String)
    /// The tensor at this place is all zeros, or its numbers were drawn: they are not alike, and mean and standard deviation
    /// are in these bounds.
    case zeroOrDrawn(
      call: Int, tensor: Int, mean: ClosedRange<Double>, deviation: ClosedRange<Double>, because: String)

    /// The weights at this place in the first answer start around 0 with a standard deviation near 1/√inputs, from
    /// `narrowest` to `widest` times that, and a mean of `mean` times it at most: Glorot's, He's, PyTorch's and other usual
    /// initialisations do.
    public static func startingWeights(
      tensor: Int, inputs: Double, mean: Double = 0.35, narrowest: Double = 0.4, widest: Double = 2.5
    ) -> Rule {
      let scale = 1 / inputs.squareRoot()
      return .spread(
        call: 0, tensor: tensor, mean: -mean * scale...mean * scale, deviation: narrowest * scale...widest * scale,
        because: "the weights are not spread around 0 like 1/√inputs")
    }
  }

  public var rules: [Rule]

  public init(_ rules: [Rule]) { self.rules = rules }

  func rule(_ submission: Evidence) -> Ruling {
    let broken = rules.compactMap { Self.broken($0, submission.answers) }
    guard let first = broken.first else { return .passed("all \(rules.count) properties hold") }
    return .failed(first.because, broken.map(\.detail))
  }

  private static func broken(_ rule: Rule, _ answers: [Value]) -> (because: String, detail: String)? {
    switch rule {
    case .identical(let calls, let because):
      guard let odd = calls.first(where: { !answers[$0].isIdentical(to: answers[calls[0]]) }) else { return nil }
      return (because, "\(because): answers \(calls[0] + 1) and \(odd + 1) differ")
    case .distinct(let calls, let because):
      for (place, call) in calls.enumerated() {
        if let same = calls[..<place].first(where: { answers[$0].isIdentical(to: answers[call]) }) {
          return (because, "\(because): answers \(same + 1) and \(call + 1) are the same")
        }
      }
      return nil
    case .exactly(let call, let number, let because):
      if answers[call] == .integer(number) { return nil }
      guard case .integer(let found) = answers[call] else { return (because, "\(because): it is no integer") }
      return (because, "\(because): expected \(number), got \(found)")
    case .shapes(let call, let shapes, let because):
      let found = answers[call].tensors.map(\.shape)
      return found == shapes ? nil : (because, "\(because): expected shapes \(shapes), got \(found)")
    case .spread(let call, let place, let means, let deviations, let because):
      let tensors = answers[call].tensors
      guard place < tensors.count, tensors[place].count > 1 else {
        return (because, "\(because): the tensor is missing")
      }
      return outside(tensors[place].values, means, deviations).map { (because, "\(because): \($0)") }
    case .pooledSpread(let calls, let place, let means, let deviations, let because):
      let tensors = calls.compactMap { call in
        let tensors = answers[call].tensors
        return place < tensors.count ? tensors[place] : nil
      }
      guard tensors.count == calls.count else { return (because, "\(because): a tensor is missing") }
      return outside(tensors.flatMap(\.values), means, deviations).map {
        (because, "\(because): \($0), over \(calls.count) answers")
      }
    case .fresh(let call, let places, let because):
      let tensors = answers[call].tensors
      guard places.allSatisfy({ $0 < tensors.count }) else { return (because, "\(because): a tensor is missing") }
      let numbers = places.flatMap { tensors[$0].values }.filter { $0 != 0 }.map { abs($0) }
      let count = Set(numbers).count
      guard count * 20 >= numbers.count * 19 else {
        return (because, "\(because): \(count) different ones of \(numbers.count)")
      }
      return nil
    case .unrelated(let call, let places, let because):
      let tensors = answers[call].tensors
      guard places.allSatisfy({ $0 < tensors.count }) else { return (because, "\(because): a tensor is missing") }
      for (order, place) in places.enumerated() {
        for other in places[..<order] {
          guard !runAlike(tensors[place], tensors[other]) else {
            return (because, "\(because): tensors \(other + 1) and \(place + 1)")
          }
        }
      }
      return nil
    case .drawnAnew(let calls, let places, let because):
      for (order, call) in calls.enumerated() {
        for other in calls[..<order] {
          let (one, two) = (answers[call].tensors, answers[other].tensors)
          for place in places {
            guard place < min(one.count, two.count) else { return (because, "\(because): a tensor is missing") }
            guard !runAlike(one[place], two[place]) else {
              return (because, "\(because): tensor \(place + 1) of answers \(other + 1) and \(call + 1)")
            }
          }
        }
      }
      return nil
    case .zeroOrDrawn(let call, let place, let means, let deviations, let because):
      let tensors = answers[call].tensors
      if place < tensors.count, tensors[place].values.allSatisfy({ $0 == 0 }) { return nil }
      return broken(
        .spread(call: call, tensor: place, mean: means, deviation: deviations, because: because), answers)
        ?? broken(.fresh(call: call, tensors: [place], because: because), answers)
    case .distinctRows(let call, let place, let because):
      let tensors = answers[call].tensors
      guard place < tensors.count, tensors[place].rank >= 2, tensors[place].count > 0 else {
        return (because, "\(because): it is no matrix with numbers in it")
      }
      let matrix = tensors[place]
      let rows = Set((0..<matrix.rows).map { matrix.row($0).values })
      guard rows.count == matrix.rows else {
        return (because, "\(because): \(rows.count) different rows of \(matrix.rows)")
      }
      return nil
    }
  }

  /// Mean and standard deviation, in words, where these are not within the bounds.
  private static func outside(
    _ numbers: [Double], _ means: ClosedRange<Double>, _ deviations: ClosedRange<Double>
  ) -> String? {
    guard numbers.count > 1 else { return "there are no numbers" }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let deviation =
      (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)).squareRoot()
    guard means.contains(mean), deviations.contains(deviation) else {
      return "mean \(mean.short), standard deviation \(deviation.short)"
    }
    return nil
  }

  /// Whether the numbers that both have are nearly the same but for a factor; so are those that do not vary.
  private static func runAlike(_ one: Tensor, _ two: Tensor) -> Bool {
    let count = min(one.count, two.count)
    let pair = [one, two].map { Value.tensor(Tensor(Array($0.values.prefix(count)))) }
    // What does not vary was not drawn.
    guard let alike = Resemblance.correlation([(pair[0], pair[1])]),
      Resemblance.correlation([(pair[1], pair[0])]) != nil
    else { return true }
    return alike >= 0.9
  }
}

extension Value {
  /// The tensors in this value, front to back.
  var tensors: [Tensor] {
    switch self {
    case .tensor(let tensor): [tensor]
    case .list(let items): items.flatMap(\.tensors)
    case .record(let fields): fields.flatMap(\.value.tensors)
    default: []
    }
  }

  /// The same to the last bit; unlike `==`, a NaN is identical to itself.
  func isIdentical(to other: Value) -> Bool {
    var (left, right): ([UInt8], [UInt8]) = ([], [])
    write(to: &left)
    other.write(to: &right)
    return left == right
  }
}
