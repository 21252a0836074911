import DeepLearning
import Foundation
import Tensors
import Testing

/// Figures that PyTorch printed, read from this folder; `Goldens/goldens.py` writes them.
struct Golden<Scalar: TensorScalar> {
  private let tensors: [String: Tensor<Scalar>]

  init(_ file: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    tensors = try Safetensors.read(folder.appending(path: file + ".safetensors"), as: Scalar.self)
  }

  subscript(name: String) -> Tensor<Scalar> {
    get throws { try #require(tensors[name], "no golden figure \(name)") }
  }

  /// The part of the names after a prefix.
  func names(_ prefix: String) -> [String] {
    tensors.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
  }
}

/// Double 1e-9, Float 1e-4.
func tolerance<Scalar: TensorScalar>(_ type: Scalar.Type) -> Double { Scalar.self == Double.self ? 1e-9 : 1e-4 }

/// |actual − expected| ≤ tolerance · max(|expected|, root mean square of all expected), element by element.
func expectClose<Scalar: TensorScalar>(
  _ actual: Tensor<Scalar>, _ expected: Tensor<Scalar>, _ what: String, tolerance: Double? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.shape == expected.shape else {
    Issue.record("\(what): shape \(actual.shape), expected \(expected.shape)", sourceLocation: sourceLocation)
    return
  }
  let limit = tolerance ?? DeepLearningTests.tolerance(Scalar.self)
  let (a, e) = (actual.elements.map { Double($0) }, expected.elements.map { Double($0) })
  let typical = (e.reduce(0) { $0 + $1 * $1 } / Double(max(e.count, 1))).squareRoot()
  let errors = zip(a, e).map { abs($0 - $1) / max(abs($1), typical, .leastNormalMagnitude) }
  let worst = errors.max() ?? 0
  let place = errors.firstIndex(of: worst) ?? 0
  #expect(
    worst <= limit && a.allSatisfy(\.isFinite),
    "\(what): element \(place) is \(a.isEmpty ? 0 : a[place]), expected \(e.isEmpty ? 0 : e[place]); relative error \(worst)",
    sourceLocation: sourceLocation)
}
