import LabKit
import Testing

private protocol Contract {
  func scale(_ x: [Double], by factor: Int) -> [Double]
  func name() -> String
}

private struct Solution: Contract {
  func scale(_ x: [Double], by factor: Int) -> [Double] { x.map { $0 * Double(factor) } }
  func name() -> String { "solution" }
}

@Suite struct ContractOperationTests {
  private static let scale = ContractOperation("scale") { (it: any Contract) in it.scale }
  private static let name = ContractOperation("name") { (it: any Contract) in it.name }
  private static let twice = ContractOperation("twice") { (it: any Contract) in
    { (x: [Double]) in it.scale(it.scale(x, by: 2), by: 2) }
  }

  /// Calls and carrying out have the types of the contract's functions.
  @Test func whatIsAskedIsCarriedOut() throws {
    let operations = bound([Self.scale, Self.name, Self.twice]) { Solution() }
    #expect(operations.map(\.name) == ["scale", "name", "twice"])
    let calls = [Self.scale([1, 2], 3), Self.name(), Self.twice([1])]
    let answers = try zip(operations, calls).map { try $0.body($1.arguments) }
    #expect(answers == [[3.0, 6].value, "solution".value, [4.0].value])
    #expect(Self.scale([1, 2], 3) == Operation<[Double], [Double], Int>("scale")([1, 2], 3))
    #expect(throws: ValueError.self) { try operations[0].body([[1.0].value]) }
  }
}
