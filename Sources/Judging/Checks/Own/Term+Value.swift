public import LabKit

/// A term as a value, for the files of plans.
extension Term: ValueConvertible {
  public var value: Value {
    switch self {
    case .constant(let value): .record(["constant": value])
    case .answer(let place): .record(["answer": place])
    case .step(let place): .record(["step": place])
    case .part(let whole, let name): .record(["part": name, "of": whole])
    case .item(let whole, let place): .record(["item": place, "of": whole])
    case .record(let fields): .record(["fields": fields.map(\.name), "terms": fields.map(\.term)])
    case .list(let terms): .record(["list": terms])
    case .work(let work, let terms): .record(["work": work.rawValue, "terms": terms])
    }
  }

  public init(value: Value) throws(ValueError) {
    guard case .record(let parts) = value, let kind = parts.first?.name else {
      throw ValueError(expected: "a term", found: value)
    }
    switch kind {
    case "constant": self = .constant(parts[0].value)
    case "answer": self = .answer(try value.field("answer"))
    case "step": self = .step(try value.field("step"))
    case "part": self = .part(try value.field("of"), try value.field("part"))
    case "item": self = .item(try value.field("of"), try value.field("item"))
    case "fields":
      let (names, terms) = (try value.field("fields", as: [String].self), try value.field("terms", as: [Term].self))
      guard names.count == terms.count else { throw ValueError("a record of other names than terms") }
      self = .record(zip(names, terms).map { Field($0, $1) })
    case "list": self = .list(try value.field("list"))
    case "work":
      guard let work = Work(rawValue: try value.field("work")) else { throw ValueError("an unknown kind of work") }
      self = .work(work, try value.field("terms"))
    default: throw ValueError("an unknown kind of term")
    }
  }
}
