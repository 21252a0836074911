import Glibc

/// How many pairs as like as a given one chance makes in a class, from what is known of pairs that nobody copied.
///
/// What two programs differ in, 1 − likeness, is small by chance the more rarely the smaller it is. Beyond a limit the
/// numbers of independent pairs fall as a power of it, so that x = −ln(1 − likeness) has an exponential tail, the limit
/// of tails of that kind (Balkema, de Haan 1974; Pickands 1975: peaks over a threshold):
///
///     expected(x) = pairs · share · exp(−(x − limit) / excess)
///
/// This is the count of BLAST (Karlin, Altschul 1990) for pairs of programs in place of sequences. There are two such
/// tails: one from the right solutions of the labs here that were written independently (`reference`), and, where a
/// class is large enough, its own. The one that expects more is believed.
package struct Chance: Sendable {
  /// The end of a distribution of x.
  package struct Tail: Sendable, Hashable {
    /// Where it begins, which share of pairs lies beyond, and by how much these do on average.
    package var limit: Double
    package var share: Double
    package var excess: Double

    package init(limit: Double, share: Double, excess: Double) {
      (self.limit, self.share, self.excess) = (limit, share, excess)
    }

    /// The tail of what lies beyond the limit that a tenth lies beyond. Of a sample with copies in it the mean excess is
    /// told by the median, which a few copies hardly move: of an exponential distribution that is ln 2 of the mean.
    package init?(of likenesses: [Double], pairs: Int, isPure: Bool) {
      let count = pairs / 10
      guard count >= 10 else { return nil }
      let sorted = likenesses.map(Chance.measure).sorted(by: >)
      let beyond = sorted.prefix(count)
      limit = sorted.count > count ? sorted[count] : 0
      share = Double(count) / Double(pairs)
      let begin = limit
      let mean = beyond.reduce(0) { $0 + $1 - begin } / Double(count)
      let median = (beyond.count > count / 2 ? beyond[count / 2] : begin) - begin
      excess = max(1e-3, isPure ? mean : median / M_LN2)
    }
  }

  /// From all pairs of the labs' independent right solutions, but those that are known to be made of one another; what
  /// `make bench-similarity` prints.
  package static let reference = Tail(limit: 0.0082, share: 0.0992, excess: 0.0782)

  /// So many pairs beyond chance are expected in a class without copies: one in a hundred such classes has one.
  package static let level = 0.01

  private let tails: [Tail]
  private let pairs: Int

  /// For a class of so many pairs, of which `likenesses` are those that are not 0.
  package init(pairs: Int, likenesses: [Double], reference: Tail = Chance.reference) {
    self.pairs = pairs
    // Of fewer than a thousand pairs a hundredth is too few to tell of a tail.
    let own = pairs >= 1000 ? Tail(of: likenesses, pairs: pairs, isPure: false) : nil
    tails = [reference] + (own.map { [$0] } ?? [])
  }

  static func measure(_ likeness: Double) -> Double { -log(1 - min(likeness, 1 - 1e-9)) }

  /// How many pairs at least as like chance is expected to make.
  package func expected(_ likeness: Double) -> Double {
    let x = Self.measure(likeness)
    return tails.map { Double(pairs) * $0.share * exp(-max(0, x - $0.limit) / $0.excess) }.max() ?? 0
  }

  package func isBeyond(_ likeness: Double) -> Bool { expected(likeness) < Self.level }

  /// The likeness from which on a pair is beyond chance.
  package var line: Double {
    let x = tails.map { $0.limit + $0.excess * max(0, log(Double(max(1, pairs)) * $0.share / Self.level)) }.max() ?? 0
    return 1 - exp(-x)
  }
}
