import Checks

/// Choices that the statement leaves open: signs, how directions are found and how closely, an early end, sums and means.
enum UnsupervisedVariants {
  private static let found = "    let (values, vectors) = eigen(matrix.transposed().matmul(matrix))\n"
  private static let vectors = "directions: vectors.rows(at: Array(order))"

  static let all: [Variant] = [
    Variant("opposite-signs", replacing: [(vectors, vectors + " * -1")]),
    Variant(
      "largest-is-positive",
      replacing: [
        (
          vectors,
          """
          directions: Tensor(rows: order.map { place in
                  let row = vectors.row(place)
                  let largest = row.values.max { abs($0) < abs($1) } ?? 1
                  return (row * (largest < 0 ? -1 : 1)).values
                })
          """
        )
      ]),
    Variant(
      "rotations-end-early", replacing: [("1e-18 * max(abs(a[p, p]), abs(a[q, q]))", "1e-13 * max(a[p, p], a[q, q])")]),
    // Until no number moves by 1e-10, each image kept orthogonal to what was found.
    Variant(
      "power-iteration",
      replacing: [
        (
          found,
          """
              let gram = matrix.transposed().matmul(matrix)
              var (values, rows): ([Double], [Tensor]) = ([], [])
              var generator = Generator(seed: 5)
              func cleaned(_ v: Tensor) -> Tensor {
                var v = v * (1 / (v * v).sum().squareRoot())
                for _ in 0..<2 {
                  for row in rows { v -= row * (row * v).sum() }
                  v = v * (1 / (v * v).sum().squareRoot())
                }
                return v
              }
              for _ in 0..<count {
                var v = cleaned(generator.normal(shape: [matrix.columns, 1]))
                for _ in 0..<10_000 {
                  var image = gram.matmul(v)
                  for row in rows { image -= row * (row * image).sum() }
                  if (image * image).sum().squareRoot() <= 1e-13 * (values.first ?? 0) { break }
                  let next = cleaned(image)
                  let isDone = (next - v).values.allSatisfy { abs($0) < 1e-10 }
                  v = next
                  if isDone { break }
                }
                values.append(v.transposed().matmul(gram).matmul(v).sum())
                rows.append(v)
              }
              let vectors = Tensor(rows: rows.map { $0.values })

          """
        ), ("(0..<matrix.columns).sorted { values[$0] > values[$1] }.prefix(count)", "(0..<count)"),
      ]),
    Variant(
      "ends-when-settled",
      replacing: [
        ("for _ in 0..<rounds {", "var last: [Int] = []\n    for _ in 0..<rounds {"),
        (
          "let nearest = assign(samples, moved)",
          "let nearest = assign(samples, moved)\n      if nearest == last { break }\n      last = nearest"
        ),
      ]),
    Variant(
      "running-means",
      replacing: [
        (
          "sums[centre, feature] += samples[sample, feature] }",
          "sums[centre, feature] += (samples[sample, feature] - sums[centre, feature]) / counts[centre] }"
        ), ("sums[centre, feature] / counts[centre]", "sums[centre, feature]"),
      ]),
    Variant(
      "inertia-by-distances",
      replacing: [
        ("    var total = 0.0\n", "    var total = 0.0\n    let far = distances(samples, centres)\n"),
        (
          """
                for feature in 0..<samples.columns {
                  let distance = samples[sample, feature] - centres[centre, feature]
                  total += distance * distance
                }

          """, "      total += far[sample, centre] * far[sample, centre]\n"
        ),
      ]),
  ]
}
