extension Value {
  /// A record of named parts, in the order given.
  public static func record(_ fields: KeyValuePairs<String, any ValueConvertible>) -> Value {
    .record(fields.map { Field($0.key, $0.value.value) })
  }

  /// The part of a record with that name, as the type wanted.
  public func field<Part: ValueConvertible>(_ name: String, as type: Part.Type = Part.self) throws(ValueError) -> Part {
    guard let part = self[name] else { throw ValueError(expected: "a record with \(name)", found: self) }
    return try Part(value: part)
  }
}
