import Checks

/// How the marks of a class are spread.
struct Histogram {
  private let marks: [Points]
  private let possible: Points

  /// `marks` are those of the class, in any order.
  init(_ marks: [Points], of possible: Points) {
    self.marks = marks.sorted()
    self.possible = possible
  }

  /// The middle mark, or between the two in the middle.
  var median: Points? {
    guard !marks.isEmpty else { return nil }
    return Points(Double(marks[(marks.count - 1) / 2].hundredths + marks[marks.count / 2].hundredths) / 200)
  }

  var mean: Points? {
    guard !marks.isEmpty else { return nil }
    return Points(Double(marks.reduce(0) { $0 + $1.hundredths }) / Double(100 * marks.count))
  }

  /// The bars: half a point wide each for lab of ten points, the last one with the full marks.
  var bins: [(low: Points, high: Points, count: Int)] {
    guard possible > .zero else { return [] }
    let width = max(1, possible.hundredths / (marks.count < 40 ? 10 : 20))
    let count = (possible.hundredths + width - 1) / width
    var bins = (0..<count).map { place in
      (
        low: Points(hundredths: place * width),
        high: Points(hundredths: min(possible.hundredths, (place + 1) * width)), count: 0
      )
    }
    for mark in marks { bins[min(max(mark.hundredths / width, 0), count - 1)].count += 1 }
    return bins
  }

  /// The drawing, or that there is nothing to draw.
  var figure: String {
    guard let median, let mean, let lowest = marks.first, let highest = marks.last else {
      return "<p>There is no mark yet.</p>"
    }
    let bins = bins
    let (width, height) = (640.0, 260.0)
    let most = bins.map(\.count).max() ?? 0
    let x = Axis(0, Double(possible.hundredths) / 100, atMost: 10, from: 48, to: width - 16)
    let y = Axis(0, Double(most), atMost: 5, from: height - 44, to: 28, isWhole: true)
    var inner = ""
    for tick in y.ticks {
      inner += SVG.line(x.from, y.place(tick), x.to, y.place(tick), class: "grid")
      inner += SVG.text(y.label(tick), x.from - 8, y.place(tick) + 4, anchor: "end")
    }
    for bin in bins {
      let (left, right) = (x.place(Double(bin.low.hundredths) / 100), x.place(Double(bin.high.hundredths) / 100))
      guard bin.count > 0 else { continue }
      let isLast = bin.high == possible
      let range = "from \(bin.low) \(isLast ? "to" : "to below") \(bin.high): \(bin.count)"
      inner += SVG.rectangle(
        left + 1, y.place(Double(bin.count)), right - left - 2, y.from - y.place(Double(bin.count)), class: "bar",
        inner: SVG.title(range))
    }
    inner += SVG.line(x.from, y.from, x.to, y.from, class: "axis")
    for tick in x.ticks where tick <= Double(possible.hundredths) / 100 + 1e-9 {
      inner += SVG.line(x.place(tick), y.from, x.place(tick), y.from + 5, class: "axis")
      inner += SVG.text(x.label(tick), x.place(tick), y.from + 19)
    }
    let middle = x.place(Double(median.hundredths) / 100)
    inner += SVG.line(middle, y.to, middle, y.from, class: "median")
    inner += SVG.text("points", (x.from + x.to) / 2, height - 6)
    inner += SVG.text("submissions", 4, 12, anchor: "start")
    let words =
      "Median \(median), mean \(mean), from \(lowest) to \(highest), of \(possible) points; "
      + "\(marks.count) \(marks.count == 1 ? "mark" : "marks"). The broken line is the median."
    let drawing = SVG.drawing(
      width: width, height: height, title: "How many submissions have which mark. \(words)", inner)
    return "<figure>\(drawing)<figcaption>\(words)</figcaption></figure>\(table(bins))"
  }

  /// The same in numbers.
  private func table(_ bins: [(low: Points, high: Points, count: Int)]) -> String {
    let rows = bins.enumerated().map { place, bin in
      let word = place == bins.count - 1 ? "to" : "to below"
      return #"<tr><th scope="row">\#(bin.low) \#(word) \#(bin.high)</th><td class="number">\#(bin.count)</td></tr>"#
    }
    return "<details><summary>The same in numbers</summary><table><thead><tr><th scope=\"col\">Points</th>"
      + "<th scope=\"col\" class=\"number\">Submissions</th></tr></thead><tbody>\(rows.joined())</tbody></table></details>"
  }
}
