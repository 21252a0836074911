public import Tensors

/// Seeded sequence tasks.
public enum Sequences {
  /// The adding problem (Hochreiter and Schmidhuber 1997): steps of (number in 0..<1, mark); two steps are marked with
  /// 1, and the target is the sum of their numbers.
  ///
  /// Input: samples × steps × 2; target: samples × 1.
  public static func adding<Scalar: TensorScalar>(
    _ count: Int, steps: Int, _ stream: inout RandomStream
  ) -> (input: Tensor<Scalar>, target: Tensor<Scalar>) {
    require(steps >= 2 && count > 0, "Sequences.adding: \(count) samples of \(steps) steps are too few")
    var input = Tensor<Scalar>(zeros: Shape(count, steps, 2))
    var target = Tensor<Scalar>(zeros: Shape(count, 1))
    for sample in 0..<count {
      for step in 0..<steps { input[flat: (sample * steps + step) * 2] = Scalar(stream.uniform()) }
      let first = stream.below(steps / 2)
      let second = steps / 2 + stream.below(steps - steps / 2)
      for step in [first, second] {
        input[flat: (sample * steps + step) * 2 + 1] = 1
        target[flat: sample] += input[flat: (sample * steps + step) * 2]
      }
    }
    return (input, target)
  }

  /// The copy task (Graves, Wayne and Danihelka 2014) for next-symbol models: `length` symbols from 1..<vocabulary, the
  /// separator 0, and the same symbols again.
  ///
  /// Input: samples × 2·length of tokens; labels: the token after each.
  public static func copying<Scalar: TensorScalar>(
    _ count: Int, length: Int, vocabulary: Int, _ stream: inout RandomStream
  ) -> Dataset<Scalar> {
    require(
      count > 0 && length > 0 && vocabulary > 1,
      "Sequences.copying: \(count) samples of \(length) symbols of a vocabulary of \(vocabulary)")
    var (tokens, labels): ([Scalar], [Int32]) = ([], [])
    for _ in 0..<count {
      let symbols = (0..<length).map { _ in 1 + stream.below(vocabulary - 1) }
      let line = symbols + [0] + symbols
      tokens += line.dropLast().map { Scalar($0) }
      labels += line.dropFirst().map { Int32($0) }
    }
    return Dataset(features: Tensor(tokens, Shape(count, 2 * length)), labels: labels, classes: vocabulary)
  }

  /// Windows of `steps` characters from a text, at random places, each with the character after it.
  ///
  /// Tokens are places in the sorted alphabet of the text.
  public static func characters<Scalar: TensorScalar>(
    _ text: String, steps: Int, count: Int, _ stream: inout RandomStream
  ) throws(DataError) -> (data: Dataset<Scalar>, alphabet: [Character]) {
    require(count > 0 && steps > 0, "Sequences.characters: \(count) windows of \(steps) steps")
    let characters = Array(text)
    guard characters.count > steps else { throw .tooShort(characters: characters.count, needed: steps + 1) }
    let alphabet = Set(characters).sorted()
    let places = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    let tokens = characters.compactMap { places[$0] }
    var (inputs, labels): ([Scalar], [Int32]) = ([], [])
    for _ in 0..<count {
      let start = stream.below(tokens.count - steps)
      inputs += tokens[start..<(start + steps)].map { Scalar($0) }
      labels += tokens[(start + 1)..<(start + steps + 1)].map { Int32($0) }
    }
    return (Dataset(features: Tensor(inputs, Shape(count, steps)), labels: labels, classes: alphabet.count), alphabet)
  }
}
