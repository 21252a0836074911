/// Gives every name once: the second `Ada` becomes `Ada (2)`.
///
/// Names that Unicode holds for the same (`é` in one scalar or in two) count as the same.
struct UniqueNames {
  private var used: Set<String> = []
  private var counts: [String: Int] = [:]

  mutating func unique(_ name: String) -> String {
    guard !used.insert(name).inserted else { return name }
    var count = counts[name, default: 1]
    var candidate: String
    repeat {
      count += 1
      candidate = "\(name) (\(count))"
    } while !used.insert(candidate).inserted
    counts[name] = count
    return candidate
  }
}
