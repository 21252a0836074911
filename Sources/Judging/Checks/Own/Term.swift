public import LabKit

/// What is worked out from a submission's own answers, such as θ − η · (its gradient): a formula as plain data, so that it
/// can be kept in a plan and worked out again from a transcript.
public indirect enum Term: Hashable, Sendable {
  case constant(Value)
  /// The answer to one of the check's own calls.
  case answer(Int)
  /// What a step of the follow-through came to.
  case step(Int)
  /// A field of a record.
  case part(Term, String)
  /// An item of a list, or a row of a tensor.
  case item(Term, Int)
  case record([Field])
  case list([Term])
  case work(Work, [Term])

  /// A named part of a record.
  public struct Field: Hashable, Sendable {
    public let name: String
    public let term: Term

    public init(_ name: String, _ term: Term) { (self.name, self.term) = (name, term) }
  }

  /// What can be done with values. Numbers, tensors (broadcasting), lists and records are combined element by element,
  /// a record's fields by their names; what is no number stays as it is on the left.
  public enum Work: String, Hashable, Sendable, CaseIterable {
    case plus, minus, times, over
    /// The matrix product, and rows and columns exchanged.
    case matmul, transposed
    /// The sum over the first axis, and over the last one.
    case sumOfRows, sumOfColumns
    /// max(0, x), element by element.
    case positivePart
    /// ln x, element by element.
    case logarithm
    /// The column of the largest element of each row, the lowest where several are equal.
    case argmaxOfRows
    /// The columns of so many of the smallest elements of each row, a list for each, the smallest first; of equal ones the
    /// lower column first.
    case nearest
    /// The numbers of the first in the shape of the second, or in the shape that its integers say.
    case reshaped
    /// The rows of the first at the indices of the second.
    case rows
    /// The columns of a matrix from one integer up to, not including, another.
    case columns
    /// Matrices of equal height side by side.
    case beside
    /// Tensors of one shape as rows of one more dimension.
    case stacked
    /// A number from a tensor of one element; the items of a list of numbers as a vector.
    case number, vector
    /// How many of several values differ from the one before; whether none does.
    case changes, stays
  }

  /// A constant.
  public static func of(_ value: some ValueConvertible) -> Term { .constant(value.value) }

  public subscript(name: String) -> Term { .part(self, name) }
  public subscript(place: Int) -> Term { .item(self, place) }

  public static func + (left: Term, right: Term) -> Term { .work(.plus, [left, right]) }
  public static func - (left: Term, right: Term) -> Term { .work(.minus, [left, right]) }
  public static func * (left: Term, right: Term) -> Term { .work(.times, [left, right]) }
  public static func * (left: Double, right: Term) -> Term { .of(left) * right }
  public static func / (left: Term, right: Term) -> Term { .work(.over, [left, right]) }
  public func matmul(_ other: Term) -> Term { .work(.matmul, [self, other]) }
  public var transposed: Term { .work(.transposed, [self]) }
  public var sumOfRows: Term { .work(.sumOfRows, [self]) }
  public var sumOfColumns: Term { .work(.sumOfColumns, [self]) }
  public var positivePart: Term { .work(.positivePart, [self]) }
  public var logarithm: Term { .work(.logarithm, [self]) }
  public var argmaxOfRows: Term { .work(.argmaxOfRows, [self]) }
  public func nearest(_ count: Int) -> Term { .work(.nearest, [self, .of(count)]) }
  public func reshaped(_ shape: [Int]) -> Term { .work(.reshaped, [self, .of(shape)]) }
  public func rows(_ indices: [Int]) -> Term { .work(.rows, [self, .of(indices)]) }
  public func columns(_ range: Range<Int>) -> Term {
    .work(.columns, [self, .of(range.lowerBound), .of(range.upperBound)])
  }
  public static func beside(_ matrices: [Term]) -> Term { .work(.beside, matrices) }
  public static func stacked(_ tensors: [Term]) -> Term { .work(.stacked, tensors) }
  public var number: Term { .work(.number, [self]) }
  public static func vector(_ numbers: [Term]) -> Term { .work(.vector, numbers) }
  public static func changes(_ values: [Term]) -> Term { .work(.changes, values) }
  public static func stays(_ values: [Term]) -> Term { .work(.stays, values) }
  public static func record(_ fields: KeyValuePairs<String, Term>) -> Term {
    .record(fields.map { Field($0.key, $0.value) })
  }
}
