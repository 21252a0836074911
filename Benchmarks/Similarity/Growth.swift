import Foundation
import Parsing
import Similarity

/// How long classes of many take, and how that grows.
struct Growth {
  let labs: [Solutions]
  let reader: SourceReader

  /// Classes of MLP: each submission takes each of its functions from one of the lab's right solutions and is then
  /// changed by rule, so that every two have something in common and none are the same.
  func run(_ sizes: [Int]) throws -> Bool {
    guard let lab = labs.first(where: { $0.lab == "MLP" }) else { return false }
    var isInTime = true
    print("\n| submissions | reading, s | comparing, s | together, s | CPU, s | pairs in common | beyond chance |")
    print("|---|---|---|---|---|---|---|")
    let sources = try sources(of: lab, count: sizes.max() ?? 0)
    for size in sizes {
      let clock = ContinuousClock()
      let (begin, used) = (clock.now, processor())
      let outlines = try reader.outlines(Array(sources.prefix(size)))
      let read = clock.now
      let texts = zip(outlines, sources).map { Normalizer.normalize($0, $1, given: lab.given) }
      let comparison = Comparison(texts, known: lab.all.map(\.text))
      let ranking = Ranking(comparison, texts, digests: texts.indices.map { "\($0)" })
      let end = clock.now
      let (reading, comparing) = (seconds(begin, read), seconds(read, end))
      if size == 1000 { isInTime = reading + comparing <= 60 }
      let beyond = ranking.pairs.count(where: \.isBeyondChance)
      print(
        "| \(size) | \(tenth(reading)) | \(tenth(comparing)) | \(tenth(reading + comparing)) | \(tenth(processor() - used)) "
          + "| \(ranking.pairs.count) | \(beyond) |")
    }
    return isInTime
  }

  private func sources(of lab: Solutions, count: Int) throws -> [[UInt8]] {
    let steps: [[Planter.Step]] = [[.graft(0.5)], [.graft(0.5)], [.rename(0.67)], [.reloop(0.5)], [.layOut(2)]]
    var planters = (0..<count).map { Planter(seed: "growth \($0)", given: lab.given) }
    var programs = planters.indices.map { place in
      lab.all[Int.random(in: lab.all.indices, using: &planters[place].numbers)].program
    }
    for step in steps.flatMap({ $0 }) {
      var changed: [Int] = []
      for place in programs.indices {
        let other = lab.all[Int.random(in: lab.all.indices, using: &planters[place].numbers)].program
        if let source = planters[place].apply(step, to: programs[place], other: other) {
          programs[place].source = source
          changed.append(place)
        }
      }
      for (place, outline) in zip(changed, try reader.outlines(changed.map { programs[$0].source })) {
        programs[place].outline = outline
      }
    }
    return programs.map(\.source)
  }

  /// CPU seconds of this program and of those that it has run.
  private func processor() -> Double {
    [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { sum, who in
      var usage = rusage()
      getrusage(Int32(who), &usage)
      let times = [usage.ru_utime, usage.ru_stime]
      return times.reduce(sum) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
    }
  }

  private func seconds(_ begin: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (end - begin).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  private func tenth(_ value: Double) -> String { "\((10 * value).rounded() / 10)" }
}
