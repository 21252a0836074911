import Checks

extension UnsupervisedMutants {
  private static let found = "    let (values, vectors) = eigen(matrix.transposed().matmul(matrix))\n"
  private static let values = "max(0, values[$0]).squareRoot()"
  private static let vectors = "directions: vectors.rows(at: Array(order))"
  private static let small = "1e-18 * max(abs(a[p, p]), abs(a[q, q]))"
  private static let nearest = "return matrix.matmul(directions.transposed()).matmul(directions)"
  private static let rankOf = "singularDirections(matrix, count: rank)"

  /// Power iteration on AᵀA with what was found taken off the matrix.
  static func power(start: String, steps: Int, least: String = "1e-300", after: String = "") -> String {
    """
        var gram = matrix.transposed().matmul(matrix)
        var (values, rows): ([Double], [[Double]]) = ([], [])
        var generator = Generator(seed: 5)
        _ = generator.next()
        for _ in 0..<matrix.columns {
          var v = Tensor(shape: [matrix.columns, 1], values: \(start))
          v = v * (1 / (v * v).sum().squareRoot())
          for _ in 0..<\(steps) {
            let image = gram.matmul(v)
            let length = (image * image).sum().squareRoot()
            if length <= \(least) { break }
            v = image * (1 / length)
          }
          \(after)
          let value = v.transposed().matmul(gram).matmul(v).sum()
          values.append(value)
          rows.append(v.values)
          gram -= v.matmul(v.transposed()) * value
        }
        let vectors = Tensor(rows: rows)

    """
  }
  private static let drawn = "generator.normal(shape: [matrix.columns]).values"

