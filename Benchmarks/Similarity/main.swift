// Measures `gradus similar`: which planted copies are found, whether independent programs are taken for copies, and how
// long classes of many take. `similarity-benchmark [recall] [growth] [save DIR]`; both where nothing is said. GRADUS_SEED makes
// other copies.

import Foundation
import Grading
import Parsing
import Sandbox
import Storage

let words = CommandLine.arguments.dropFirst()
do {
  let toolkit = try Toolkit.locate()
  let confinement = try Confinement.available()
  let reader = try SourceReader(job: try Cell.reading(confinement), confinement: confinement)
  let names = try FileManager.default.contentsOfDirectory(atPath: "\(toolkit.root)/reference/Solutions").sorted()
  let labs = try names.map { try Solutions($0, toolkit, reader) }
  let seed = ProcessInfo.processInfo.environment["GRADUS_SEED"] ?? "1"
  var isGood = true
  if words.isEmpty || words.contains("recall") || words.contains("save") {
    let copies = try labs.map { try Copies(of: $0, seed: seed, reader) }
    if let place = words.firstIndex(of: "save"), words.indices.contains(place + 1) {
      // For the grader: that copies of right solutions are right ones still.
      for (lab, made) in zip(labs, copies) {
        for (number, copy) in made.all.enumerated() where number % 7 == 0 {
          let folder = "\(words[place + 1])/\(lab.lab)/\(lab.all[copy.of].name)-\(copy.kind)-\(copy.strength)"
          try Files.makeFolder(folder)
          try Files.write(copy.program.source, to: "\(folder)/\(lab.lab).swift", isLasting: false)
        }
      }
    } else {
      isGood = Recall(labs, copies).run()
    }
  }
  if words.isEmpty || words.contains("growth") {
    let growth = Growth(labs: labs, reader: reader)
    isGood = try growth.run([250, 500, 1000, 2000]) && isGood
  }
  exit(isGood ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(2)
}
