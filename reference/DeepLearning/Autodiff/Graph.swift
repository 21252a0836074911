internal import Tensors

/// The computational graph behind a variable, drawn: parameters, inputs, constants and operations told apart.
public struct Graph: Sendable {
  /// One node.
  struct Node: Sendable {
    let label: String
    let kind: Kind
    let parents: [Int]
    /// The longest way from a leaf: its row in the picture.
    let depth: Int
  }

  /// How a node is drawn.
  enum Kind: Sendable, CaseIterable {
    case parameter, input, constant, operation, output

    var color: String {
      switch self {
      case .parameter: "#9ecae1"
      case .input: "#a1d99b"
      case .constant: "#d9d9d9"
      case .operation: "#ffffff"
      case .output: "#fdae6b"
      }
    }

    /// Leaves are boxes, operations are round.
    var isBox: Bool { self != .operation && self != .output }
  }

  let nodes: [Node]

  /// The graph of everything that `output` depends on.
  public init<Scalar>(of output: Variable<Scalar>) {
    var places: [ObjectIdentifier: Int] = [:]
    var nodes: [Node] = []
    for variable in output.ancestors {
      let parents = variable.node.parents.compactMap { places[$0.identity] }
      let kind: Kind =
        switch variable.node.role {
        case .parameter: .parameter
        case .input: .input
        case .constant: .constant
        case .intermediate: variable.identity == output.identity ? .output : .operation
        }
      let name = variable.node.name.isEmpty ? "\(kind)" : variable.node.name
      let depth = (parents.map { nodes[$0].depth }.max() ?? -1) + 1
      places[variable.identity] = nodes.count
      nodes.append(Node(label: "\(name) \(variable.shape)", kind: kind, parents: parents, depth: depth))
    }
    self.nodes = nodes
  }

  /// The graph in Graphviz's DOT language.
  public var dot: String {
    var lines = ["digraph {", "  rankdir=BT;", "  node [style=filled, fontname=\"sans-serif\"];"]
    for (index, node) in nodes.enumerated() {
      let label = node.label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      lines.append(
        "  n\(index) [label=\"\(label)\", shape=\(node.kind.isBox ? "box" : "ellipse"), fillcolor=\"\(node.kind.color)\"];"
      )
      for parent in node.parents { lines.append("  n\(parent) -> n\(index);") }
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  /// The graph as a picture that a browser shows: leaves below, the output on top, one row for each depth.
  public var svg: String {
    let (width, height, gap) = (170.0, 34.0, 36.0)
    let rows = Dictionary(grouping: nodes.indices) { nodes[$0].depth }
    let depth = rows.keys.max() ?? 0
    let widest = rows.values.map(\.count).max() ?? 1
    let (totalWidth, totalHeight) = (Double(widest) * (width + gap) + gap, Double(depth + 1) * (height + gap) + gap)
    var centers: [Int: (x: Double, y: Double)] = [:]
    for (row, members) in rows {
      let start = (totalWidth - Double(members.count) * (width + gap)) / 2
      for (column, member) in members.enumerated() {
        let x = start + (Double(column) + 0.5) * (width + gap)
        centers[member] = (x, totalHeight - gap - height / 2 - Double(row) * (height + gap))
      }
    }
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(totalWidth) \(totalHeight)\" font-family=\"sans-serif\" font-size=\"12\">",
      "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#666\"/></marker></defs>",
    ]
    for (index, node) in nodes.enumerated() {
      guard let to = centers[index] else { continue }
      for parent in node.parents {
        guard let from = centers[parent] else { continue }
        lines.append(
          "<line x1=\"\(from.x)\" y1=\"\(from.y - height / 2)\" x2=\"\(to.x)\" y2=\"\(to.y + height / 2)\" stroke=\"#666\" marker-end=\"url(#arrow)\"/>"
        )
      }
    }
    for (index, node) in nodes.enumerated() {
      guard let center = centers[index] else { continue }
      let corner = node.kind.isBox ? 3.0 : height / 2
      lines.append(
        "<rect class=\"\(node.kind)\" x=\"\(center.x - width / 2)\" y=\"\(center.y - height / 2)\" width=\"\(width)\" height=\"\(height)\" rx=\"\(corner)\" fill=\"\(node.kind.color)\" stroke=\"#333\"/>"
      )
      let label = node.label.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      lines.append(
        "<text x=\"\(center.x)\" y=\"\(center.y + 4)\" text-anchor=\"middle\">\(label)</text>")
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }
}
