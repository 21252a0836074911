package import Checks
import Keys
import LabKit

/// A plan with all that can be made once for a whole class: its file, its digest, and its calls as frames.
package struct PreparedPlan: Sendable {
  package let plan: Plan
  package let bytes: [UInt8]
  package let digest: String
  let frames: [[[UInt8]]]

  package init(_ plan: Plan) throws {
    self.plan = plan
    bytes = try plan.bytes()
    digest = Digest(of: bytes).description
    frames = plan.checks.map { $0.calls.map { $0.frame() } }
  }
}
