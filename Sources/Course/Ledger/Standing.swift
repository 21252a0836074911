package import Checks

/// How a submission stands in the files of its class.
package struct Standing: Hashable, Sendable {
  package enum Status: String, Sendable, CaseIterable {
    case graded
    /// Its checks are not all of today's, or not those alone.
    case otherChecks
    /// It is no longer among the submissions.
    case withdrawn
    /// A fault of ours: there is no mark, and the next run tries again.
    case notGraded
    /// What is kept is not what was written.
    case sealBroken
    /// It was graded under another course key, by which its seal cannot be checked.
    case otherKey
  }

  package var status: Status
  /// What there is to say of it, in sentences; empty for most.
  package var remarks: [String]

  package init(_ status: Status, _ remarks: String...) {
    self.status = status
    self.remarks = remarks
  }

  package static let graded = Standing(.graded)

  /// Whether there is a mark that can be believed.
  package var hasMark: Bool { [.graded, .otherChecks, .withdrawn].contains(status) }

  /// Whether its mark is one of the class's, of which the median is made.
  package var isOfClass: Bool { hasMark && status != .withdrawn }

  package var remark: String { remarks.joined(separator: "; ") }
}

extension Standing.Status {
  package var words: String {
    switch self {
    case .graded: "graded"
    case .otherChecks: "other checks"
    case .withdrawn: "withdrawn"
    case .notGraded: "not graded"
    case .sealBroken: "seal broken"
    case .otherKey: "other key"
    }
  }
}

/// A submission without a mark that can be believed, and why.
package struct Ungraded: Hashable, Sendable {
  package var submission: String
  package var folder: String
  package var lab: String
  package var possible: Points
  package var standing: Standing
  /// When that was, in seconds since 1970.
  package var at: Int

  package init(submission: String, folder: String, lab: String, possible: Points, standing: Standing, at: Int) {
    self.submission = submission
    self.folder = folder
    self.lab = lab
    self.possible = possible
    self.standing = standing
    self.at = at
  }
}
