public import LabKit

/// As two integers.
extension WordPair: ValueConvertible {
  public var value: Value { .integers([word, context]) }
  public init(value: Value) throws(ValueError) {
    guard case .integers(let numbers) = value, numbers.count == 2 else {
      throw ValueError(expected: "a word and its context", found: value)
    }
    self.init(word: numbers[0], context: numbers[1])
  }
}

/// As integers: word, context, negatives.
extension WordExample: ValueConvertible {
  public var value: Value { .integers([word, context] + negatives) }
  public init(value: Value) throws(ValueError) {
    guard case .integers(let numbers) = value, numbers.count >= 2 else {
      throw ValueError(expected: "a word, its context and negatives", found: value)
    }
    self.init(word: numbers[0], context: numbers[1], negatives: Array(numbers.dropFirst(2)))
  }
}

extension WordVectors: ValueConvertible {
  public var value: Value { .record(["words": words, "contexts": contexts]) }
  public init(value: Value) throws(ValueError) {
    self.init(words: try value.field("words"), contexts: try value.field("contexts"))
  }
}

extension EmbeddingTraining: ValueConvertible {
  public var value: Value {
    .record([
      "vocabulary": vocabulary, "size": size, "window": window, "negatives": negatives, "rate": rate,
      "epochs": epochs, "seed": seed,
    ])
  }
  public init(value: Value) throws(ValueError) {
    self.init(
      vocabulary: try value.field("vocabulary"), size: try value.field("size"), window: try value.field("window"),
      negatives: try value.field("negatives"), rate: try value.field("rate"), epochs: try value.field("epochs"),
      seed: try value.field("seed"))
  }
}
