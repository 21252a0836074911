import Checks
import Ledger
import Reports

/// The marks of one submission over time.
struct AttemptsPlot {
  private let gradings: [PastGrading]

  init(_ gradings: [PastGrading]) { self.gradings = gradings }

  var figure: String {
    guard gradings.count > 1, let last = gradings.last else { return "" }
    let (width, height) = (560.0, 190.0)
    let possible = gradings.map(\.possible.hundredths).max() ?? 0
    let y = Axis(0, Double(max(possible, 100)) / 100, atMost: 5, from: height - 46, to: 14)
    let (left, right) = (44.0, width - 24)
    let times = gradings.map { Double($0.gradedAt) }
    let (first, end) = (times.min() ?? 0, times.max() ?? 0)
    // Where all were at one moment they stand side by side.
    func place(_ index: Int) -> Double {
      let share = end > first ? (times[index] - first) / (end - first) : Double(index) / Double(gradings.count - 1)
      return left + 12 + share * (right - left - 24)
    }
    func level(_ grading: PastGrading) -> Double { y.place(Double(grading.earned.hundredths) / 100) }
    var inner = ""
    for tick in y.ticks {
      inner += SVG.line(left, y.place(tick), right, y.place(tick), class: "grid")
      inner += SVG.text(y.label(tick), left - 8, y.place(tick) + 4, anchor: "end")
    }
    inner += SVG.line(left, y.from, right, y.from, class: "axis")
    // A mark holds until the next one.
    var path = "M\(SVG.number(place(0))) \(SVG.number(level(gradings[0])))"
    for index in gradings.indices.dropFirst() {
      path += "H\(SVG.number(place(index)))V\(SVG.number(level(gradings[index])))"
    }
    inner += #"<path d="\#(path)" class="curve"/>"#
    for (index, grading) in gradings.enumerated() {
      let told = "\(AttemptsPlot.when(grading.gradedAt)): \(grading.earned) of \(grading.possible)"
      inner +=
        #"<circle cx="\#(SVG.number(place(index)))" cy="\#(SVG.number(level(grading)))" r="4" class="dot">"#
        + SVG.title(told) + "</circle>"
    }
    inner += SVG.text(Self.when(gradings[0].gradedAt), left, y.from + 18, anchor: "start")
    inner += SVG.text(Self.when(last.gradedAt), right, y.from + 18, anchor: "end")
    inner += SVG.text("time (UTC)", (left + right) / 2, height - 6)
    let title = "Points over time: \(gradings.count) gradings, the first \(gradings[0].earned), the last \(last.earned)"
    return "<figure>\(SVG.drawing(width: width, height: height, title: title, inner))"
      + "<figcaption>Points over time; each dot is a grading.</figcaption></figure>"
  }

  /// `2026-01-31 08:05`.
  static func when(_ seconds: Int) -> String {
    String(Moment.timestamp(seconds).prefix(16)).replacing("T", with: " ")
  }
}
