import DeepLearning
import Foundation
import Tensors
import Testing

/// Readers, splits and generators.
@Suite struct DataTests {
  @Test func readsCommaSeparatedValues() throws {
    let data = try Dataset<Double>.commaSeparated("a,b,label\n1,2,0\n\n 3.5 ,-4e1,\"2\"\n", named: "points.csv")
    #expect(data.features.elements == [1, 2, 3.5, -40])
    #expect(data.labels == [0, 2] && data.classes == 3)
  }

  @Test(arguments: [
    ("", DataError.empty(file: "f")), ("a,b\n", .empty(file: "f")),
    ("1,2,0\n1,0\n", .fieldCount(file: "f", line: 2, expected: 3, found: 2)),
    ("1,x,0\n", .notANumber(file: "f", line: 1, field: 2, text: "x")),
    ("1,nan,0\n", .notANumber(file: "f", line: 1, field: 2, text: "nan")),
    ("1,2,0.5\n", .label(file: "f", line: 1, text: "0.5")), ("1,2,-1\n", .label(file: "f", line: 1, text: "-1")),
  ])
  func saysWhatIsWrongWithATable(_ text: String, _ error: DataError) {
    #expect(throws: error) { try Dataset<Double>.commaSeparated(text, named: "f") }
    #expect(error.description.contains("f"))
  }

  @Test func readsImagesAndRefusesBrokenOnes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "idx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let images = folder.appending(path: "images")
    let labels = folder.appending(path: "labels")
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3]
    try Data(header + [0, 51, 255, 1, 2, 3]).write(to: images)
    try Data([0, 0, 8, 1, 0, 0, 0, 2, 7, 4]).write(to: labels)
    let data = try Dataset<Double>.idx(images: images, labels: labels)
    #expect(data.features.shape == [2, 1, 1, 3] && data.labels == [7, 4])
    #expect(data.features.elements.prefix(3) == [0, 0.2, 1])
    try Data(header + [0, 51]).write(to: images)
    #expect(throws: DataError.idxLength(file: "images", expected: 22, found: 18)) {
      try Dataset<Double>.idx(images: images, labels: labels)
    }
    try Data([31, 139, 8, 0]).write(to: images)
    #expect(throws: DataError.notIDX(file: "images")) { try Dataset<Double>.idx(images: images, labels: labels) }
    try Data([0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]).write(to: images)
    #expect(throws: DataError.self) { try Dataset<Double>.idx(images: images, labels: labels) }
  }

  @Test func saysWhatIsMissing() {
    let nowhere = URL(filePath: "/nowhere/at/all.csv")
    let error = #expect(throws: DataError.self) { try Dataset<Double>.commaSeparated(nowhere) }
    #expect(error?.description.contains("/nowhere/at/all.csv cannot be read") == true)
    var stream = RandomStream(seed: 1)
    let one = Dataset<Double>(features: Tensor([1], [1, 1]), labels: [0], classes: 1)
    #expect(throws: DataError.tooFew(samples: 1, part: "test")) { try one.split(test: 0.2, &stream) }
    #expect(throws: DataError.tooFew(samples: 1, part: "training")) { try one.split(test: 0.9, &stream) }
  }

  @Test func splitsKeepTheClasses() throws {
    var stream = RandomStream(seed: 1)
    let data = try Dataset<Float>.digits()
    let (train, test) = try data.split(test: 0.2, &stream)
    #expect(train.count + test.count == 1797)
    for digit in 0..<10 {
      let (all, held) = (data.labels.count { $0 == digit }, test.labels.count { $0 == digit })
      #expect(abs(Double(held) - 0.2 * Double(all)) <= 0.5)
    }
    let folds = data.folds(5, &stream)
    #expect(folds.reduce(0) { $0 + $1.validation.count } == 1797)
    for (train, validation) in folds {
      #expect(train.count + validation.count == 1797)
      for digit in 0..<10 {
        let (all, part) = (data.labels.count { $0 == digit }, validation.labels.count { $0 == digit })
        #expect(abs(Double(part) - Double(all) / 5) < 1.001)
      }
    }
  }

  @Test func generatorsAreSeededAndBalanced() {
    func draw(_ seed: UInt64) -> [Dataset<Double>] {
      var stream = RandomStream(seed: seed)
      return [
        Generators.blobs(30, &stream), Generators.moons(30, &stream), Generators.spirals(30, &stream),
        Generators.circles(30, &stream), Generators.exclusiveOr(32, noise: 0.1, &stream),
      ]
    }
    for (first, second) in zip(draw(1), draw(1)) {
      #expect(first.features == second.features && first.labels == second.labels)
      let counts = (0..<first.classes).map { label in first.labels.count { Int($0) == label } }
      #expect(Set(counts).count == 1)
    }
    for (first, second) in zip(draw(1), draw(2)) { #expect(first.features != second.features) }
  }

  @Test func copiedSequencesRepeat() {
    var stream = RandomStream(seed: 2)
    let data: Dataset<Double> = Sequences.copying(3, length: 4, vocabulary: 5, &stream)
    #expect(data.features.shape == [3, 8] && data.labels.count == 24)
    let line = data.features[1].elements
    #expect(line[4] == 0 && line[5...7] == line[0...2] && data.labels[15] == Int32(line[3]))
  }

  @Test func characterWindowsPredictTheNextCharacter() throws {
    var stream = RandomStream(seed: 3)
    let (data, alphabet): (Dataset<Double>, [Character]) = try Sequences.characters(
      "abracadabra", steps: 4, count: 6, &stream)
    #expect(alphabet == ["a", "b", "c", "d", "r"])
    for sample in 0..<6 {
      let window = data.features[sample].elements
      #expect(Array(window.dropFirst()) == data.labels[(4 * sample)..<(4 * sample + 3)].map(Double.init))
    }
    #expect(throws: DataError.tooShort(characters: 2, needed: 5)) {
      let _: (Dataset<Double>, [Character]) = try Sequences.characters("ab", steps: 4, count: 1, &stream)
    }
  }

  @Test func historyIsWrittenAsTableAndPicture() {
    var stream = RandomStream(seed: 4)
    let data: Dataset<Double> = Generators.blobs(60, &stream)
    var trainer = Trainer<Double>(.mlp([2, 3], seed: 1), SGD(rate: 0.1), loss: .crossEntropy)
    let history = trainer.fit(data, validation: data, Plan(epochs: 4, batch: 20), &stream)
    let lines = history.commaSeparated.split(separator: "\n")
    #expect(lines.count == 5 && lines[0] == "epoch,loss,validation_loss,accuracy")
    #expect(history.epochs[3].loss < history.epochs[0].loss)
    #expect(history.svg.split(separator: "<polyline").count == 4)
    #expect(trainer.optimizer.rate == 0.1)
  }
}
