/// A function of a contract by its name, with what carries it out: its types are those of the contract's own function,
/// and are written there only.
///
/// `ContractOperation("predict") { (it: any RegressionContract) in it.predict }` takes and returns what `predict` does.
public struct ContractOperation<Contract, Output: ValueConvertible, each Input: ValueConvertible>: Sendable {
  /// What plans and formulas know of it.
  public let operation: Operation<Output, repeat each Input>
  private let function: @Sendable (Contract) -> (repeat each Input) -> Output

  public init(_ name: String, _ function: @escaping @Sendable (Contract) -> (repeat each Input) -> Output) {
    operation = Operation(name)
    self.function = function
  }

  /// A call of this operation, to be put into a plan.
  public func callAsFunction(_ input: repeat each Input) -> Call { operation(repeat each input) }
}

/// Any of a contract's operations, to be listed with the others.
public protocol OperationOfContract<Contract>: Sendable {
  associatedtype Contract

  /// The operation carried out by a new submission for each call.
  func bound(to submission: @escaping @Sendable () -> Contract) -> BoundOperation
}

extension ContractOperation: OperationOfContract {
  public func bound(to submission: @escaping @Sendable () -> Contract) -> BoundOperation {
    let function = function
    return operation.perform { (input: repeat each Input) in function(submission())(repeat each input) }
  }
}

/// A contract's operations, carried out by a new submission for each call.
public func bound<Contract>(
  _ operations: [any OperationOfContract<Contract>], to submission: @escaping @Sendable () -> Contract
) -> [BoundOperation] {
  operations.map { $0.bound(to: submission) }
}
