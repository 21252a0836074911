/// The sources of what submissions to a lab are compiled against: the toolkit's own, or those in a handout.
package struct KitSources: Sendable {
  package typealias Module = (name: String, files: [(name: String, data: [UInt8])])

  package let lab: String
  /// LabKit, Worker and the lab's contract, in the order in which each builds on those before it.
  let modules: [Module]

  package init(lab: String, modules: [Module]) { (self.lab, self.modules) = (lab, modules) }
}
