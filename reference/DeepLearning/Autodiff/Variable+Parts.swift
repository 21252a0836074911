internal import Tensors

// Parts, orders of axes and largest elements, each next to its pull-back.

extension Variable {
  /// The part `range` along an axis.
  ///
  /// Pull-back: g in zeros of the former shape.
  public func slice(_ range: Range<Int>, along axis: Int) -> Variable {
    let axis = axis < 0 ? axis + shape.rank : axis
    return Variable(value.slice(range, along: axis), "slice", [self]) { g, _ in
      [g.placed(in: self.shape, at: range.lowerBound, along: axis)]
    }
  }

  /// In zeros of another shape, from `start` along an axis.
  ///
  /// Pull-back: g's part there.
  func placed(in whole: Shape, at start: Int, along axis: Int) -> Variable {
    let length = shape[axis]
    var (before, after) = (whole, whole)
    before[axis] = start
    after[axis] = whole[axis] - start - length
    let parts = [Tensor(zeros: before), value, Tensor(zeros: after)]
    return Variable(Tensor.concatenating(parts, along: axis), "place", [self]) { g, _ in
      [g.slice(start..<(start + length), along: axis)]
    }
  }

  /// Tensors of equal other axes, one after another along an axis.
  ///
  /// Pull-back: to each its part of g.
  public static func concatenating(_ parts: [Variable], along axis: Int = 0) -> Variable {
    let axis = axis < 0 ? axis + (parts.first?.shape.rank ?? 0) : axis
    return Variable(Tensor.concatenating(parts.map(\.value), along: axis), "join", parts) { g, _ in
      var start = 0
      return parts.map { part in
        let range = start..<(start + part.shape[axis])
        start = range.upperBound
        return g.slice(range, along: axis)
      }
    }
  }

  /// The axes in another order.
  ///
  /// Pull-back: back to the former order.
  public func permuted(_ order: [Int]) -> Variable {
    let order = order.map { $0 < 0 ? $0 + shape.rank : $0 }
    return Variable(value.permuted(order), "permute", [self]) { g, _ in
      [g.permuted(order.indices.map { axis in order.firstIndex(of: axis) ?? axis })]
    }
  }

  /// The largest elements along axes, which stay as axes of length 1.
  ///
  /// Pull-back: g to the largest, in equal shares where there are several (as PyTorch's amax).
  public func max(along axes: [Int]) -> Variable {
    Variable(value.max(along: axes, keepingAxes: true), "max", [self]) { g, y in
      let chosen = self.value.combined(with: y.value) { $0 == $1 ? 1 : 0 }
      let shares = chosen / chosen.sum(along: axes, keepingAxes: true)
      return [g * Variable(shares, .constant, name: "largest")]
    }
  }
}
