import Tensors
import Testing

@testable import DeepLearning

/// t-SNE, and how skip-gram draws its words.
@Suite struct NeighborhoodTests {
  private func clouds(_ count: Int, _ stream: inout RandomStream) -> (features: Tensor<Double>, labels: [Int]) {
    let labels = (0..<count).map { $0 % 3 }
    let centers = Tensor<Double>(normal: 0, deviation: 6, [3, 8], &stream)
    let features = centers.gathering(labels) + Tensor(normal: 0, [count, 8], &stream)
    return (features, labels)
  }

  /// Each sample's distribution has the perplexity asked for, and all p sum to 1.
  @Test func perplexity() {
    var stream = RandomStream(seed: 1)
    let (features, _) = clouds(60, &stream)
    let affinities = TSNE(perplexity: 7).affinities(features)
    #expect(abs(affinities.values.reduce(0, +) - 1) < 1e-9)
    #expect(affinities.values.count == 60 * 59)
    for i in 0..<60 {
      for place in affinities.rows[i]..<affinities.rows[i + 1] {
        let j = Int(affinities.neighbors[place])
        let back = (affinities.rows[j]..<affinities.rows[j + 1]).first { affinities.neighbors[$0] == Int32(i) }
        #expect(back.map { abs(affinities.values[$0] - affinities.values[place]) < 1e-15 } == true)
      }
    }
  }

  @Test func slopeByDifferences() {
    var stream = RandomStream(seed: 2)
    let (features, _) = clouds(24, &stream)
    let embedding = TSNE(perplexity: 5)
    let affinities = embedding.affinities(features)
    let points = (0..<48).map { _ in stream.normal() }
    let (slope, _) = embedding.slope(affinities, at: points, exaggeration: 1)
    for place in points.indices {
      func cost(_ shift: Double) -> Double {
        var moved = points
        moved[place] += shift
        return embedding.slope(affinities, at: moved, exaggeration: 1).cost
      }
      let expected = (cost(1e-5) - cost(-1e-5)) / 2e-5
      #expect(abs(slope[place] - expected) < 1e-8)
    }
  }

  /// The tree with the angle 0 is exact, with points in one place too; with ½ it is near.
  @Test func treeAgreesWithAllPairs() {
    var stream = RandomStream(seed: 3)
    let (features, _) = clouds(150, &stream)
    var points = (0..<300).map { _ in 3 * stream.normal() }
    for place in 0..<20 { points[place] = points[place % 2] }
    var tree = TSNE(perplexity: 10, angle: 0, greatestExactCount: 2000)
    let affinities = tree.affinities(features)
    let exact = tree.slope(affinities, at: points, exaggeration: 1)
    tree.greatestExactCount = 0
    let same = tree.slope(affinities, at: points, exaggeration: 1)
    #expect(
      zip(exact.gradient, same.gradient).allSatisfy { abs($0 - $1) < 1e-12 } && abs(exact.cost - same.cost) < 1e-9)
    tree.angle = 0.5
    let near = tree.slope(affinities, at: points, exaggeration: 1).gradient
    let length = exact.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = zip(exact.gradient, near).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(error < 0.05 * length, "\(error / length)")
  }

  @Test func pictures() {
    let svg = Scatter.svg(Tensor<Float>([0, 0, 1, 2, .nan, 1], [3, 2]), labels: [0, 11, 1])
    #expect(svg.split(separator: "<circle").count == 3 && svg.contains(">11</text>"))
  }

  @Test(arguments: [true, false]) func cloudsStayTogether(_ isExact: Bool) {
    var stream = RandomStream(seed: 4)
    let (features, labels) = clouds(90, &stream)
    let embedding = TSNE(perplexity: 10, steps: 300, greatestExactCount: isExact ? 2000 : 0)
    let points = embedding.embed(features, &stream)
    let data = Dataset(features: points, labels: labels.map { Int32($0) }, classes: 3)
    // The nearest other point is of the same cloud.
    let products = points.multiplied(by: points, transposingOther: true)
    let right = (0..<90).count { i in
      let nearest = (0..<90).filter { $0 != i }.min {
        products[$0, $0] - 2 * products[i, $0] < products[$1, $1] - 2 * products[i, $1]
      }
      return data.labels[i] == data.labels[nearest ?? i]
    }
    #expect(right >= 88 && points.max().isFinite)
  }

  /// Words are drawn as count^¾, and frequent ones left out as √(t/f) says.
  @Test func wordsAreDrawnByTheirCounts() {
    var stream = RandomStream(seed: 5)
    let counts = [16, 0, 1, 81]
    let text = counts.indices.flatMap { word in Array(repeating: word, count: counts[word]) }
    let draw = WordDraw(text, vocabulary: 4)
    let drawn = (0..<36_000).reduce(into: [0, 0, 0, 0]) { sums, _ in sums[draw.word(&stream)] += 1 }
    // 16^¾ = 8, 0, 1, 81^¾ = 27: thirty-six in all; four standard deviations.
    for (word, share) in [8, 0, 1, 27].enumerated() {
      let p = Double(share) / 36
      #expect(abs(Double(drawn[word]) - 36_000 * p) <= 4 * (36_000 * p * (1 - p)).squareRoot(), "\(drawn)")
    }
    let kept = (0..<10_000).count { _ in draw.keeps(3, 0.1, &stream) }
    let p = (0.1 / (81.0 / 98)).squareRoot()
    #expect(abs(Double(kept) - 10_000 * p) < 4 * (10_000 * p * (1 - p)).squareRoot())
    #expect((0..<100).allSatisfy { _ in draw.keeps(2, 0.1, &stream) })
  }
}
