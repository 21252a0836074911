import DeepLearning
import Foundation
import Tensors
import Testing

/// Saved weights: read back here, and by Python's own package where it is installed.
@Suite struct SafetensorsTests {
  @Test func savesAndLoads() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let saved = Network<Float>.smallConvolutional(seed: 1)
    try saved.save(to: file)
    var loaded = Network<Float>.smallConvolutional(seed: 2)
    #expect(loaded.parameters.values != saved.parameters.values)
    try loaded.load(from: file)
    #expect(loaded.parameters.values == saved.parameters.values)
    var other = Network<Float>.mlp([64, 10], seed: 1)
    let error = #expect(throws: MissingTensor.self) { try other.load(from: file) }
    #expect(error?.name == "0.weight" && error?.expected == [10, 64] && error?.found == [16, 1, 3, 3])
  }

  @Test func savesRunningStatistics() throws {
    var parameters = Parameters<Double>()
    let layer = BatchNorm<Double>(3, name: "bn", in: &parameters)
    var network = Network(parameters, [layer])
    var trainer = Trainer<Double>(network, SGD(rate: 0), loss: .squaredError)
    var stream = RandomStream(seed: 1)
    let input = Tensor<Double>(normal: 2, deviation: 1, [8, 3], &stream)
    _ = trainer.step(input, .values(input))
    let data = try Safetensors.data(trainer.network.savedTensors)
    let read = try Safetensors.read(data, named: "memory", as: Double.self)
    #expect(read.keys.sorted() == ["bn.bias", "bn.running_mean", "bn.running_var", "bn.weight"])
    expectClose(try #require(read["bn.running_mean"]), input.mean(along: [0]) * 0.1, "running mean")
    network = trainer.network
    #expect(network.stack.layers[0].state[0].value == read["bn.running_mean"])
  }

  /// PyTorch's package reads what is written, value for value.
  @Test func pythonReadsIt() throws {
    guard python("import safetensors.numpy") == 0 else {
      print(
        "safetensors: Python has no package safetensors with NumPy (pip install safetensors numpy), so only our own reader was asked"
      )
      return
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let a = Tensor<Float>([1, -2.5, 3e-7, 4, 5, 6], [2, 3])
    let b = Tensor<Float>([7], [])
    try Safetensors.write([("a é \"q\"", a), ("b", b)], to: file)
    let script = """
      import sys, numpy, safetensors.numpy
      t = safetensors.numpy.load_file(sys.argv[1])
      a = numpy.array([[1, -2.5, 3e-7], [4, 5, 6]], dtype=numpy.float32)
      sys.exit(0 if set(t) == {'a é "q"', 'b'} and (t['a é "q"'] == a).all() and t['b'].shape == () and t['b'] == 7 else 1)
      """
    #expect(python(script, file.path) == 0)
  }

  @Test func refusesBrokenFiles() throws {
    func read(_ bytes: [UInt8]) throws { _ = try Safetensors.read(Data(bytes), named: "f", as: Float.self) }
    func file(_ header: String, _ body: [UInt8] = []) -> [UInt8] {
      let json = Array(header.utf8)
      return [UInt8(json.count), 0, 0, 0, 0, 0, 0, 0] + json + body
    }
    #expect(throws: SafetensorsError.truncated(file: "f", needed: 8, found: 3)) { try read([1, 2, 3]) }
    #expect(throws: SafetensorsError.self) { try read([255, 255, 255, 255, 255, 255, 255, 255]) }
    #expect(throws: SafetensorsError.self) { try read(file("{nonsense")) }
    for offsets in ["[0,4]", "[4,12]", "[0,9000000000000000000]"] {
      #expect(throws: SafetensorsError.place(file: "f", tensor: "t")) {
        try read(
          file(#"{"t":{"dtype":"F32","shape":[2],"data_offsets":"# + offsets + "}}", Array(repeating: 0, count: 8)))
      }
    }
    #expect(throws: SafetensorsError.self) {
      try read(file(#"{"t":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}"#))
    }
    try read(
      file(#"{"__metadata__":{"format":"pt"},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 128, 63]))
  }

  /// Overlaps, holes, names that stand twice and bytes at the end are forbidden by the format; sizes that overflow are no sizes.
  @Test(arguments: [
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[2147483647,2147483647,2],"data_offsets":[0,12]}}"#,
    #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[1,-9223372036854775808]}}"#,
    #"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,3],"data_offsets":[0,12]}}"#,
  ])
  func refusesWhatTheFormatForbids(_ header: String) {
    let json = Array(header.utf8)
    let bytes = [UInt8(json.count), 0, 0, 0, 0, 0, 0, 0] + json + [UInt8](repeating: 0, count: 12)
    let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(Data(bytes), named: "f", as: Float.self) }
    if header.contains("1,1,3") { #expect(error?.description.contains("at most eight axes") == true) }
  }

  /// What has no place in a Float is refused, as in a table; infinities that stand in the file are read.
  @Test func numbersBeyondTheType() throws {
    let large = try Safetensors.data([("a", Tensor<Double>([1, -1e39]))])
    #expect(throws: SafetensorsError.range(file: "f", tensor: "a")) {
      try Safetensors.read(large, named: "f", as: Float.self)
    }
    #expect(try Safetensors.read(large, named: "f", as: Double.self)["a"]?.elements == [1, -1e39])
    let odd = try Safetensors.read(
      Safetensors.data([("a", Tensor<Double>([.infinity, .nan]))]), named: "f", as: Float.self)
    #expect(odd["a"]?.elements.first == .infinity && odd["a"]?.elements.last?.isNaN == true)
  }

  @Test func emptyTensorsMayBeOfAnySize() throws {
    let header = #"{"a":{"dtype":"F32","shape":[2147483647,2147483647,0],"data_offsets":[0,0]}}"#
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
    #expect(throws: Never.self) { try Safetensors.read(Data(bytes), named: "f", as: Float.self) }
  }

  /// PyTorch's batch norm counts its batches in a tensor of I64; its metadata may have any keys.
  @Test func passesOverWhatTheModelDoesNotHave() throws {
    var parameters = Parameters<Float>()
    let layer = BatchNorm<Float>(1, name: "1", in: &parameters)
    var network = Network(parameters, [layer])
    let names = ["bias", "running_mean", "running_var", "weight"]
    let tensors = names.enumerated().map {
      #""1.\#($1)":{"dtype":"F32","shape":[1],"data_offsets":[\#(4 * $0),\#(4 * $0 + 4)]}"#
    }
    let count = #""1.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[16,24]}"#
    let header = #"{"__metadata__":{"shape":"any","dtype":"x"},"# + (tensors + [count]).joined(separator: ",") + "}"
    let json = Array(header.utf8)
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
    let body: [UInt8] = [0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64] + [9, 0, 0, 0, 0, 0, 0, 0]
    try Data(length + json + body).write(to: file)
    try network.load(from: file)
    #expect(network.parameters["1.bias"].elements == [2] && network.parameters["1.weight"].elements == [5])
    #expect(network.stack.layers[0].state.map { $0.value.elements } == [[3], [4]])
  }

  /// The second of two parameters does not fit: the first one stays too.
  @Test func aFailedLoadChangesNothing() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    var network = Network<Float>.mlp([2, 3], seed: 1)
    let before = network.parameters.values
    try Safetensors.write(
      [("0.weight", Tensor<Float>(repeating: 9, [3, 2])), ("0.bias", Tensor<Float>(zeros: [4]))], to: file)
    #expect(throws: MissingTensor.self) { try network.load(from: file) }
    #expect(network.parameters.values == before)
  }

  private func python(_ script: String, _ arguments: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let interpreter = ProcessInfo.processInfo.environment["GRADUS_PYTHON"] ?? "python3"
    process.arguments = [interpreter, "-c", script] + arguments
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
