/// Everything that is to be said of one graded submission.
package struct Scorecard: Hashable, Sendable, Codable {
  /// What the mark rests on, so that it can be repeated.
  package struct Provenance: Hashable, Sendable, Codable {
    /// SHA-256 over sources, lab, checks, SDK, compiler and seeds.
    package var contentKey: String
    package var compiler: String
    /// How the code was confined: `bubblewrap`, or `none`.
    package var sandbox: String
    /// The first bytes of the SHA-256 of the course key.
    package var keyFingerprint: String
    /// SHA-256 of the plan's file.
    package var plan: String
    /// The node of a cluster that it ran on, timed calls too; nil where it was graded on one machine.
    package var node: String?

    package init(contentKey: String, compiler: String, sandbox: String, keyFingerprint: String, plan: String) {
      self.contentKey = contentKey
      self.compiler = compiler
      self.sandbox = sandbox
      self.keyFingerprint = keyFingerprint
      self.plan = plan
    }
  }

  /// How building went.
  package struct Build: Hashable, Sendable, Codable {
    package enum Outcome: String, Codable, Sendable { case built, compileError, rejected, timedOut, outOfMemory }
    package var outcome: Outcome
    /// The compiler's messages, or why the submission was not built.
    package var message: String
    package var seconds: Double

    package init(_ outcome: Outcome, message: String = "", seconds: Double = 0) {
      self.outcome = outcome
      self.message = message
      self.seconds = seconds
    }
  }

  package var format = 1
  package var lab: String
  /// The submission's name, decoded, without control characters.
  package var submission: String
  /// The folder of this submission's files in the output.
  package var folder: String
  package var earned: Points
  package var possible: Points
  package var build: Build
  package var verdicts: [Verdict]
  package var provenance: Provenance
  /// The course's rules, where there are any; without them the lab's own hold.
  package var rules: Rules?
  /// When it was graded, in seconds since 1970.
  package var gradedAt: Int

  package init(
    lab: String, submission: String, folder: String, build: Build, verdicts: [Verdict], provenance: Provenance,
    gradedAt: Int, rules: Rules? = nil
  ) {
    self.lab = lab
    self.submission = submission
    self.folder = folder
    self.build = build
    self.verdicts = verdicts
    self.provenance = provenance
    self.gradedAt = gradedAt
    self.rules = rules
    earned = verdicts.reduce(.zero) { $0 + $1.earned }
    possible = verdicts.reduce(.zero) { $0 + $1.points }
  }
}
