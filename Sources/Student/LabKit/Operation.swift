/// A function that a lab asks for, by name and type: what the grader calls and the student writes.
///
/// `Operation<Double, Tensor, [Int]>("crossEntropy")` takes a tensor and integers and returns a number.
public struct Operation<Output: ValueConvertible, each Input: ValueConvertible>: Sendable {
  /// The name that students see.
  public let name: String

  public init(_ name: String) { self.name = name }

  /// A call of this operation, to be put into a plan.
  public func callAsFunction(_ input: repeat each Input) -> Call {
    var arguments: [Value] = []
    for argument in repeat each input { arguments.append(argument.value) }
    return Call(operation: name, arguments: arguments)
  }

  /// Ties the operation to the function that carries it out.
  public func perform(
    _ body: @escaping @Sendable (repeat each Input) -> Output
  ) -> BoundOperation {
    BoundOperation(name: name) { (arguments: [Value]) throws(ValueError) -> Value in
      var position = 0
      func next<Argument: ValueConvertible>(_ type: Argument.Type) throws(ValueError) -> Argument {
        guard position < arguments.count else { throw ValueError("\(name): argument \(position + 1) is missing") }
        defer { position += 1 }
        return try Argument(value: arguments[position])
      }
      return body(repeat try next((each Input).self)).value
    }
  }
}

/// An operation to carry out and what it is given.
public struct Call: Hashable, Sendable {
  public let operation: String
  public let arguments: [Value]

  public init(operation: String, arguments: [Value]) {
    self.operation = operation
    self.arguments = arguments
  }
}

/// An operation together with the code that carries it out.
public struct BoundOperation: Sendable {
  public let name: String
  public let body: @Sendable ([Value]) throws(ValueError) -> Value

  public init(name: String, body: @escaping @Sendable ([Value]) throws(ValueError) -> Value) {
    self.name = name
    self.body = body
  }
}
