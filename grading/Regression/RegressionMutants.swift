import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum RegressionMutants {
  static let all = models + equations + selections + edges + sentences + blind

  /// In features, prediction, error, gradient and descent.
  private static let models = Mutant.list(
    """
    features-without-constant: the powers from 1 on, one too many at the end
      power = 1.0 → power = number
      fails features, crossValidation, features.edges, crossValidation.edges; sometimes repeats
    features-falling: the highest power first
      column] = power → degree - column] = power
      fails features, features.edges; sometimes repeats
    features-multiples: x, 2x, 3x instead of powers
      power *= number → power = Double(column + 1) * number
      fails features, crossValidation, chooseDegree, features.edges, crossValidation.edges, chooseDegree.edges; sometimes repeats, selection
    features-one-too-few: 0..<degree: the highest power is missing
      degree + 1]) → degree])
      ..degree { → .<degree {
      fails features, crossValidation, features.edges, crossValidation.edges; sometimes repeats
    features-zero-to-the-zero: e^(0 · ln x): no number for x = 0
      column] = power → column] = number == 0 ? .nan : power
      fails features.edges
    features-absolute: powers of |x| times the sign of x
      power *= number → power = (number < 0 ? -1 : 1) * abs(power * number)
      fails features, features.edges, selection; sometimes chooseDegree, crossValidation, repeats
    predict-extra-constant: the first coefficient added once more, as a constant
      - var sum = 0.0
      -       for column in coefficients.indices { sum += coefficients[column] * features[row, column] }
      + var sum = coefficients.first ?? 0
      + for column in coefficients.indices { sum += coefficients[column] * features[row, column] }
      fails predict; sometimes repeats
    predict-without-last: the last coefficient forgotten
      coefficients.indices { sum → 0..<max(0, coefficients.count - 1) { sum
      fails predict; sometimes chooseDegree, crossValidation, crossValidation.edges, gradient.edges, selection, repeats
    error-sum: the sum, not the mean
      total / Double(targets.count) → total
      fails error, error.edges
    error-half: half of the mean
      * (predicted - target) → * (predicted - target) / 2
      fails error, error.edges
    error-absolute: the mean absolute error
      total += (predicted - target) * (predicted - target) → total += abs(predicted - target)
      fails error, error.edges
    error-root: the root of the mean
      total / Double(targets.count → (total / Double(targets.count)).squareRoot(
      fails error, error.edges
    error-of-nothing: 0 / 0 for no samples
      if targets.isEmpty { return 0 } →
      fails error.edges, crossValidation.edges
    gradient-without-two: the factor 2 of the square forgotten
      2 * (predictions → (predictions
      fails gradient, gradient.edges, gradient.differences
    gradient-sum: the sum over the samples, not the mean
      ) / Double(targets.count) → )
      fails gradient, gradient.edges, gradient.differences; sometimes descent.edges, repeats
    gradient-sign: target − prediction
      predictions[row] - targets → targets[row] - predictions
      fails gradient, gradient.edges, gradient.differences; sometimes descent.edges, repeats
    gradient-overwritten: the last sample's part only
      += delta * → = delta *
      fails gradient, gradient.edges, gradient.differences, timing; sometimes descent, descent.edges, repeats
    gradient-mean-of-features: divided by the number of coefficients
      ) / Double(targets.count) → ) / Double(coefficients.count)
      fails gradient, gradient.edges, gradient.differences
    gradient-of-nothing: no derivatives for no samples
      = let predictions = predict(coefficients, features)
      + if targets.isEmpty { return [] }
      fails gradient.edges, descent.edges
    gradient-slow: all predictions taken anew for each sample
      predictions[ → predict(coefficients, features)[row] + 0 * predictions[
      fails timing
    descent-uphill: along the gradient, not against it
      -= rate * slope → += rate * slope
      fails descent, descent.edges; sometimes repeats
    descent-from-old: each gradient at the coefficients that the descent began with
      moved, features → coefficients, features
      fails descent, descent.edges
    descent-one-by-one: the gradient taken anew after each coefficient moved
      slope[place → gradient(moved, features, targets)[place] + 0 * slope[place
      fails descent, descent.edges, timing
    descent-at-least-once: a step is made where none is asked for
      ..<steps { → ..<max(1, steps) {
      fails descent.edges
    descent-fifty-steps: never more than fifty steps
      ..<steps { → ..<min(50, steps) {
      fails descent.edges, timing
    descent-goes-on: a descent starts where the one before it ended, if there are as many coefficients
      - var moved = coefficients
      + var moved = Self.last.count == coefficients.count ? Self.last : coefficients
      + defer { Self.last = moved }
      and
      + nonisolated(unsafe) static var last: [Double] = []
      +
      = func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
      fails descent, descent.edges; sometimes repeats
    """)

  /// In solve, closedForm and interpolate.
  private static let equations = Mutant.list(
    """
    solve-without-pivot: divided by whatever stands on the diagonal
      for row in column..<n where abs(a[row, column]) > abs(a[pivot, column]) { pivot = row } →
      fails solve.pivot
    solve-pivot-only-for-zero: rows exchanged only where the pivot is exactly 0
      abs(a[row, → a[column, column] == 0 && abs(a[row,
      fails solve.pivot
    solve-signed-pivot: the largest number of the column, not the largest in size
      for row in column..<n where abs(a[row, column]) > abs(a[pivot, column]) { pivot = row } → for row in column..<n where (a[row, column]) > (a[pivot, column]) { pivot = row }
      fails solve.pivot
    solve-right-not-exchanged: rows exchanged on the left side only
      u.swapAt(column, pivot) →
      fails closedForm, solve.pivot
    solve-right-forgotten: the right side left out of the elimination
      u[row] -= factor * u[column] →
      fails solve, solve.pivot, selection; sometimes chooseDegree, chooseDegree.edges, closedForm, closedForm.edges, crossValidation, repeats
    solve-diagonal: divided by the diagonal, with no substitution
      for k in 0..<n where k > row { u[row] -= a[row, k] * u[k] } →
      fails solve, solve.pivot; sometimes chooseDegree, closedForm, crossValidation, repeats, selection
    solve-transposed: rows for columns
      a = matrix → a = matrix.transposed()
      fails solve, solve.pivot
    closed-form-without-targets-product: Xᵀ X θ = y, cut to the number of features
      right.values → Array(targets.prefix(right.count))
      fails closedForm, closedForm.edges; sometimes chooseDegree, crossValidation, crossValidation.edges, repeats, selection
    closed-form-ridge: a penalty on the diagonal, to be safe
      - return solve(transposed.matmul(features), right.values)
      + var gram = transposed.matmul(features)
      + for i in 0..<gram.rows { gram[i, i] += 1e-3 }
      + return solve(gram, right.values)
      fails closedForm, closedForm.edges; sometimes chooseDegree
    closed-form-tiny-ridge: a penalty on the diagonal that shows with large numbers only
      - return solve(transposed.matmul(features), right.values)
      + var gram = transposed.matmul(features)
      + for i in 0..<gram.rows where targets.contains(where: { $0 > 100 }) { gram[i, i] += 1e-3 }
      + return solve(gram, right.values)
      fails closedForm.edges
    interpolate-upside-down: the factors' quotient the other way round
      position - x[j]) / (x[i] → x[i] - x[j]) / (position
      fails interpolate, interpolate.edges; sometimes repeats
    interpolate-backwards: other x − own x below, position − other x above
      i] - x[j]) → j] - x[i])
      fails interpolate, interpolate.edges
    interpolate-nearest: the nearest point's y
      - for i in x.indices {
      + let near = x.indices.min { abs(x[$0] - position) < abs(x[$1] - position) } ?? 0
      + for i in near...near where x.count > 2 || i < 0 {
      and
      (position - x[j]) / (x[i] - x[j]) → x[j] == .infinity ? 0 : 1
      fails interpolate, interpolate.edges; sometimes repeats
    interpolate-barycentric: the barycentric form, 0 / 0 on a point
      - for i in x.indices {
      -       var product = y[i]
      + var below = 0.0
      + for i in x.indices {
      +   var product = 1 / (position - x[i])
      and
      *= (position - x[j]) / (x[i] - x[j]) → /= x[i] - x[j]
      - sum += product
      -     }
      -     return sum
      + sum += product * y[i]
      +   below += product
      + }
      + return sum / below
      fails interpolate.edges
    """)

  /// In folds, crossValidationError and chooseDegree.
  private static let selections = Mutant.list(
    """
    folds-drop-rest: what is left over belongs to no fold
      (fold < order.count % count ? 1 : 0) → 0 * fold
      fails folds.edges
    folds-rest-in-last: what is left over all goes into the last fold
      order.count / count + (fold < order.count % count ? 1 : 0) → fold < count - 1 ? order.count / count : order.count - first
      fails folds.edges
    folds-sorted: places instead of the indices of the order
      order[first..<first + size] → first..<first + size
      fails folds, folds.edges; sometimes repeats
    folds-overlap: each fold begins one index early
      first += size → first += max(size - 1, 0)
      fails folds, folds.edges; sometimes repeats
    cross-validation-on-training: judged on the points it was fitted to
      fold), fold.map { y[$0] } → others), others.map { y[$0] }) + 0 * Double(fold.count
      fails crossValidation, crossValidation.edges, selection; sometimes repeats, chooseDegree
    cross-validation-leak: fitted to all points, the fold's own among them
      indices.filter { $0 != place }.flatMap { folds[$0] } → flatMap { $0 } + (place < 0 ? fold : [])
      fails crossValidation, crossValidation.edges, selection; sometimes chooseDegree
    cross-validation-exchanged: fitted to the fold, judged on all the others
      others), others.map { y[$0] }) → fold), fold.map { y[$0] })
      (coefficients, features.rows(at: fold), fold.map { y[$0] }) → (coefficients, features.rows(at: others), others.map { y[$0] })
      fails crossValidation, crossValidation.edges; sometimes chooseDegree
    cross-validation-sum: the sum over the folds, not the mean
      / Double(folds.count) →
      fails crossValidation, crossValidation.edges
    cross-validation-weighted: the mean over all points, so that large folds weigh more
      meanSquaredError(coefficients → Double(fold.count) * meanSquaredError(coefficients
      folds.count) → folds.joined().count)
      fails crossValidation.edges
    cross-validation-all-points: the points in no fold are fitted to as well
      folds.indices.filter { $0 != place }.flatMap { folds[$0] } → x.indices.filter { !fold.contains($0) } + (place < 0 ? fold : [])
      fails crossValidation.edges
    choose-worst: the degree with the largest error
      Double.infinity → -Double.infinity
      < least { ( → > least { (
      fails chooseDegree, chooseDegree.edges; sometimes repeats, selection
    choose-place: the place of the degree in the list
      return best → return degrees.firstIndex(of: best) ?? 0
      fails chooseDegree, chooseDegree.edges
    choose-highest-of-equal: the highest of several equal degrees
      if error < least { (best, least) = (degree, error) } → if error <= least { (best, least) = (degree, error) }
      fails chooseDegree.edges
    choose-first-of-equal: the first of several equal degrees in the list
      for degree in degrees.sorted() { → for degree in degrees {
      fails chooseDegree.edges
    choose-first-valley: stops at the first degree that is no better than the one before
      = if error < least { (best, least) = (degree, error) }
      + if error > least { break }
      fails chooseDegree.edges, selection; sometimes repeats
    """)
}
