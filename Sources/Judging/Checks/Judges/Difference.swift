import LabKit

/// Where and how an answer differs from the reference's.
struct Difference: CustomStringConvertible {
  /// Which part, such as `gradients[1].weights`; empty for the whole answer.
  let path: String
  let text: String

  var description: String { path.isEmpty ? text : "\(path): \(text)" }
}

extension Value {
  /// The worst place at which one part of this record, or all of this where `part` is nil, differs from `reference`.
  func difference(from reference: Value, in part: String?, within bound: Bound) -> Difference? {
    guard let part else { return firstDifference(from: reference, within: bound) }
    guard let found = self[part], let expected = reference[part] else {
      return Difference(path: part, text: "it is missing in the answer")
    }
    return found.firstDifference(from: expected, within: bound.part(part), path: part)
  }

  /// The worst place at which this differs from `reference`, or nil where it agrees all through.
  func firstDifference(from reference: Value, within tolerance: Tolerance, path: String = "") -> Difference? {
    firstDifference(from: reference, within: Bound(tolerance), path: path)
  }

  /// The same within bounds that may differ from number to number.
  func firstDifference(from reference: Value, within bound: Bound, path: String = "") -> Difference? {
    switch (self, reference) {
    case (.real(let found), .real(let expected)):
      guard !bound.accepts(found, for: expected) else { return nil }
      return Difference(path: path, text: found.beside(expected))
    case (.tensor(let found), .tensor(let expected)):
      return found.difference(from: expected, within: bound, path: path)
    case (.list(let found), .list(let expected)):
      guard found.count == expected.count else {
        return Difference(path: path, text: "expected \(expected.count) items, got \(found.count)")
      }
      return zip(found, expected).enumerated().lazy.compactMap { index, pair in
        pair.0.firstDifference(from: pair.1, within: bound.item(index), path: "\(path)[\(index)]")
      }.first
    case (.record(let found), .record(let expected)) where found.map(\.name) == expected.map(\.name):
      return zip(found, expected).lazy.compactMap { pair in
        pair.0.value.firstDifference(
          from: pair.1.value, within: bound.part(pair.1.name),
          path: path.isEmpty ? pair.1.name : "\(path).\(pair.1.name)")
      }.first
    case (.integers(let found), .integers(let expected)):
      return found.difference(from: expected, path: path)
    default:
      guard self != reference else { return nil }
      guard short != reference.short else {
        // Of two kinds, or texts that are alike as far as they are shown.
        let other = kind == reference.kind ? "another one" : kind
        return Difference(path: path, text: "expected \(reference.kind), got \(other)")
      }
      return Difference(path: path, text: "expected \(reference.short), got \(short)")
    }
  }

  private var short: String {
    switch self {
    case .integer(let number): "\(number)"
    case .real(let number): number.short
    case .flag(let flag): "\(flag)"
    case .text(let text): "“\(text.prefix(80))”"
    default: kind
    }
  }
}

extension Tensor {
  func difference(from expected: Tensor, within tolerance: Tolerance, path: String) -> Difference? {
    difference(from: expected, within: Bound(tolerance), path: path)
  }

  func difference(from expected: Tensor, within bound: Bound, path: String) -> Difference? {
    guard shape == expected.shape else {
      return Difference(path: path, text: "expected shape \(expected.shape), got \(shape)")
    }
    let scale = expected.largest
    let wrong = (0..<count).filter { !bound.accepts(values[$0], for: expected.values[$0], at: $0, scale: scale) }
    guard !wrong.isEmpty else { return nil }
    let errors = wrong.map { values[$0].relativeError(from: expected.values[$0]) }
    let worst = errors.indices.max { errors[$0] < errors[$1] }.map { wrong[$0] } ?? wrong[0]
    let numbers = values[worst].beside(expected.values[worst])
    // Of one number there is no worst place.
    guard count > 1 else { return Difference(path: path, text: numbers) }
    let place = "\(wrong.count == 1 ? "" : "worst ")at \(IndexClass.position(worst, shape: shape))"
    return Difference(path: path, text: "\(IndexClass.describe(wrong, shape: shape)) wrong; \(place): \(numbers)")
  }
}

extension Double {
  /// This number beside the right one, each with as many digits as it takes to tell them apart.
  fileprivate func beside(_ expected: Double) -> String {
    let (right, own) = Double.apart(expected, self)
    let error = relativeError(from: expected)
    return "expected \(right), got \(own)" + (error.isFinite ? ", relative error \(error.short)" : "")
  }

  /// |x − r| / max(|x|, |r|); infinite where one of them is no number.
  fileprivate func relativeError(from expected: Double) -> Double {
    guard isFinite, expected.isFinite else { return .infinity }
    return abs(self - expected) / max(abs(self), abs(expected), .leastNormalMagnitude)
  }
}

extension [Int] {
  fileprivate func difference(from expected: [Int], path: String) -> Difference? {
    guard count == expected.count else {
      return Difference(path: path, text: "expected \(expected.count) integers, got \(count)")
    }
    let wrong = indices.filter { self[$0] != expected[$0] }
    guard let first = wrong.first else { return nil }
    return Difference(
      path: path,
      text: "\(wrong.count) of \(count) wrong; the first at [\(first)]: expected \(expected[first]), got \(self[first])"
    )
  }
}
