import Foundation
import TestSupport
import Testing

/// `gradus train` on what users bring: MNIST's own files, and tables that cannot teach anything.
@Suite struct TrainCommandTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  @Test func imagesAsMNISTHasThem() throws {
    let count = UInt8(20)
    let places = Int(count) * 28 * 28
    let images = try write(
      [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28] + (0..<places).map { UInt8($0 * 7 % 256) }, to: "images")
    let labels = try write([0, 0, 8, 1, 0, 0, 0, count] + (0..<count).map { $0 % 2 * 2 }, to: "labels")
    let out = "\(folder.path)/out"
    let outcome = try gradus.run(
      ["train", "lenet", "--data", images, "--labels", labels, "--epochs", "2", "--out", out])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("note: no sample has the label 1; the model has 3 classes"))
    #expect(outcome.output.contains("16 training and 4 test samples"))
    #expect(outcome.output.contains("epoch 1/2") && outcome.output.contains(" s left"), "\(outcome.output)")
    #expect(outcome.output.contains("test accuracy 0.") || outcome.output.contains("test accuracy 1."))
    let curve = try folder.read("out/curve.svg")
    #expect(curve.contains(">epoch</text>") && curve.contains("training loss"))
    #expect(try folder.read("out/curve.csv").split(separator: "\n").count == 3)
    #expect(FileManager.default.fileExists(atPath: "\(out)/weights.safetensors"))
  }

  @Test(arguments: [
    ("0,1,2\n3,4,2\n", ["mlp"], "Every sample has the label 2"),
    ("0,1,7\n3,4,1000000\n", ["mlp"], "there are only 2 different ones"),
    ("1;2;0\n", ["mlp"], "separated by semicolons"),
    ("1,2,3,4,0\n5,6,7,8,1\n", ["cnn"], "cnn reads images of 8 × 8, not 2 × 2"),
    ("1,1e39,0\n", ["multinomial"], "too large for the element type"),
    ("1,2,0\n3,4,1\n", ["lstm"], "2 features are none"),
  ])
  func tablesThatTeachNothing(_ text: String, _ arguments: [String], _ words: String) throws {
    let table = try write(Array(text.utf8), to: "table.csv")
    let outcome = try gradus.run(["train"] + arguments + ["--data", table])
    #expect(outcome.code != 0 && outcome.error.contains(words), "\(outcome.error)")
    #expect(!outcome.output.contains("accuracy"))
  }
}
