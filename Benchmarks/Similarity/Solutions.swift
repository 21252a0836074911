import Foundation
import Grading
import Parsing
import Similarity
import Storage

/// The right solutions of a lab, each written for itself.
struct Solutions {
  struct Solution {
    var name: String
    var program: Program
    var text: CodeText
  }

  let lab: String
  /// What the handout declares.
  let given: Set<String>
  private(set) var all: [Solution] = []

  /// Pairs that are made one of the other, as their few lines of difference tell: no pair of independent ones.
  static let kin: Set<Set<String>> = [["Optimizers/functional-again", "Optimizers/newton-difference-of-points"]]

  init(_ lab: String, _ toolkit: Toolkit, _ reader: SourceReader) throws {
    self.lab = lab
    let handout = Array(try Skeleton.strip(try toolkit.master(of: lab)).utf8)
    let files = try ["reference/Solutions/\(lab)", "reference/Trials/\(lab)/right"].flatMap { folder in
      Files.exists("\(toolkit.root)/\(folder)") ? try toolkit.sources(in: folder) : []
    }
    let outlines = try reader.outlines([handout] + files.map(\.data))
    given = Normalizer.normalize(outlines[0], handout).declared
    for (file, outline) in zip(files, outlines.dropFirst()) {
      all.append(
        Solution(
          name: file.name.replacing(".swift", with: ""), program: Program(source: file.data, outline: outline),
          text: Normalizer.normalize(outline, file.data, given: given)))
    }
  }

  func isKin(_ left: Int, _ right: Int) -> Bool {
    Self.kin.contains(["\(lab)/\(all[left].name)", "\(lab)/\(all[right].name)"])
  }

  /// The likenesses of all pairs of them, as a class.
  func likenesses() -> [(pair: Comparison.Pair, isKin: Bool)] {
    Comparison(all.map(\.text)).pairs().map { ($0, isKin($0.left, $0.right)) }
  }

  var pairs: Int { all.count * (all.count - 1) / 2 }
}

extension SourceReader {
  /// The outlines of sources of ours, which can all be read.
  func outlines(_ sources: [[UInt8]]) throws -> [SyntaxOutline] {
    try read(sources).map { reading in
      guard case .outline(let outline) = reading else {
        throw BenchFault("a source of ours cannot be read: \(reading)")
      }
      return outline
    }
  }
}

struct BenchFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
