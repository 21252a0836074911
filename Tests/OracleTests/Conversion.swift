import DeepLearning
import LabKit
import Tensors

/// What the contracts take and give. The library's tensors bear the same name, so one of the two gets another here.
typealias Tensor = LabKit.Tensor
/// The library's tensors, in the labs' element type.
typealias LibraryTensor = Tensors.Tensor<Double>

extension LabKit.Tensor {
  /// The same numbers for the library.
  var library: LibraryTensor { LibraryTensor(values, Shape(shape)) }
}

extension Tensors.Tensor<Double> {
  /// The same numbers for a contract.
  var lab: Tensor { Tensor(shape: Array(shape), values: elements) }
}

extension [Double] {
  /// A vector for the library.
  var library: LibraryTensor { LibraryTensor(self) }
}

extension [Int] {
  /// Classes as the library counts them.
  var library: [Int32] { map { Int32($0) } }
}

extension Variable<Double> {
  /// A leaf of the graph.
  init(_ tensor: Tensor) { self.init(tensor.library) }

  /// The derivatives of this number, or of this tensor weighted by `seed`, in each variable.
  func gradients(by variables: [Variable], seed: Tensor? = nil) -> [Tensor] {
    Differentiation.gradients(of: self, by: variables, seed: seed.map { Variable($0) }).map(\.value.lab)
  }
}

extension Parameters<Double> {
  /// Tensors one after another, named by their places: what the library's update rules move.
  init(_ tensors: [Tensor]) {
    self.init()
    for (place, tensor) in tensors.enumerated() { _ = add("\(place)", tensor.library) }
  }

  /// The tensors in the order of their making.
  var tensors: [Tensor] { slots.map { self[$0].lab } }
}
