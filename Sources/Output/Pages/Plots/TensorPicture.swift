import Checks
import LabKit

/// A wrong tensor beside the right one: what was expected, what came, and where it is worst.
struct TensorPicture {
  private let wrong: WrongTensor

  init(_ wrong: WrongTensor) { self.wrong = wrong }

  /// At most so many rows and columns are drawn, those round the worst element.
  private static let most = 20
  /// A matrix of no more columns has its numbers in its cells.
  private static let mostNumbers = 6

  var figure: String {
    let place = wrong.path.isEmpty ? "the answer" : Stranger.line(wrong.path, atMost: 120)
    let trial = Stranger.line(wrong.trial, atMost: 200)
    guard wrong.expected.shape == wrong.found.shape else {
      return "<p class=\"note\">\(Escaped.text(trial)), \(Escaped.text(place)): expected shape "
        + "\(Self.words(wrong.expected.shape)), got \(Self.words(wrong.found.shape)).</p>"
    }
    guard let worst = wrong.worst, !wrong.expected.values.isEmpty else { return "" }
    let view = View(wrong.expected.shape, around: worst)
    let (expected, found) = (wrong.expected.values[worst], wrong.found.values[worst])
    let (right, own) = Double.apart(expected, found)
    let numbers = "expected \(right), got \(own)"
    let caption =
      "\(trial), \(place)\(view.slice), shape \(Self.words(wrong.expected.shape)): expected on the left, got "
      + "on the right. \(wrong.wrong.count) of \(wrong.expected.count) wrong; the worst, framed, at "
      + "\(Self.words(Self.position(worst, wrong.expected.shape))): \(numbers).\(view.cut)"
    return
      "<figure class=\"cells\">\(drawing(view, worst, numbers))<figcaption>\(Escaped.text(caption))</figcaption></figure>"
  }

  private func drawing(_ view: View, _ worst: Int, _ numbers: String) -> String {
    let hasNumbers = view.columns.count <= Self.mostNumbers && view.rows.count <= 12
    let (cellWidth, cellHeight) = hasNumbers ? (66.0, 20.0) : (13.0, 13.0)
    let (left, top, gap) = (34.0, 36.0, 48.0)
    let (gridWidth, gridHeight) = (cellWidth * Double(view.columns.count), cellHeight * Double(view.rows.count))
    let scale = scale(view)
    let isWrong = Set(wrong.wrong)
    var inner = ""
    for (side, values) in [wrong.expected.values, wrong.found.values].enumerated() {
      let x = left + Double(side) * (gridWidth + gap)
      inner += SVG.text(side == 0 ? "expected" : "got", x, 14, anchor: "start", class: "")
      inner += SVG.text("\(view.columns.lowerBound)", x + cellWidth / 2, top - 5)
      if view.columns.count > 1 {
        inner += SVG.text("\(view.columns.upperBound - 1)", x + gridWidth - cellWidth / 2, top - 5)
      }
      inner += SVG.text("\(view.rows.lowerBound)", x - 5, top + cellHeight / 2 + 4, anchor: "end")
      if view.rows.count > 1 {
        inner += SVG.text("\(view.rows.upperBound - 1)", x - 5, top + gridHeight - cellHeight / 2 + 4, anchor: "end")
      }
      for row in view.rows {
        for column in view.columns {
          let offset = view.offset(row, column)
          let (cx, cy) = (
            x + cellWidth * Double(column - view.columns.lowerBound),
            top + cellHeight * Double(row - view.rows.lowerBound)
          )
          inner += cell(values[offset], cx, cy, cellWidth, cellHeight, scale, hasNumbers)
          if side == 1, isWrong.contains(offset), offset != worst {
            inner += SVG.rectangle(cx + 1, cy + 1, cellWidth - 2, cellHeight - 2, class: "wrong")
          }
        }
      }
      let (row, column) = view.place(of: worst)
      // Black within white, which shows on every colour and on either ground.
      for name in ["halo", "worst"] {
        inner += SVG.rectangle(
          x + cellWidth * Double(column - view.columns.lowerBound),
          top + cellHeight * Double(row - view.rows.lowerBound), cellWidth, cellHeight, class: name)
      }
    }
    let legend = "blue: −\(scale.short) · white: 0 · red: \(scale.short)"
    inner += SVG.text(legend, left, top + gridHeight + 18, anchor: "start")
    let width = max(left + 2 * gridWidth + gap + 6, 300)
    return SVG.drawing(width: width, height: top + gridHeight + 26, title: "Expected beside got: \(numbers)", inner)
  }

