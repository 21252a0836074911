import Export
import Foundation
import Grading
import Storage
import TestSupport
import Testing

/// What is uploaded to Gradescope, carried out as its container would, in another place than `/autograder`: the image is
/// made once, then each submission is graded. Compiling the toolkit is a stub, which puts this build's programs in place.
@Suite struct GradescopeRecipeTests {
  let folder: TemporaryFolder
  private var source: String { "\(folder.path)/source" }

  init() throws {
    folder = try TemporaryFolder()
    for file in Autograder.files(lab: "Perceptron", hidden: .afterPublished) {
      let text = file.text.replacing("/tmp/first", with: "\(folder.path)/first")
        .replacing("/autograder/", with: "\(folder.path)/")
      try folder.write(text, to: "source/\(file.name)")
    }
    let key = Array((String(repeating: "5eed", count: 16) + "\n").utf8)
    try Files.put(key, at: "\(source)/\(Autograder.key)", mode: 0o644)
    let products = try #require(CommandLineTool.products)
    let swift = """
      #!/bin/bash
      echo "swift $*" >> "\(folder.path)/calls"
      mkdir -p gradus/.build/release
      ln -sf "\(products)/gradus" "\(products)/gradus-course" gradus/.build/release/
      """
    try folder.write(swift, to: "tools/swift")
    try folder.write("#!/bin/bash\necho \"apt-get\" >> \"\(folder.path)/calls\"\n", to: "tools/apt-get")
    try folder.write(
      "#!/bin/bash\necho \"setup $*\" >> \"\(folder.path)/calls\"\n", to: "source/gradus/Scripts/setup.sh")
    for tool in ["tools/swift", "tools/apt-get", "source/gradus/Scripts/setup.sh"] {
      chmod("\(folder.path)/\(tool)", 0o755)
    }
    try FileManager.default.createDirectory(atPath: "\(folder.path)/results", withIntermediateDirectories: true)
    // The masters are where the toolkit's checkout has them.
    let masters = "\(source)/gradus/reference/Solutions/Perceptron"
    try folder.write(try SmallLab.master(), to: "source/gradus/reference/Solutions/Perceptron/Perceptron.swift")
    #expect(Files.exists(masters))
  }

  private func run(_ script: String, _ environment: [String: String] = [:]) throws -> CommandLineTool.Outcome {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let own = ["PATH": "\(folder.path)/tools:\(path)", "GRADUS_HOME": try Toolkit.locate().root]
    return try CommandLineTool(environment: own.merging(environment) { $1 }, program: "/bin/bash")
      .run(["\(source)/\(script)"])
  }

  private func results() throws -> [String: Any]? {
    guard let data = FileManager.default.contents(atPath: "\(folder.path)/results/results.json") else { return nil }
    return try JSONSerialization.jsonObject(with: data) as? [String: Any]
  }

  @Test func makesItsImageAndGrades() throws {
    let image = try run("setup.sh")
    #expect(image.code == 0, "\(image.error)")
    let wanted = [
      "apt-get", "apt-get", "setup course", "swift build -c release --package-path gradus --product gradus",
      "swift build -c release --package-path gradus --product gradus-course",
    ]
    #expect(try folder.read("calls").split(separator: "\n").map(String.init) == wanted)
    #expect(!Files.exists("\(folder.path)/first"))

    // A fault of ours leaves no results, and so no mark.
    try folder.write("let nothing = ", to: "submission/Perceptron.swift")
    let broken = try run("run_autograder", ["GRADUS_BWRAP": "/nowhere/bwrap"])
    #expect(broken.code != 0)
    #expect(try results() == nil)

    let graded = try run("run_autograder")
    #expect(graded.code == 0, "\(graded.error)")
    #expect(try results()?["score"] as? Double == 0)
    #expect((try results()?["output"] as? String)?.contains("does not compile") == true)
  }
}
