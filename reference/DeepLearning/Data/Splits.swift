public import Tensors

extension Dataset {
  /// Two parts, the second with the fraction `test` of each class, rounded to the nearest whole number: a stratified split.
  ///
  /// - Throws: `DataError.tooFew` where a part would be empty.
  public func split(
    test: Double, _ stream: inout RandomStream
  ) throws(DataError) -> (train: Dataset, test: Dataset) {
    require(test > 0 && test < 1, "Dataset.split: the fraction \(test) is not between 0 and 1")
    var (first, second): ([Int], [Int]) = ([], [])
    for members in shuffledClasses(&stream) {
      let cut = Int((Double(members.count) * test).rounded())
      second += members[..<cut]
      first += members[cut...]
    }
    guard !second.isEmpty else { throw .tooFew(samples: count, part: "test") }
    guard !first.isEmpty else { throw .tooFew(samples: count, part: "training") }
    stream.shuffle(&first)
    stream.shuffle(&second)
    return (selecting(first), selecting(second))
  }

  /// Three parts: training, validation and test.
  ///
  /// - Throws: `DataError.tooFew` where a part would be empty.
  public func split(
    validation: Double, test: Double, _ stream: inout RandomStream
  ) throws(DataError) -> (train: Dataset, validation: Dataset, test: Dataset) {
    let (rest, last) = try split(test: test, &stream)
    let (train, middle) = try rest.split(test: validation / (1 - test), &stream)
    return (train, middle, last)
  }

  /// k pairs of training and validation part; the validation parts are disjoint, cover all samples, and hold each class in
  /// equal shares up to one sample (stratified k-fold; Kohavi 1995).
  public func folds(_ k: Int, _ stream: inout RandomStream) -> [(train: Dataset, validation: Dataset)] {
    require(k >= 2 && k <= count, "Dataset.folds: \(k) folds of \(count) samples")
    var parts: [[Int]] = Array(repeating: [], count: k)
    var next = 0
    for members in shuffledClasses(&stream) {
      for member in members {
        parts[next].append(member)
        next = (next + 1) % k
      }
    }
    return parts.indices.map { fold in
      let rest = parts.indices.filter { $0 != fold }.flatMap { parts[$0] }
      return (selecting(rest), selecting(parts[fold]))
    }
  }

  /// Samples of each class, each in a random order; a sequence's class is its first label.
  private func shuffledClasses(_ stream: inout RandomStream) -> [[Int]] {
    var members: [[Int]] = Array(repeating: [], count: classes)
    for sample in 0..<count {
      let label = labels[sample * each]
      require(label >= 0 && Int(label) < classes, "Dataset: the label \(label) is not in 0..<\(classes)")
      members[Int(label)].append(sample)
    }
    return members.map { list in
      var list = list
      stream.shuffle(&list)
      return list
    }
  }
}