  /// The largest finite magnitude in view, of the right numbers where they have one: a wrong one of 10³⁰⁰ would leave
  /// nothing else to see.
  private func scale(_ view: View) -> Double {
    var largest = (0.0, 0.0)
    for row in view.rows {
      for column in view.columns {
        let (right, own) = (
          abs(wrong.expected.values[view.offset(row, column)]), abs(wrong.found.values[view.offset(row, column)])
        )
        if right.isFinite { largest.0 = max(largest.0, right) }
        if own.isFinite { largest.1 = max(largest.1, own) }
      }
    }
    return largest.0 > 0 ? largest.0 : largest.1 > 0 ? largest.1 : 1
  }

  private func cell(
    _ value: Double, _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ scale: Double, _ hasNumber: Bool
  ) -> String {
    let (w, h) = (SVG.number(width), SVG.number(height))
    let start = #"<rect x="\#(SVG.number(x))" y="\#(SVG.number(y))" width="\#(w)" height="\#(h)""#
    let share = value.isNaN ? 0 : max(-1, min(1, value / scale))
    let shape = value.isNaN ? #"\#(start) class="nan"/>"# : #"\#(start) fill="\#(Self.colour(share))"/>"#
    guard hasNumber else { return shape }
    let shade = value.isNaN ? "" : abs(share) > 0.6 ? " ondark" : " onlight"
    return shape + SVG.text(value.short, x + width / 2, y + height - 6, class: "cell\(shade)")
  }

  /// From blue over white to red, told apart by those who see no red or no green too.
  private static func colour(_ share: Double) -> String {
    let end = share < 0 ? (33.0, 102.0, 172.0) : (178.0, 24.0, 43.0)
    func part(_ full: Double) -> String {
      let value = Int((247 + (full - 247) * abs(share)).rounded())
      return (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#\(part(end.0))\(part(end.1))\(part(end.2))"
  }

  fileprivate static func words(_ sizes: [Int]) -> String { "[\(sizes.map(String.init).joined(separator: ", "))]" }

  fileprivate static func position(_ offset: Int, _ shape: [Int]) -> [Int] {
    var rest = offset
    var position: [Int] = []
    for size in shape.reversed() {
      position.insert(rest % max(size, 1), at: 0)
      rest /= max(size, 1)
    }
    return position
  }

  /// The part of a tensor that is drawn: the matrix of its last two dimensions that holds an element, and of this the
  /// rows and columns round it.
  private struct View {
    let rows: Range<Int>
    let columns: Range<Int>
    /// Which matrix it is, where there are several.
    let slice: String
    /// What is said where not all is shown.
    let cut: String
    private let start: Int
    private let width: Int

    init(_ shape: [Int], around worst: Int) {
      width = shape.last ?? 1
      let height = shape.count > 1 ? shape[shape.count - 2] : 1
      let size = max(width * height, 1)
      start = worst / size * size
      let outer = TensorPicture.position(worst, shape).dropLast(2).map(String.init)
      slice = shape.count > 2 ? " [\(outer.joined(separator: ", ")), :, :]" : ""
      func around(_ place: Int, _ count: Int) -> Range<Int> {
        let length = min(count, TensorPicture.most)
        let low = max(0, min(place - length / 2, count - length))
        return low..<low + length
      }
      rows = around((worst - start) / max(width, 1), height)
      columns = around((worst - start) % max(width, 1), width)
      cut =
        rows.count < height || columns.count < width
        ? " Shown are rows \(rows.lowerBound) to \(rows.upperBound - 1), columns \(columns.lowerBound) to "
          + "\(columns.upperBound - 1)." : ""
    }

    func offset(_ row: Int, _ column: Int) -> Int { start + row * width + column }
    func place(of offset: Int) -> (Int, Int) { ((offset - start) / max(width, 1), (offset - start) % max(width, 1)) }
  }
}