  /// In singular directions and the best approximation.
  static let directions: [Mutant] = [
    Mutant(
      "directions-squares", "eigenvalues of AᵀA for singular values",
      replacing: [(values, "max(0, values[$0])")], fails: ["directions", "directions.edges"]),
    Mutant(
      "directions-rising", "the smallest first", replacing: [("values[$0] > values[$1]", "values[$0] < values[$1]")],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
        "subspace", "repeats",
      ]),
    Mutant(
      "directions-unsorted", "as Jacobi's rotations leave them",
      replacing: [(".sorted { values[$0] > values[$1] }", ".filter { values[$0] >= -1e300 }")],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
      ], sometimes: ["repeats"]),
    Mutant(
      "directions-as-columns", "a column for each direction",
      replacing: [(vectors, "directions: vectors.rows(at: Array(order)).transposed()")],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
        "subspace", "repeats",
      ]),
    Mutant(
      "directions-rows-for-columns", "the rows of the matrix of eigenvectors taken for its columns",
      replacing: [(vectors, "directions: vectors.transposed().rows(at: Array(order))")],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
        "repeats",
      ]),
    Mutant(
      "directions-left", "the left singular vectors",
      replacing: [
        (found, found.replacing("matrix.transposed().matmul(matrix)", with: "matrix.matmul(matrix.transposed())"))
      ],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
        "subspace", "repeats",
      ]),
    Mutant(
      "directions-of-what-is-symmetric", "the eigenvectors of A, not of AᵀA",
      replacing: [
        (
          found,
          found.replacing("matrix.transposed().matmul(matrix)", with: "matrix.rows(at: Array(0..<matrix.columns))")
        )
      ],
      fails: [
        "directions", "approximation", "components", "directions.edges", "approximation.edges", "components.edges",
      ], sometimes: ["repeats"]),
    Mutant(
      "directions-centred", "the columns' means taken off",
      replacing: [
        (
          found,
          """
              let centred = matrix - matrix.sum(axis: 0) / Double(matrix.rows)
              let (values, vectors) = eigen(centred.transposed().matmul(centred))

          """
        )
      ], fails: ["directions", "directions.edges"]),
    Mutant(
      "directions-long", "directions as long as their singular values",
      replacing: [
        (
          vectors,
          "directions: vectors.rows(at: Array(order)) * Tensor(column: order.map { max(0, values[$0]).squareRoot() })"
        )
      ], fails: ["directions", "directions.edges"]),
    Mutant(
      "directions-small-is-zero", "off the diagonal of AᵀA, numbers below 1e-12 are taken for 0",
      replacing: [(small, "1e-12")], fails: ["directions.edges"]),
    Mutant(
      "directions-two-sweeps", "two sweeps of rotations", replacing: [("for _ in 0..<30 {", "for _ in 0..<2 {")],
      fails: ["directions", "directions.edges"]),
    Mutant(
      "directions-float", "AᵀA in single precision",
      replacing: [
        (found, "    let (values, vectors) = eigen(matrix.transposed().matmul(matrix).map { Double(Float($0)) })\n")
      ], fails: ["directions", "directions.edges"]),
    Mutant(
      "directions-zero-without", "zeros for the direction where the value is 0",
      replacing: [
        (
          vectors,
          "directions: vectors.rows(at: Array(order)) * Tensor(column: order.map { values[$0] > 1e-12 * values[order[0]] ? 1.0 : 0 })"
        )
      ], fails: ["directions.edges"]),
    Mutant(
      "directions-as-many-as-rows", "no more directions than the matrix has rows",
      replacing: [(".prefix(count)\n    return", ".prefix(min(count, matrix.rows))\n    return")],
      fails: ["directions.edges"]),
    Mutant(
      "power-from-ones", "power iteration from (1, …, 1)",
      replacing: [(found, power(start: "[Double](repeating: 1, count: matrix.columns)", steps: 500))],
      fails: ["directions.edges"]),
    Mutant(
      "power-from-the-first-axis", "power iteration from (1, 0, …, 0)",
      replacing: [(found, power(start: "(0..<matrix.columns).map { $0 == 0 ? 1.0 : 0 }", steps: 500))],
      fails: ["directions.edges"]),
    Mutant(
      "power-ten-steps", "ten steps of power iteration", replacing: [(found, power(start: drawn, steps: 10))],
      fails: ["directions", "directions.edges"]),
    Mutant(
      "power-ends-at-small", "power iteration ends where an image is shorter than 1e-10",
      replacing: [(found, power(start: drawn, steps: 500, least: "1e-10"))], fails: ["directions.edges"]),
    Mutant(
      "power-not-orthogonal", "where the value is 0 the direction is whatever rounding left",
      replacing: [(found, power(start: drawn, steps: 500))], fails: ["directions.edges"]),
    Mutant(
      "approximation-centred", "the columns' means taken off, and added again at the end",
      replacing: [
        (
          nearest,
          """
          let mean = matrix.sum(axis: 0) / Double(matrix.rows)
              return (matrix - mean).matmul(directions.transposed()).matmul(directions) + mean
          """
        )
      ], fails: ["approximation", "approximation.edges"]),
    Mutant(
      "approximation-rest", "what the approximation leaves",
      replacing: [(nearest, "return matrix - " + nearest.dropFirst(7))],
      fails: ["approximation", "approximation.edges", "repeats"]),
    Mutant(
      "approximation-one-more", "of one rank more",
      replacing: [(rankOf, "singularDirections(matrix, count: min(matrix.columns, rank + 1))")],
      fails: ["approximation", "approximation.edges"]),
    Mutant(
      "approximation-scores", "the scores along the directions",
      replacing: [(nearest, "return matrix.matmul(directions.transposed())")],
      fails: ["approximation", "approximation.edges", "repeats"]),
    Mutant(
      "approximation-cut", "numbers below 1e-8 are 0",
      replacing: [(nearest, nearest + ".map { abs($0) < 1e-8 ? 0 : $0 }")], fails: ["approximation.edges"]),
    Mutant(
      "approximation-threshold", "directions whose value is below 1e-3 left out",
      replacing: [
        (
          "let directions = singularDirections(matrix, count: rank).directions",
          """
          let found = singularDirections(matrix, count: rank)
              let directions = found.directions * Tensor(column: found.values.map { $0 < 1e-3 ? 0.0 : 1 })
          """
        )
      ], fails: ["approximation.edges"]),
  ]
}
