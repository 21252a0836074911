public import LabKit

/// The Embeddings lab's operations.
public enum EmbeddingsLab {
  public static let pairs = Operation<[WordPair], [Int], Int>("pairs")
  public static let counts = Operation<[Int], [Int], Int>("counts")
  public static let subsample = Operation<[Int], [Int], [Int], Double, [Double]>("subsample")
  public static let noise = Operation<[Double], [Int]>("noise")
  public static let choose = Operation<[Int], [Double], [Double]>("choose")
  public static let negatives = Operation<[Int], [Double], Int, Int, Int>("negatives")
  public static let initialVectors = Operation<WordVectors, Int, Int, Int>("initialVectors")
  public static let loss = Operation<Double, WordVectors, WordExample>("loss")
  public static let gradient = Operation<WordVectors, WordVectors, WordExample>("gradient")
  public static let train = Operation<WordVectors, WordVectors, [WordExample], Double, Int>("train")
  public static let cosines = Operation<[Double], [Double], Tensor>("cosines")
  public static let nearest = Operation<[Int], Int, Tensor, Int>("nearest")
  public static let analogy = Operation<Int, Int, Int, Int, Tensor>("analogy")

  /// negatives: how many answers of one seed after the other have another count of words, or words that cannot be drawn.
  public static let wrongNegatives = Operation<Int, [Double], Int, Int, Int, Int>("wrongNegatives")
  /// negatives of one seed after the other: how often each word is drawn, and how often neighbouring draws are the same word,
  /// both less what is to be expected, in standard deviations: `words`, `echoes`.
  public static let negativeDeviations = Operation<Value, [Double], Int, Int, Int, Int>("negativeDeviations")
  /// initialVectors: how many numbers of the words lie beyond ½ / size.
  public static let outside = Operation<Int, Int, Int, Int>("outside")
  /// For each of the words the first of the anchors among all that are nearest to it, after training on a text.
  public static let likeness = Operation<[Int], [Int], EmbeddingTraining, [Int], [Int]>("likeness")
  /// The answers to analogies, three words each, after training on a text.
  public static let analogies = Operation<[Int], [Int], EmbeddingTraining, [[Int]]>("analogies")
  /// initialVectors: how many numbers of the words are the same for two seeds.
  public static let shared = Operation<Int, Int, Int, Int, Int>("shared")
  /// train, on so many examples of a vocabulary with vectors of this size, all drawn from a seed: how far the vectors of two
  /// words have moved, as words and as contexts.
  public static let trainedRows = Operation<Tensor, Int, Int, Int, Int>("trainedRows")

  /// The operations carried out by a submission.
  public static func operations<Submission: EmbeddingsContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      pairs.perform { Submission().pairs($0, window: $1) },
      counts.perform { Submission().counts($0, vocabulary: $1) },
      subsample.perform { Submission().subsample($0, $1, threshold: $2, uniforms: $3) },
      noise.perform { Submission().noise($0) },
      choose.perform { Submission().choose($0, uniforms: $1) },
      negatives.perform { Submission().negatives($0, except: $1, count: $2, seed: seed($3)) },
      initialVectors.perform { Submission().initialVectors(vocabulary: $0, size: $1, seed: seed($2)) },
      loss.perform { Submission().loss($0, $1) },
      gradient.perform { Submission().gradient($0, $1) },
      train.perform { Submission().train($0, $1, rate: $2, epochs: $3) },
      cosines.perform { Submission().cosines($0, $1) },
      nearest.perform { Submission().nearest($0, $1, count: $2) },
      analogy.perform { Submission().analogy($0, $1, $2, $3) },
      wrongNegatives.perform { probabilities, word, count, first, trials in
        (0..<trials).count { trial in
          let drawn = Submission().negatives(probabilities, except: word, count: count, seed: seed(first + trial))
          return drawn.count != count
            || !drawn.allSatisfy { $0 != word && probabilities.indices.contains($0) && probabilities[$0] > 0 }
        }
      },
      negativeDeviations.perform { probabilities, word, count, first, trials in
        let drawn = (0..<trials).map {
          Submission().negatives(probabilities, except: word, count: count, seed: seed(first + $0))
        }
        return NegativeTally(probabilities, except: word, drawn).value
      },
      outside.perform { vocabulary, size, number in
        let vectors = Submission().initialVectors(vocabulary: vocabulary, size: size, seed: seed(number))
        return vectors.words.values.count { !(abs($0) <= 0.5 / Double(size)) }
      },
      shared.perform { vocabulary, size, number, other in
        func numbers(_ number: Int) -> Set<Double> {
          Set(Submission().initialVectors(vocabulary: vocabulary, size: size, seed: seed(number)).words.values)
        }
        return numbers(number).intersection(numbers(other)).count
      },
      likeness.perform { text, training, asked, anchors in
        let submission = Submission()
        guard let table = training.table(of: text, by: submission) else { return [] }
        return asked.map { word in
          submission.nearest(word, table, count: training.vocabulary - 1).first(where: anchors.contains) ?? -1
        }
      },
      analogies.perform { text, training, questions in
        let submission = Submission()
        guard let table = training.table(of: text, by: submission) else { return [] }
        return questions.filter { $0.count == 3 }.map { submission.analogy($0[0], $0[1], $0[2], table) }
      },
      trainedRows.perform { vocabulary, size, count, number in
        var generator = Generator(seed: seed(number))
        let (vectors, examples) = generator.wordVectors(vocabulary, size: size, examples: count)
        let trained = Submission().train(vectors, examples, rate: 0.1, epochs: 1)
        guard trained.words.shape == vectors.words.shape, trained.contexts.shape == vectors.contexts.shape else {
          return trained.words
        }
        let asked = [examples[0].word, examples[1].word]
        let moves = [(trained.words, vectors.words), (trained.contexts, vectors.contexts)].flatMap { after, before in
          asked.map { (after.row($0) - before.row($0)).values }
        }
        return Tensor(rows: moves)
      },
    ]
  }

  private static func seed(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number)) }
}

extension Generator {
  /// Vectors, and examples with five negatives each, for a training whose time is taken.
  fileprivate mutating func wordVectors(
    _ vocabulary: Int, size: Int, examples count: Int
  ) -> (WordVectors, [WordExample]) {
    var words = Tensor(shape: [vocabulary, size])
    for place in words.values.indices { words.values[place] = uniform(-0.5, 0.5) }
    let contexts = words.map { 0.5 - $0 * $0 }
    let examples = (0..<count).map { _ in
      WordExample(
        word: integer(below: vocabulary), context: integer(below: vocabulary),
        negatives: (0..<5).map { _ in integer(below: vocabulary) })
    }
    return (WordVectors(words: words, contexts: contexts), examples)
  }
}
