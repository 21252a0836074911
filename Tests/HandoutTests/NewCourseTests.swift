import Foundation
import Grading
import Handout
import Storage
import TestSupport
import Testing

/// `gradus init` and `gradus new`: what they write, whole or not at all.
@Suite struct NewCourseTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func course(_ name: String, lab: String = "Warmup", toolkit: String = "https://example.org/a/gradus.git")
    throws
    -> NewCourse
  {
    try NewCourse(
      folder: "\(folder.path)/\(name)", lab: lab, source: try #require(ToolkitSource(toolkit)),
      toolkit: try Toolkit.locate())
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Files.read("\(folder.path)/\(path)"), as: UTF8.self)
  }

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }

  @Test func aCourseIsAPackage() throws {
    let files = try course("mine").write()
    for file in files { #expect(Files.exists("\(folder.path)/mine/\(file)"), "\(file)") }
    #expect(try text("mine/grading/Catalogue.swift").contains(".warmup,"))
    #expect(try text("mine/grading/Warmup/WarmupHiddenChecks.swift").contains("import CourseLabs\nimport LabKit"))
    #expect(
      try text("mine/Package.swift").contains(".package(url: \"https://example.org/a/gradus.git\", branch: \"main\")"))
    #expect(try names() == ["mine"])
  }

  /// The recipes of the toolkit, byte for byte: there is one place where they are mended.
  @Test func recipesComeFromOnePlace() throws {
    let files = try course("mine").write()
    let recipes = try Recipes.course.files(of: Toolkit.locate())
    #expect(
      recipes.contains { $0.path == ".github/actions/grade/action.yml" }
        && recipes.contains { $0.path == "ci/publish.sh" })
    for (path, bytes) in recipes {
      #expect(try Files.read("\(folder.path)/mine/\(path)") == bytes)
      #expect(files.contains(path))
    }
    // Without the toolkit's address there is nothing that another machine could build.
    #expect(try !text("mine/README.md").contains("CI needs its address"))
    let near = try NewCourse(
      folder: "\(folder.path)/near", lab: "Warmup", source: try #require(ToolkitSource(try Toolkit.locate().root)),
      toolkit: try Toolkit.locate())
    _ = try near.write()
    #expect(try text("near/README.md").contains("CI needs its address there."))
  }

  @Test func namesAreText() throws {
    let name = #"a "b" \c <d> `e` $(f)"#
    _ = try course(name).write()
    #expect(try text("\(name)/Package.swift").contains(#"name: "a \"b\" \\c <d> `e` $(f)","#))
    #expect(try text("\(name)/course.yml").contains(#"course: "a \"b\" \\c <d> `e` $(f)""#))
    #expect(try text("\(name)/README.md").hasPrefix(#"# a "b" \\c \<d\> \`e\` \$(f)"#))
  }

  @Test func whatIsThereStaysAsItIs() throws {
    try folder.write("mine", to: "mine/notes")
    let fault = #expect(throws: FileFault.self) { try course("mine").write() }
    #expect(fault?.description.contains("exists already") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/mine") == ["notes"])
  }

  /// Nothing is left where the folder cannot be made.
  @Test func aFolderThatCannotBeMadeLeavesNothing() throws {
    try folder.write("", to: "file")
    let fault = #expect(throws: FileFault.self) { try course("file/mine").write() }
    #expect(fault?.description.contains("cannot be made") == true)
    #expect(try names() == ["file"])
  }

  @Test(arguments: ["warmup", "War mup", "", "Ünicode", "A/B"]) func whatNamesNoLabIsRefused(_ lab: String) {
    #expect(throws: NewLabError.self) { try course("mine", lab: lab) }
  }

  @Test(arguments: ["", "gradus", "a\nb", "/nowhere/at/all"]) func whatIsNoToolkitIsRefused(_ text: String) {
    #expect(ToolkitSource(text) == nil)
  }

  @Test func aSecondLabComesWholeOrNotAtAll() throws {
    _ = try course("mine").write()
    let root = "\(folder.path)/mine"
    let before = try text("mine/grading/Catalogue.swift")
    Files.remove("\(root)/reference/Solutions")
    try folder.write("in the way", to: "mine/reference/Solutions")
    #expect(throws: FileFault.self) { try NewLab(name: "Second").write(to: root) }
    #expect(!Files.exists("\(root)/assignments/Second") && !Files.exists("\(root)/grading/Second"))
    #expect(try text("mine/grading/Catalogue.swift") == before)
    Files.remove("\(root)/reference/Solutions")
    _ = try NewLab(name: "Second").write(to: root)
    #expect(try text("mine/grading/Catalogue.swift").contains(".second,"))
    #expect(throws: NewLabError.self) { try NewLab(name: "Second").write(to: root) }
  }
}
