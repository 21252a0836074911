import Foundation
import Tensors
import Testing

@testable import DeepLearning

/// Tables as spreadsheets, pandas and Kaggle write them.
@Suite struct ReaderTests {
  private func read(_ text: String, _ label: LabelColumn = .automatic) throws -> Dataset<Float> {
    try .commaSeparated(text, named: "f", label: label)
  }

  @Test func headersAndColumns() throws {
    // Excel's byte-order mark; pandas' numbered header; pandas' index; Kaggle's label in front; Windows' and old ends of lines.
    #expect(try read("\u{FEFF}1,2,0\n3,4,1\n").features.elements == [1, 2, 3, 4])
    #expect(try read("0,1,label\n5,6,1\n7,8,0\n").features.elements == [5, 6, 7, 8])
    let indexed = try read(",a,b,label\n0,5,6,1\n1,7,8,0\n")
    #expect(indexed.features.shape == [2, 2] && indexed.labels == [1, 0])
    #expect(try read(",0,1,label\n0,5,6,1\n1,7,8,0\n").features.elements == [5, 6, 7, 8])
    let kaggle = try read("label,pixel0,pixel1\n7,0,255\n3,1,2\n")
    #expect(kaggle.labels == [7, 3] && kaggle.features.elements == [0, 255, 1, 2])
    #expect(try read("7,0,255\r\n3,1,2\r", .first).labels == [7, 3])
    #expect(try read("\"1\",\"2.5\",\"0\"\n").features.elements == [1, 2.5])
    #expect(try read("a,\"b, c\",label\n1,2,0\n").features.shape == [1, 2])
    #expect(kaggle.emptyClasses == [0, 1, 2, 4, 5, 6])
  }

  @Test(arguments: [
    ("1\t2\t0\n", DataError.separator(file: "f", line: 1, name: "tabs")),
    ("1;2;0\n", .separator(file: "f", line: 1, name: "semicolons")),
    ("1|2|0\n", .separator(file: "f", line: 1, name: "bars")),
    (" 1 2 0\n", .separator(file: "f", line: 1, name: "spaces")),
    ("0x10,0\n", .notANumber(file: "f", line: 1, field: 1, text: "0x10")),
    ("1e39,0\n", .tooLarge(file: "f", line: 1, field: 1, text: "1e39")),
    ("1,\"2,3\",0\n", .notANumber(file: "f", line: 1, field: 2, text: "2,3")),
    ("1,2,0\n\n1,,0\n", .notANumber(file: "f", line: 3, field: 2, text: "")),
  ])
  func refuses(_ text: String, _ error: DataError) {
    #expect(throws: error) { try read(text) }
  }

  /// A spreadsheet's “Unicode text”, in either order of bytes.
  @Test(arguments: [[0xFF, 0xFE, 0x31, 0], [0xFE, 0xFF, 0, 0x31]] as [[UInt8]]) func unicodeText(_ bytes: [UInt8]) {
    #expect(throws: DataError.encoding(file: "f")) {
      try Dataset<Float>.table(ByteSource(Data(bytes)), .automatic, "f", nil)
    }
  }

  /// Every number is the standard library's, whichever way it is read.
  @Test func numbers() throws {
    var stream = RandomStream(seed: 1)
    for _ in 0..<20_000 {
      let digits = (0..<(1 + stream.below(20))).map { _ in "\(stream.below(10))" }.joined()
      let cut = digits.index(digits.startIndex, offsetBy: stream.below(digits.count + 1))
      let sign = ["", "-", "+"][stream.below(3)]
      let exponent = stream.below(4) == 0 ? "e\(stream.below(40) - 20)" : ""
      let text = sign + digits[..<cut] + (stream.below(2) == 0 ? "." : "") + digits[cut...] + exponent
      guard let expected = Double(text), expected.isFinite else { continue }
      let table: Dataset<Double> = try .commaSeparated("\(text),0\n\(text),1\n", named: "f")
      #expect(table.features.elements == [expected, expected], "\(text)")
    }
  }

  /// A table is read in blocks: wherever they are cut, the table is the same, from a file as from a text.
  @Test(arguments: ["\n", "\r\n", "\r"]) func blocks(_ end: String) throws {
    let lines = [
      "\u{FEFF}a,\"b, c\",label", "1.5,2,0", "", "  -3e2 ,4,1", "\"5\",0.000000000000000000000000000000625,2", "7,8,1",
    ]
    let text = lines.joined(separator: end) + end
    let whole = try read(text)
    #expect(whole.features.elements == [1.5, 2, -300, 4, 5, 6.25e-31, 7, 8] && whole.labels == [0, 1, 2, 1])
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    for block in 3..<70 {
      var table = Table<Float>(try ByteSource(file), label: .automatic, file: "f", block: block)
      var told: [Double] = []
      try table.read { told.append($0) }
      #expect(table.features == whole.features && table.labels == whole.labels, "blocks of \(block)")
      #expect(told.last == 1 && told == told.sorted())
    }
    let missing = file.deletingLastPathComponent().appending(path: "none-\(UUID().uuidString)")
    #expect(throws: DataError.self) { try Dataset<Float>.commaSeparated(missing) }
  }

  /// A file that another program shortens while it is read is an error; mapped into memory, it would end the program.
  @Test func aFileThatShrinks() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(String(repeating: "1,2,0\n", count: 50_000).utf8).write(to: file)
    let source = try ByteSource(file)
    try FileHandle(forWritingTo: file).truncate(atOffset: 10)
    let error = #expect(throws: DataError.self) { try Dataset<Float>.table(source, .last, "f", nil) }
    #expect(error?.description.contains("became shorter") == true)
  }

  @Test func oneClassIsRefused() throws {
    let recipe = try #require(Recipe.named("mlp"))
    #expect(throws: RecipeError.oneClass(label: 0)) { _ = try recipe.prepare(read("5,0\n7,0\n")) }
    #expect(throws: RecipeError.tooManyClasses(classes: 1_000_001, seen: 2)) {
      _ = try recipe.prepare(read("5,0\n7,1000000\n"))
    }
    let lenet = try #require(Recipe.named("lenet"))
    let image = Dataset<Float>(features: Tensor(zeros: [2, 784]), labels: [0, 1], classes: 2)
    #expect(try lenet.prepare(image).features.shape == [2, 1, 28, 28])
    #expect(throws: RecipeError.otherSize(model: "cnn", side: 28, needed: 8)) {
      _ = try Recipe.named("cnn")?.prepare(image)
    }
    let trainer: Trainer<Float> = lenet.trainer(for: try lenet.prepare(image), seed: 1)
    #expect(trainer.network.predict(Tensor(zeros: [1, 1, 28, 28])).shape == [1, 2])
  }

  @Test(arguments: [[0, 4_294_967_295], [4_294_967_295, 0], [1, 0], [0, 1]]) func hugeImages(_ lengths: [Int]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "idx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func bytes(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    let (images, labels) = (folder.appending(path: "images"), folder.appending(path: "labels"))
    try Data([0, 0, 8, 3] + bytes(2) + bytes(lengths[0]) + bytes(lengths[1])).write(to: images)
    try Data([0, 0, 8, 1] + bytes(2) + [0, 1]).write(to: labels)
    #expect(throws: DataError.idxShape(file: "images", lengths: [2] + lengths)) {
      try Dataset<Float>.idx(images: images, labels: labels)
    }
  }
}
