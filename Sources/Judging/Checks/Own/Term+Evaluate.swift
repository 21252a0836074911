import LabKit

/// What a term comes to. Answers come from strangers, so nothing here traps, whatever their shapes are: what cannot be
/// worked out, or would be larger than any answer, is nil.
extension Term {
  func value(answers: [Value], steps: [Value]) -> Value? {
    switch self {
    case .constant(let value): return value
    case .answer(let place): return answers.indices.contains(place) ? answers[place] : nil
    case .step(let place): return steps.indices.contains(place) ? steps[place] : nil
    case .part(let whole, let name): return whole.value(answers: answers, steps: steps)?[name]
    case .item(let whole, let place): return whole.value(answers: answers, steps: steps)?.item(place)
    case .record(let fields):
      var found: [Value.Field] = []
      for field in fields {
        guard let value = field.term.value(answers: answers, steps: steps) else { return nil }
        found.append(Value.Field(field.name, value))
      }
      return .record(found)
    case .list(let terms): return Self.all(terms, answers, steps).map { .list($0) }
    case .work(let work, let terms): return Self.all(terms, answers, steps).flatMap { work.result($0) }
    }
  }

  private static func all(_ terms: [Term], _ answers: [Value], _ steps: [Value]) -> [Value]? {
    var values: [Value] = []
    for term in terms {
      guard let value = term.value(answers: answers, steps: steps) else { return nil }
      values.append(value)
    }
    return values
  }
}

extension Value {
  fileprivate func item(_ place: Int) -> Value? {
    switch self {
    case .list(let items): return items.indices.contains(place) ? items[place] : nil
    case .tensor(let tensor):
      guard tensor.rank > 0, place >= 0, place < tensor.rows, tensor.count > 0 else { return nil }
      return .tensor(tensor.row(place))
    case .integers(let numbers): return numbers.indices.contains(place) ? .integer(numbers[place]) : nil
    default: return nil
    }
  }

  fileprivate var tensor: Tensor? {
    switch self {
    case .tensor(let tensor): tensor
    case .real(let number): Tensor(shape: [], values: [number])
    default: nil
    }
  }

  fileprivate var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  fileprivate var integers: [Int]? { if case .integers(let numbers) = self { numbers } else { nil } }
}

extension Term.Work {
  /// More elements than any answer that is worth a look.
  private static let largest = 1 << 22

  func result(_ values: [Value]) -> Value? {
    switch self {
    case .plus: return values.count == 2 ? Self.combine(values[0], values[1], +) : nil
    case .minus: return values.count == 2 ? Self.combine(values[0], values[1], -) : nil
    case .times: return values.count == 2 ? Self.combine(values[0], values[1], *) : nil
    case .over: return values.count == 2 ? Self.combine(values[0], values[1], /) : nil
    case .rows:
      guard values.count == 2, let tensor = values[0].tensor, let indices = values[1].integers, tensor.rank > 0,
        tensor.count > 0, indices.allSatisfy({ $0 >= 0 && $0 < tensor.rows }),
        Self.fits(indices.count, tensor.count / tensor.rows)
      else { return nil }
      return .tensor(tensor.rows(at: indices))
    case .reshaped:
      guard values.count == 2, let tensor = values[0].tensor, let shape = values[1].integers ?? values[1].tensor?.shape,
        shape.allSatisfy({ $0 >= 0 && $0 <= Self.largest }), shape.count <= 8, Self.product(shape) == tensor.count
      else { return nil }
      return .tensor(Tensor(shape: shape, values: tensor.values))
    case .columns:
      guard values.count == 3, let matrix = values[0].tensor, matrix.rank == 2, let from = values[1].integer,
        let to = values[2].integer, from >= 0, from <= to, to <= matrix.columns, matrix.count > 0
      else { return nil }
      let rows = (0..<matrix.rows).flatMap { row in
        matrix.values[row * matrix.columns + from..<row * matrix.columns + to]
      }
      return .tensor(Tensor(shape: [matrix.rows, to - from], values: rows))
    case .nearest:
      guard values.count == 2, let matrix = values[0].tensor, matrix.rank == 2, let count = values[1].integer,
        count >= 0, count <= matrix.columns, matrix.values.allSatisfy({ !$0.isNaN })
      else { return nil }
      return .list(
        (0..<matrix.rows).map { row in
          let order = (0..<matrix.columns).sorted { (matrix[row, $0], $0) < (matrix[row, $1], $1) }
          return .integers(Array(order.prefix(count)))
        })
    case .beside: return Self.beside(values.compactMap(\.tensor), of: values.count)
    case .stacked:
      let tensors = values.compactMap(\.tensor)
      guard let first = tensors.first, tensors.count == values.count, tensors.allSatisfy({ $0.shape == first.shape }),
        Self.fits(tensors.count, first.count)
      else { return nil }
      return .tensor(Tensor(shape: [tensors.count] + first.shape, values: tensors.flatMap(\.values)))
    case .vector:
      let numbers = values.compactMap { $0.tensor?.count == 1 ? $0.tensor?.values[0] : nil }
      return numbers.count == values.count ? .tensor(Tensor(numbers)) : nil
    case .changes: return .integer(Self.changes(values))
    case .stays: return .flag(Self.changes(values) == 0)
    case .matmul:
      guard values.count == 2, let left = values[0].tensor, let right = values[1].tensor, left.rank == 2,
        right.rank == 2, left.columns == right.rows, left.columns > 0, Self.fits(left.rows, right.columns),
        Self.fits(left.count, max(right.columns, 1))
      else { return nil }
      return .tensor(left.matmul(right))
    case .transposed, .sumOfRows, .sumOfColumns, .positivePart, .logarithm, .argmaxOfRows, .number:
      guard values.count == 1, let tensor = values[0].tensor else { return nil }
      return one(tensor)
    }
  }

