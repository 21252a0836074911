public import LabKit

/// The Depth lab's operations: each function of the contract, and what shows of a network whose weights are free.
public enum DepthLab {
  public typealias Its = any DepthContract

  public static let output = ContractOperation("output") { (it: Its) in it.output }
  public static let compose = ContractOperation("compose") { (it: Its) in it.compose }
  public static let sawtooth = ContractOperation("sawtooth") { (it: Its) in it.sawtooth }
  public static let bends = ContractOperation("bends") { (it: Its) in it.bends }
  public static let parameters = ContractOperation("parameters") { (it: Its) in it.parameters }
  public static let widest = ContractOperation("widest") { (it: Its) in it.widest }

  /// sawtooth: the widths of all its layers, input and output too; none where they do not fit to one another.
  public static let sawtoothWidths = ContractOperation("sawtoothWidths") { (it: Its) in
    { (compositions: Int) in it.sawtooth(compositions: compositions).widths ?? [] }
  }
  /// sawtooth: what it answers, by the kit's own arithmetic, at so many 2^-`scale`.
  public static let sawtoothAnswers = ContractOperation("sawtoothAnswers") { (it: Its) in
    { (compositions: Int, places: [Int], scale: Int) in
      let network = it.sawtooth(compositions: compositions)
      guard let widths = network.widths, widths[0] == 1 else { return [Double]() }
      return places.map { network.answer([Double(sign: .plus, exponent: -scale, significand: Double($0))])[0] }
    }
  }
  /// compose, all of a list, the first the outermost; what comes of it at so many 2^-`scale`.
  public static let composedAnswers = ContractOperation("composedAnswers") { (it: Its) in
    { (network: ReLUNetwork, compositions: Int, places: [Int], scale: Int) in
      let composed = (1..<compositions).reduce(network) { composed, _ in it.compose(composed, network) }
      guard let widths = composed.widths, widths[0] == 1 else { return [Double]() }
      return places.map { composed.answer([Double(sign: .plus, exponent: -scale, significand: Double($0))])[0] }
    }
  }

  /// The operations carried out by a submission.
  public static func operations<Submission: DepthContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    bound([
      output, compose, sawtooth, bends, parameters, widest, sawtoothWidths, sawtoothAnswers, composedAnswers,
    ]) { Submission() }
  }
}
