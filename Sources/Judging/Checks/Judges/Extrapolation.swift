/// Ridders' extrapolation of central differences to step 0 ("Accurate computation of F'(x) and F'(x)F''(x)",
/// Advances in Engineering Software 4, 1982): a tableau in which column j cancels the error term in h²ʲ.
enum Extrapolation {
  /// The limit and an estimate of its error from differences at steps that fall by `shrink`.
  static func limit(_ differences: [Double], shrink: Double) -> (value: Double, error: Double) {
    guard var best = differences.first else { return (.nan, .infinity) }
    var error = Double.infinity
    var previous: [Double] = []
    for difference in differences {
      var row = [difference]
      var factor = shrink * shrink
      for j in previous.indices {
        row.append((row[j] * factor - previous[j]) / (factor - 1))
        factor *= shrink * shrink
        let estimate = max(abs(row[j + 1] - row[j]), abs(row[j + 1] - previous[j]))
        if estimate < error { (error, best) = (estimate, row[j + 1]) }
      }
      previous = row
    }
    return (best, error)
  }
}
