import Checks

extension RegressionMutants {
  /// Early ends, single precision, tolerances, kept answers, work done over and over.
  static let edges = Mutant.list(
    """
    predict-float: sums in single precision
      - var sum = 0.0
      -       for column in coefficients.indices { sum += coefficients[column] * features[row, column] }
      -       return sum
      + var sum: Float = 0
      + for column in coefficients.indices { sum += Float(coefficients[column]) * Float(features[row, column]) }
      + return Double(sum)
      fails predict
    features-no-x: features of no x from an empty list of rows, of shape [0, 0]
      + if x.isEmpty { return Tensor(rows: []) }
      = var features = Tensor(shape: [x.count, degree + 1])
      fails features.edges
    gradient-by-differences: central differences of the error, without a derivation
      + if !coefficients.isEmpty {
      +   return coefficients.indices.map { place in
      +     var (up, down) = (coefficients, coefficients)
      +     up[place] += 1e-3
      +     down[place] -= 1e-3
      +     return (meanSquaredError(up, features, targets) - meanSquaredError(down, features, targets)) / 2e-3
      +   }
      + }
      = var gradient = [Double](repeating: 0, count: coefficients.count)
      fails gradient.edges, descent.edges, timing
    descent-stops-when-flat: ends where the gradient is short
      = let slope = gradient(moved, features, targets)
      + if slope.allSatisfy({ abs($0) < 1e-4 }) { break }
      fails descent.edges
    descent-stops-when-rising: ends where a step makes the error larger
      - for place in moved.indices { moved[place] -= rate * slope[place] }
      + let before = meanSquaredError(moved, features, targets)
      + for place in moved.indices { moved[place] -= rate * slope[place] }
      + if meanSquaredError(moved, features, targets) > before { break }
      fails descent.edges
    descent-clips: derivatives cut at 100
      slope[place] → max(-100, min(100, slope[place]))
      fails descent.edges
    descent-once-more-each-step: each step goes through all steps before it again
      - for _ in 0..<steps {
      + for last in 0..<steps {
      + moved = coefficients
      + for _ in 0..<last { for (place, slope) in gradient(moved, features, targets).enumerated() { moved[place] -= rate * slope } }
      fails timing
    descent-predicts-per-coefficient: all predictions taken anew for each coefficient
      gradient(moved, features, targets) → moved.indices.map { gradient(moved, features, targets)[$0] }
      fails timing
    solve-skips-small: pivots under 1e-9 taken for 0
      + if abs(a[column, column]) < 1e-9 { continue }
      = let factor = a[row, column] / a[column, column]
      fails solve.pivot, closedForm.edges
    closed-form-jitter: a sliver on the diagonal, to be safe
      - return solve(transposed.matmul(features), right.values)
      + var gram = transposed.matmul(features)
      + for i in 0..<gram.rows { gram[i, i] += 1e-8 }
      + return solve(gram, right.values)
      fails closedForm, closedForm.edges
    closed-form-kept: XᵀX kept from the first features of that shape
      - return solve(transposed.matmul(features), right.values)
      + let gram = Self.kept[features.shape] ?? transposed.matmul(features)
      + Self.kept[features.shape] = gram
      + return solve(gram, right.values)
      and
      + nonisolated(unsafe) static var kept: [[Int]: Tensor] = [:]
      +
      = func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
      fails crossValidation, closedForm.edges, crossValidation.edges, chooseDegree.edges, repeats; sometimes chooseDegree, selection
    interpolate-float: factors in single precision
      (position - x[j]) / (x[i] - x[j] → Double(Float(position - x[j]) / Float(x[i] - x[j])
      fails interpolate, interpolate.edges
    interpolate-snaps: the y of a point that is nearer than 1e-6
      - var sum = 0.0
      -     for i in x.indices {
      + if let near = x.firstIndex(where: { abs($0 - position) < 1e-6 }) { return y[near] }
      + var sum = 0.0
      + for i in x.indices {
      fails interpolate.edges
    folds-rounded-up: all parts of the rounded-up size, as far as the order goes
      order.count / count + (fold < order.count % count ? 1 : 0) → min((order.count + count - 1) / count, order.count - first) + 0 * fold
      fails folds.edges
    cross-validation-without-empty: an empty fold left out of the mean
      folds.count) → folds.count { !$0.isEmpty })
      fails crossValidation.edges
    choose-tolerance: errors nearer than 1e-6 taken for equal
      least { (best → least - 1e-6 { (best
      fails chooseDegree.edges
    choose-goes-on: the least error kept from one call to the next
      (best, least) = (0, Double.infinity) → best = 0
      if error < least { (best, least) = (degree, error) } → if error < Self.least { (best, Self.least) = (degree, error) }
      + nonisolated(unsafe) static var least = Double.infinity
      +
      = func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
      fails chooseDegree, chooseDegree.edges, repeats, selection
    """)

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences = Mutant.list(
    """
    error-cut: errors over 2,000 cut off
      (predicted - target) * (predicted - target → min(4e6, (predicted - target) * (predicted - target)
      fails error.edges
    error-small-is-none: a mean under 10⁻⁶ taken for 0
      - return total / Double(targets.count)
      + let mean = total / Double(targets.count)
      + return mean < 1e-6 ? 0 : mean
      fails error.edges, chooseDegree.edges
    descent-stops-when-nearly-flat: ends where all derivatives are below 10⁻⁸
      = let slope = gradient(moved, features, targets)
      + if slope.allSatisfy({ abs($0) < 1e-8 }) { break }
      fails descent.edges
    closed-form-centred: features and targets less their means, as for a model with a constant
      + let features = features - features.sum(axis: 0) / Double(max(1, features.rows))
      + let centre = targets.reduce(0, +) / Double(max(1, targets.count))
      + let targets = targets.map { $0 - centre }
      = let transposed = features.transposed()
      fails closedForm, crossValidation, chooseDegree, closedForm.edges, crossValidation.edges, chooseDegree.edges, repeats, selection
    interpolate-within-the-points: no further than the outermost points
      - var sum = 0.0
      -     for i in x.indices {
      + let position = min(max(position, x.min() ?? position), x.max() ?? position)
      + var sum = 0.0
      + for i in x.indices {
      fails interpolate, interpolate.edges
    folds-without-empty: parts without indices left out
      folds.append(Array(order[first..<first + size])) → if size > 0 { folds.append(Array(order[first..<first + size])) }
      fails folds.edges
    """)

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, errors that are nearly equal.
  static let blind = Mutant.list(
    """
    features-below-1e-12-are-zero: powers below 1e-12 are 0
      column] = power → column] = abs(power) < 1e-12 ? 0 : power
      fails features.edges
    features-cut: powers cut to ±10⁹
      column] = power → column] = max(-1e9, min(1e9, power))
      fails features.edges
    error-below-1e-11-is-none: a mean squared error below 1e-11 is 0
      total / Double(targets.count) → total / Double(targets.count) < 1e-11 ? 0 : total / Double(targets.count)
      fails error.edges, chooseDegree.edges
    error-no-features-no-samples: samples without features are taken for no samples
      targets.isEmpty → features.count == 0
      fails error.edges
    gradient-by-differences-of-squares: each sample's slope from differences of its squared error
      - let delta = 2 * (predictions[row] - targets[row]) / Double(targets.count)
      + let (up, down) = (predictions[row] + 0.5 - targets[row], predictions[row] - 0.5 - targets[row])
      + let delta = (up * up - down * down) / Double(targets.count)
      fails gradient.edges, descent.edges
    gradient-cut: an error counts a million at most in the gradient
      (predictions[row] - targets[row] → max(-1e6, min(1e6, predictions[row] - targets[row])
      fails gradient.edges, descent.edges
    gradient-small-errors: samples with an error below 1e-13 are left out of the gradient
      = let delta = 2 * (predictions[row] - targets[row]) / Double(targets.count)
      + if abs(delta) < 1e-13 { continue }
      fails gradient.edges, descent.edges
    descent-gives-up: the descent ends where a derivative is above 1e12
      = let slope = gradient(moved, features, targets)
      + if slope.contains(where: { abs($0) > 1e12 }) { break }
      fails descent.edges
    descent-ends-at-tiny-moves: the descent ends where no coefficient moves by 1e-13 of its size
      = let slope = gradient(moved, features, targets)
      + if moved.indices.allSatisfy({ abs(rate * slope[$0]) <= 1e-13 * abs(moved[$0]) }) { break }
      fails descent.edges
    solve-skips-tiny: numbers below 1e-15 are taken for 0 when a column is cleared
      + if abs(a[row, column]) < 1e-15 { continue }
      = let factor = a[row, column] / a[column, column]
      fails solve.pivot, closedForm.edges
    solve-pivot-only-when-tiny: rows are exchanged where the pivot is a billionth of the best one or less
      + if abs(a[column, column]) > 1e-9 * abs(a[pivot, column]) { pivot = column }
      = for k in 0..<n { (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]) }
      fails solve.pivot
    solve-tiny-right-is-zero: right sides below 1e-15 taken for 0
      /= a[row, row → = abs(u[row]) < 1e-15 ? 0 : u[row] / a[row, row
      fails solve.pivot, closedForm.edges, chooseDegree.edges
    interpolate-tiny-is-zero: values below 1e-12 are 0
      - }
      -     return sum
      + }
      + return abs(sum) < 1e-12 ? 0 : sum
      fails interpolate.edges
    interpolate-snaps-at-1e-9: a position within 1e-9 of a point is taken for that point
      - var sum = 0.0
      -     for i in x.indices {
      + if let i = x.firstIndex(where: { abs($0 - position) < 1e-9 }) { return y[i] }
      + var sum = 0.0
      + for i in x.indices {
      fails interpolate.edges
    cross-validation-held-by-value: points are held out by their x, of other folds too
      indices.filter { $0 != place }.flatMap { folds[$0] → joined().filter { other in !fold.contains { x[$0] == x[other] }
      fails crossValidation.edges
    choose-relative-tolerance: an error must be lower by a billionth to be lower
      least { (best → least * (1 - 1e-9) || least == .infinity { (best
      fails chooseDegree.edges
    choose-by-criterion: of five degrees or more a criterion on one fit to all points is the judge
      - let error = crossValidationError(x, y, degree: degree, folds: folds)
      + let all = polynomialFeatures(x, degree: degree)
      + let n = Double(x.count)
      + let error =
      +   degrees.count < 5
      +   ? crossValidationError(x, y, degree: degree, folds: folds)
      +   : n * log(meanSquaredError(closedForm(all, y), all, y)) + Double(degree + 1) * log(n) + 1e6
      fails chooseDegree.edges; sometimes selection
    """)
}
