import Foundation
import Tensors
import Testing

@testable import DeepLearning

/// Files from strangers: whatever the bytes, the readers answer or throw one of their own errors.
///
/// `GRADUS_FUZZ=1000000` asks for as many inputs of each reader as that.
@Suite struct FuzzTests {
  static var count: Int { ProcessInfo.processInfo.environment["GRADUS_FUZZ"].flatMap(Int.init) ?? 100_000 }

  /// A valid input with some bytes replaced, put in, taken out or doubled.
  private func mutated(_ bytes: [UInt8], _ words: [String], _ stream: inout RandomStream) -> [UInt8] {
    var result = bytes
    for _ in 0..<(1 + stream.below(6)) {
      let place = stream.below(result.count + 1)
      switch stream.below(6) {
      case 0: result.insert(UInt8(stream.below(256)), at: place)
      case 1: result.insert(contentsOf: words[stream.below(words.count)].utf8, at: place)
      case 2 where place < result.count: result.remove(at: place)
      case 3 where place < result.count: result[place] = UInt8(stream.below(256))
      case 4 where place < result.count: result[place] ^= UInt8(1 << stream.below(8))
      case 5: result.removeSubrange(place..<min(result.count, place + stream.below(9)))
      default: break
      }
    }
    return result
  }

  @Test func safetensors() {
    var stream = RandomStream(seed: 1)
    let headers = [
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[1,1],"data_offsets":[8,16]}}"#,
      #"{"__metadata__":{"shape":"é\u00e9"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F64","shape":[0,3],"data_offsets":[8,8]}}"#,
    ]
    let words = [
      "2147483647", "9223372036854775807", "-9223372036854775808", "0", ",", "[", "]", "{", "}", "\"", "\\ud800", "1e9",
    ]
    var read = 0
    for index in 0..<Self.count {
      var json = mutated(Array(headers[index % 2].utf8), words, &stream)
      if index % 16 < 2 { json = Array(headers[index % 2].utf8) }
      var length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
      if stream.below(20) == 0 { length[stream.below(8)] = UInt8(stream.below(256)) }
      let body = [UInt8](repeating: 7, count: stream.below(8) == 0 ? stream.below(40) : 16 - 8 * (index % 2))
      do {
        _ = try Safetensors.read(Data(length + json + body), named: "f", as: Double.self)
        _ = try Safetensors.read(Data(length + json + body), named: "f", as: Float.self)
        read += 1
      } catch {
        #expect(error is SafetensorsError)
      }
    }
    #expect(read > Self.count / 20)
  }

  @Test func tables() {
    var stream = RandomStream(seed: 2)
    let text = Array("a,b,label\n1,2.5,0\r\n\"3\",-4e2,1\n\n.5,7,2\n".utf8)
    let words = [
      "1e400", "nan", "0x1p3", "\u{FEFF}", "\r", "\"", ",,,", "99999999999999999999", "label", "-", ".", "1e-400",
    ]
    var read = 0
    for _ in 0..<Self.count {
      let data = Data(mutated(text, words, &stream))
      do throws(DataError) {
        let label = LabelColumn.allCases[stream.below(3)]
        let table = try Dataset<Float>.table(ByteSource(data), label, "f", nil)
        #expect(table.features.shape[0] == table.labels.count && (table.features * 0).sum() == 0)
        read += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > Self.count / 100)
  }

  @Test func images() {
    var stream = RandomStream(seed: 3)
    let image: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 255, 1, 2, 3]
    let label: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 7, 4]
    let words = ["\u{0}\u{0}\u{0}\u{0}", "\u{7f}\u{7f}\u{7f}\u{7f}", "\u{8}"]
    var read = 0
    for index in 0..<Self.count {
      let first = index % 2 == 0 ? mutated(image, words, &stream) : image
      let second = index % 2 == 1 || index % 8 == 0 ? mutated(label, words, &stream) : label
      do throws(DataError) {
        let data = try Dataset<Float>.idx(
          IDX(ByteSource(Data(first)), named: "i", axes: 3), IDX(ByteSource(Data(second)), named: "l", axes: 1))
        #expect(data.count == data.labels.count)
        read += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > 0)
  }
}