  private func one(_ tensor: Tensor) -> Value? {
    switch self {
    case .number: return tensor.count == 1 ? .real(tensor.values[0]) : nil
    case .positivePart: return .tensor(tensor.map { $0.isNaN ? $0 : max(0, $0) })
    case .logarithm: return .tensor(tensor.map { log($0) })
    case .transposed: return tensor.rank == 2 && tensor.count > 0 ? .tensor(tensor.transposed()) : nil
    case .sumOfRows: return tensor.rank > 0 && tensor.count > 0 ? .tensor(tensor.sum(axis: 0)) : nil
    case .sumOfColumns: return tensor.rank > 0 && tensor.count > 0 ? .tensor(tensor.sum(axis: tensor.rank - 1)) : nil
    case .argmaxOfRows: return tensor.rank == 2 && tensor.count > 0 ? .integers(tensor.argmaxOfRows()) : nil
    default: return nil
    }
  }

  private static func changes(_ values: [Value]) -> Int { zip(values, values.dropFirst()).count { $0 != $1 } }

  private static func product(_ shape: [Int]) -> Int {
    shape.reduce(1) { product, size in
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      return overflow ? -1 : next
    }
  }

  private static func fits(_ left: Int, _ right: Int) -> Bool {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return !overflow && product <= largest
  }

  private static func beside(_ matrices: [Tensor], of count: Int) -> Value? {
    guard let first = matrices.first, matrices.count == count,
      matrices.allSatisfy({ $0.rank == 2 && $0.rows == first.rows && $0.count > 0 })
    else { return nil }
    let width = matrices.reduce(0) { $0 + $1.columns }
    guard fits(first.rows, width) else { return nil }
    let rows = (0..<first.rows).flatMap { row in matrices.flatMap { $0.row(row).values } }
    return .tensor(Tensor(shape: [first.rows, width], values: rows))
  }

  private static func combine(_ left: Value, _ right: Value, _ combine: (Double, Double) -> Double) -> Value? {
    switch (left, right) {
    case (.real(let a), .real(let b)): return .real(combine(a, b))
    case (.tensor(let a), .tensor(let b)):
      guard let shape = broadcast(a.shape, b.shape), case let size = product(shape.map { max($0, 1) }), size >= 0,
        size <= largest
      else { return nil }
      return .tensor(a.combined(with: b, combine))
    case (.tensor(let a), .real(let b)): return .tensor(a.map { combine($0, b) })
    case (.real(let a), .tensor(let b)): return .tensor(b.map { combine(a, $0) })
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return nil }
      let items = zip(a, b).compactMap { Self.combine($0, $1, combine) }
      return items.count == a.count ? .list(items) : nil
    case (.record(let fields), .record):
      var found: [Value.Field] = []
      for field in fields {
        guard let other = right[field.name] else {
          found.append(field)
          continue
        }
        guard let value = Self.combine(field.value, other, combine) else { return nil }
        found.append(Value.Field(field.name, value))
      }
      return .record(found)
    case (.real, .list(let items)):
      let found = items.compactMap { Self.combine(left, $0, combine) }
      return found.count == items.count ? .list(found) : nil
    case (.real, .record(let fields)):
      return .record(fields.map { Value.Field($0.name, Self.combine(left, $0.value, combine) ?? $0.value) })
    case (.real, _): return right
    case (.integer, .integer), (.integers, .integers), (.flag, .flag), (.text, .text): return left
    default: return nil
    }
  }

  private static func broadcast(_ left: [Int], _ right: [Int]) -> [Int]? {
    let rank = max(left.count, right.count)
    var shape: [Int] = []
    for axis in 0..<rank {
      let a = axis < rank - left.count ? 1 : left[axis - (rank - left.count)]
      let b = axis < rank - right.count ? 1 : right[axis - (rank - right.count)]
      guard a == b || a == 1 || b == 1 else { return nil }
      shape.append(a == 1 ? b : a)
    }
    return shape
  }
}
