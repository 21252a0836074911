/// A mistake that students make, as a change of the master, and the checks that must fail because of it.
public struct Mutant: Sendable {
  /// Short: `bias-gradient-forgotten`.
  public let name: String
  /// The mistake in a sentence.
  public let mistake: String
  /// Texts of the master and what stands there instead; each must occur just once.
  public let changes: [(text: String, instead: String)]
  /// The ids of the checks that must not pass, all of them and (skipped ones aside) no others.
  public let fails: [String]
  /// The ids of further checks that it fails with some draws only, such as a training that it spoils now and then.
  public let sometimes: [String]
  /// Why it cannot be made, where it was read from a text that says no mutant.
  let fault: String?

  public init(
    _ name: String, _ mistake: String, replacing changes: [(String, String)], fails: [String], sometimes: [String] = []
  ) {
    self.name = name
    self.mistake = mistake
    self.changes = changes.map { (text: $0.0, instead: $0.1) }
    self.fails = fails
    self.sometimes = sometimes
    fault = nil
  }

  /// One that cannot be made, and says so where it is to be.
  init(_ name: String, _ mistake: String, fault: String) {
    (self.name, self.mistake, self.fault) = (name, mistake, fault)
    (changes, fails, sometimes) = ([], [], [])
  }

  /// The master with the mistake made; throws where a text is not there exactly once.
  package func source(from master: String) throws(RewritingError) -> String {
    if let fault { throw RewritingError("\(name): \(fault)") }
    return try rewritten(master, changes, as: name)
  }
}

/// A choice that a right solution may make, such as another initialisation, as a change of the master.
public struct Variant: Sendable {
  /// Short: `uniform-start`.
  public let name: String
  /// Texts of the master and what stands there instead; each must occur just once.
  public let changes: [(text: String, instead: String)]

  public init(_ name: String, replacing changes: [(String, String)]) {
    self.name = name
    self.changes = changes.map { (text: $0.0, instead: $0.1) }
  }

  /// The master with the choice made; throws where a text is not there exactly once.
  package func source(from master: String) throws(RewritingError) -> String {
    try rewritten(master, changes, as: name)
  }
}

private func rewritten(
  _ master: String, _ changes: [(text: String, instead: String)], as name: String
) throws(RewritingError) -> String {
  var source = master
  for change in changes {
    let places = source.ranges(of: change.text)
    guard places.count == 1, let place = places.first else {
      throw RewritingError(
        "\(name) changes a text that stands \(places.count) times in the master, not once: \(change.text)")
    }
    source.replaceSubrange(place, with: change.instead)
  }
  return source
}

/// A mutant or a variant that cannot be made of its master.
public struct RewritingError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
