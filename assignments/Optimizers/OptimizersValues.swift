public import LabKit

extension AdamSettings: ValueConvertible {
  public var value: Value { .record(["rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      rate: try value.field("rate"), beta1: try value.field("beta1"), beta2: try value.field("beta2"),
      epsilon: try value.field("epsilon"))
  }
}

extension NewtonSearch: ValueConvertible {
  public var value: Value { .record(["root": root, "steps": steps, "converged": converged]) }
  public init(value: Value) throws(ValueError) {
    self.init(
      root: try value.field("root"), steps: try value.field("steps"), converged: try value.field("converged"))
  }
}

extension Valley: ValueConvertible {
  public var value: Value { .record(["curvature": curvature, "bottom": bottom]) }
  public init(value: Value) throws(ValueError) {
    self.init(curvature: try value.field("curvature"), bottom: try value.field("bottom"))
  }
}

extension NewtonCurve: ValueConvertible {
  public var value: Value { .record(["coefficients": coefficients, "exponential": exponential]) }
  public init(value: Value) throws(ValueError) {
    self.init(try value.field("coefficients"), exponential: try value.field("exponential"))
  }
}
