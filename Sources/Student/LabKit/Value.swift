/// What goes in and out of an operation, described by itself: the only thing that crosses between grader and student.
public enum Value: Hashable, Sendable {
  case integer(Int)
  case real(Double)
  case flag(Bool)
  case text(String)
  case integers([Int])
  case tensor(Tensor)
  case list([Value])
  case record([Field])

  /// A named part of a record.
  public struct Field: Hashable, Sendable {
    public let name: String
    public let value: Value

    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The kind in a word, for messages.
  public var kind: String {
    switch self {
    case .integer: "an integer"
    case .real: "a number"
    case .flag: "true or false"
    case .text: "a text"
    case .integers(let numbers): "a list of \(numbers.count) integers"
    case .tensor(let tensor): "a tensor of shape \(tensor.shape)"
    case .list(let items): "a list of \(items.count)"
    case .record(let fields): "a record of \(fields.map(\.name).joined(separator: ", "))"
    }
  }

  /// The field of a record with that name.
  public subscript(name: String) -> Value? {
    guard case .record(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}

/// A type that operations take or return.
public protocol ValueConvertible: SendableMetatype {
  /// This as a value.
  var value: Value { get }
  /// Reads it back; throws where the value is of another kind.
  init(value: Value) throws(ValueError)
}

/// A value of another kind than an operation wants.
public struct ValueError: Error, CustomStringConvertible {
  public let description: String

  public init(expected: String, found: Value) { description = "expected \(expected), found \(found.kind)" }
  public init(_ description: String) { self.description = description }
}

extension Value: ValueConvertible {
  public var value: Value { self }
  public init(value: Value) { self = value }
}

extension Int: ValueConvertible {
  public var value: Value { .integer(self) }
  public init(value: Value) throws(ValueError) {
    guard case .integer(let number) = value else { throw ValueError(expected: "an integer", found: value) }
    self = number
  }
}

extension Double: ValueConvertible {
  public var value: Value { .real(self) }
  public init(value: Value) throws(ValueError) {
    guard case .real(let number) = value else { throw ValueError(expected: "a number", found: value) }
    self = number
  }
}

extension Bool: ValueConvertible {
  public var value: Value { .flag(self) }
  public init(value: Value) throws(ValueError) {
    guard case .flag(let flag) = value else { throw ValueError(expected: "true or false", found: value) }
    self = flag
  }
}

extension String: ValueConvertible {
  public var value: Value { .text(self) }
  public init(value: Value) throws(ValueError) {
    guard case .text(let text) = value else { throw ValueError(expected: "a text", found: value) }
    self = text
  }
}

extension Tensor: ValueConvertible {
  public var value: Value { .tensor(self) }
  public init(value: Value) throws(ValueError) {
    guard case .tensor(let tensor) = value else { throw ValueError(expected: "a tensor", found: value) }
    self = tensor
  }
}

/// Integers and numbers go as one piece, other elements one by one.
extension Array: ValueConvertible where Element: ValueConvertible {
  public var value: Value {
    if Element.self == Int.self, let numbers = self as? [Int] { return .integers(numbers) }
    if Element.self == Double.self, let numbers = self as? [Double] { return .tensor(Tensor(numbers)) }
    return .list(map(\.value))
  }

  public init(value: Value) throws(ValueError) {
    switch value {
    case .integers(let numbers):
      guard Element.self == Int.self, let own = numbers as? [Element] else { break }
      self = own
      return
    case .tensor(let tensor):
      guard Element.self == Double.self, tensor.rank == 1, let own = tensor.values as? [Element] else { break }
      self = own
      return
    case .list(let items):
      self = []
      reserveCapacity(items.count)
      for item in items { append(try Element(value: item)) }
      return
    default: break
    }
    throw ValueError(expected: "a list of \(Element.self)", found: value)
  }
}
