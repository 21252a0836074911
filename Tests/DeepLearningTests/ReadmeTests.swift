import DeepLearning
import Foundation
import Tensors
import Testing

/// The programs of the library's README: they stand here word for word, so they compile, and they run.
@Suite struct ReadmeTests {
  @Test func programs() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    var stream = RandomStream(seed: 1)
    let (train, test) = try Dataset<Float>.digits().split(test: 0.2, &stream)
    var trainer = Trainer<Float>(.mlp([64, 128, 64, 10], seed: 1), AdamW(rate: 0.003), loss: .crossEntropy)
    let history = trainer.fit(train, validation: test, Plan(epochs: 30), &stream)
    print(trainer.network.measure(test).accuracy)
    try history.svg.write(to: folder.appending(path: "curve.svg"), atomically: true, encoding: .utf8)
    try trainer.network.save(to: folder.appending(path: "weights.safetensors"))
    let rents: RegressionData<Float> = Generators.rents(400, &stream)
    let data = RegressionData(features: rents.features / 60 - 1, values: rents.values / 1000 - 1)
    var parameters = Parameters<Float>()
    let dense = Dense<Float>(1, 16, name: "0", in: &parameters, &stream)
    let slope = parameters.add("slope", Tensor<Float>([0.25]))
    let bent = VariableLayer<Float>([slope]) { x, p in x.relu() - p[0] * (-x).relu() }
    let last = Dense<Float>(16, 1, name: "2", in: &parameters, &stream)
    let quartic = Loss<Float>("quartic") { output, target in (output - target).power(4).mean() }
    var own = Trainer(Network(parameters, [dense, bent, last]), Adam(rate: 0.01), loss: quartic)
    own.fit(data, Plan(epochs: 40), &stream)

    let accuracy = trainer.network.measure(test).accuracy
    #expect(accuracy > 0.95, "\(accuracy)")
    #expect(own.network.measure(data, .squaredError).loss < 0.05)
    #expect(parameters[slope].scalar != own.network.parameters[slope].scalar)
  }

  /// t-SNE of all digits: near points are of one class.
  @Test(.enabled(if: isOptimized, "slow without optimisation")) func picture() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    var stream = RandomStream(seed: 1)
    let digits = try Dataset<Float>.digits()
    let points = TSNE().embed(digits.features, &stream)
    let picture = Scatter.svg(points, labels: digits.labels)
    try picture.write(to: folder.appending(path: "digits.svg"), atomically: true, encoding: .utf8)

    #expect(picture.split(separator: "<circle").count == digits.count + 1)
    // One half of the points tells the classes of the other.
    let (half, rest) = try Dataset(features: points, labels: digits.labels, classes: 10).split(test: 0.5, &stream)
    let told = NearestNeighbors(half, count: 1).predict(rest.features)
    let right = zip(told, rest.labels).count { $0 == Int($1) }
    #expect(Double(right) > 0.95 * Double(rest.count), "\(right) of \(rest.count)")
  }

  @Test func nothingElseStandsThere() throws {
    let here = URL(filePath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(
      contentsOf: root.appending(path: "reference/DeepLearning/README.md"), encoding: .utf8)
    let source = try String(contentsOf: here, encoding: .utf8)
    let blocks = readme.components(separatedBy: "```swift\n").dropFirst().prefix(3)
    for block in blocks {
      let code = block.components(separatedBy: "```")[0]
      for line in code.split(separator: "\n") { #expect(source.contains("    \(line)\n"), "\(line)") }
    }
    #expect(blocks.count == 3)
  }
}
