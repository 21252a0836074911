/// A formula of TeX as MathML, made when the page is made: nothing is rendered by a program in the browser.
///
/// It knows what statements of labs use, and refuses what it does not know instead of showing half of it.
enum MathML {
  /// The `<math>` element of a formula, in a line of its own where `isDisplay`.
  static func element(_ formula: String, isDisplay: Bool) throws(MathError) -> String {
    var parser = MathParser(formula, isDisplay: isDisplay)
    let inner = try parser.all()
    let display = isDisplay ? #" display="block""# : ""
    return "<math\(display)><mrow>\(inner)</mrow></math>"
  }
}

/// A formula that is not understood.
struct MathError: Error, Equatable, CustomStringConvertible {
  let formula: String
  let reason: String

  var description: String { "the formula $\(formula.prefix(200))$ cannot be shown: \(reason)" }
}
