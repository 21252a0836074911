import LabKit

/// The numbers of one part of an answer beside the right ones.
struct Pairing {
  /// Which part, such as `gradients[1].weights`; empty for the whole answer.
  let path: String
  let found: Tensor
  let expected: Tensor
  /// The number of rows of each argument that may hold samples, front to back.
  let rows: [Int]
  /// How far a right one may be.
  var bound = Bound(Tolerance())

  var isRight: Bool { found.difference(from: expected, within: bound, path: "") == nil }

  /// The share of what is wrong by a mistake or a slip, of its distance from what is right, that rounding may take up.
  static let rounding = 0.01

  /// The largest distance of a number from its counterpart.
  var gap: Double { found.gap(to: expected) }
}

extension Value {
  /// The numbers of this answer beside the reference's, part by part; none where the two are built differently.
  func pairings(with reference: Value, path: String = "", rows: [Int], within bound: Bound) -> [Pairing] {
    switch (self, reference) {
    case (.real(let found), .real(let expected)):
      return [
        Pairing(
          path: path, found: Tensor(shape: [], values: [found]), expected: Tensor(shape: [], values: [expected]),
          rows: rows, bound: bound)
      ]
    case (.tensor(let found), .tensor(let expected)):
      return [Pairing(path: path, found: found, expected: expected, rows: rows, bound: bound)]
    case (.list(let found), .list(let expected)) where found.count == expected.count:
      return zip(found, expected).enumerated().flatMap { index, pair in
        pair.0.pairings(with: pair.1, path: "\(path)[\(index)]", rows: rows, within: bound.item(index))
      }
    case (.record(let found), .record(let expected)) where found.map(\.name) == expected.map(\.name):
      return zip(found, expected).flatMap { pair in
        pair.0.value.pairings(
          with: pair.1.value, path: path.isEmpty ? pair.1.name : "\(path).\(pair.1.name)", rows: rows,
          within: bound.part(pair.1.name))
      }
    default: return []
    }
  }
}

extension Call {
  /// The number of rows of each argument that is a tensor or a list of integers, front to back. What stands inside of a
  /// record or a list, such as a network's weights, holds no samples.
  var rows: [Int] {
    arguments.compactMap { argument in
      switch argument {
      case .tensor(let tensor): tensor.rank > 0 ? tensor.rows : nil
      case .integers(let numbers): numbers.count
      default: nil
      }
    }
  }
}
