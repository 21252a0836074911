/// What hangs together by pairs.
package enum Groups {
  /// The groups of two and more that the pairs make of `count` things, the largest first.
  package static func groups(of count: Int, joinedBy pairs: [(Int, Int)]) -> [[Int]] {
    var roots = Array(0..<count)
    for (left, right) in pairs { join(left, right, &roots) }
    var members: [Int: [Int]] = [:]
    for thing in 0..<count { members[root(of: thing, &roots), default: []].append(thing) }
    return members.values.filter { $0.count > 1 }.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
  }

  static func root(of thing: Int, _ roots: inout [Int]) -> Int {
    var thing = thing
    while roots[thing] != thing {
      roots[thing] = roots[roots[thing]]
      thing = roots[thing]
    }
    return thing
  }

  /// The smaller number is the root, so that a group is named by its first member.
  static func join(_ left: Int, _ right: Int, _ roots: inout [Int]) {
    let (left, right) = (root(of: left, &roots), root(of: right, &roots))
    roots[max(left, right)] = min(left, right)
  }
}
