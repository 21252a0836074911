import Checks
import Foundation
import Intake
import Sandbox
import Storage
import TestSupport
import Testing

@testable import Grading

/// What may be a verdict on a submission, and what is a fault of ours, when building goes wrong.
@Suite struct BuilderTests {
  static let toolkit = Result { try Toolkit.locate() }

  static func builder() throws -> Builder {
    let (cache, confinement) = (try Cache.standard(), try Confinement.available())
    let toolchain = try Toolchain.locate(cache: cache)
    let sdk = try SDK.prepare(
      try toolkit.get().kit(of: "Perceptron"), toolchain: toolchain, cache: cache, confinement: confinement)
    let cell = try Cell.prepare(
      toolkit: try toolkit.get(), toolchain: toolchain, cache: cache, confinement: confinement)
    return Builder(sdk: sdk, toolchain: toolchain, confinement: confinement, cell: cell)
  }

  private func build(_ source: String, with builder: Builder) throws -> Scorecard.Build {
    let workspace = try Workspace()
    return try builder.build(Array(source.utf8), in: workspace)
  }

  /// The same builder with a kit of which one file is changed.
  private func damaged(_ name: String, in folder: TemporaryFolder, _ change: ([UInt8]) -> [UInt8]) throws -> Builder {
    let sound = try Self.builder()
    let kit = "\(folder.path)/kit"
    try FileManager.default.copyItem(atPath: sound.sdk.folder, toPath: kit)
    try Data(change(try Files.read("\(kit)/\(name)"))).write(to: URL(fileURLWithPath: "\(kit)/\(name)"))
    try Files.makeReadableByAll(folder.path)
    return Builder(
      sdk: SDK(lab: sound.sdk.lab, folder: kit, key: sound.sdk.key), toolchain: sound.toolchain,
      confinement: sound.confinement, cell: sound.cell)
  }

  @Test(arguments: ["LabKit.swiftmodule", "Perceptron.swiftmodule", "LabKit.o", "Worker.o", "linker"])
  func aDamagedKitIsNobodysZero(_ name: String) throws {
    let folder = try TemporaryFolder()
    let builder = try damaged(name, in: folder) { Array($0.prefix($0.count / 2)) }
    #expect(throws: GradingFault.self) { try build(SmallLab.master(), with: builder) }
  }

  @Test func aMachineThatIsShortOfSomethingIsNobodysZero() throws {
    var builder = try Self.builder()
    builder.limits.memoryBytes = 96 << 20
    #expect(throws: GradingFault.self) { try build(SmallLab.master(), with: builder) }
    builder = try Self.builder()
    builder.limits.wallSeconds = 0.02
    #expect(throws: GradingFault.self) { try build(SmallLab.master(), with: builder) }
    let workspace = try Workspace()
    #expect(throws: FileFault.self) { try workspace.requireRoom(bytes: .max) }
  }

  /// A student reads of their own file; what the compiler says of the kit's line that calls into it goes, notes and all.
  @Test func notesOfTheKitGoWithItsErrors() {
    let own = """
      MLP.swift:3:9: error: cannot find 'x' in scope
        x + 1
        ^
      MLP.swift:1:6: note: in this function
      """
    let kits = """
      main.swift:2:7: error: type 'Submission' does not conform to protocol 'MLPContract'
      MLP.MLPLab.operations:2:20: note: where 'Submission' = 'Handin.Submission'
      """
    #expect(Diagnostics.forStudent("\(kits)\n\(own)", file: "MLP.swift") == own)
    #expect(Diagnostics.forStudent("\(own)\n\(kits)", file: "MLP.swift") == own)
    #expect(Diagnostics.forStudent(kits, file: "MLP.swift") == kits)
  }

  @Test func timeAndSizeAreTheSubmissionsOwn() throws {
    var builder = try Self.builder()
    builder.limits.resultBytes = 1000
    #expect(try build(SmallLab.master(), with: builder).outcome == .compileError)
    builder = try Self.builder()
    builder.limits.cpuSeconds = 1
    let much = (0..<20_000).map { "func f\($0)(_ a: [Double]) -> Double { a.map { $0 * \($0) }.reduce(0, +) }\n" }
      .joined()
    let slow = try build(SmallLab.master() + "\n" + much, with: builder)
    #expect(slow.outcome == .timedOut, "\(slow.message.prefix(500))")
  }

  /// What stands in a warning is the student's; only an error of the compiler's own counts.
  @Test func whatTheCompilerSaysItself() {
    #expect(Diagnostics.lacksModuleCache("a.swift:1:8: error: could not build C module 'uuid'\nimport X"))
    #expect(!Diagnostics.lacksModuleCache("a.swift:1:10: warning: could not build C module 'uuid'"))
    #expect(Diagnostics.isAbout("a.swift", "x\na.swift:1:8: error: no such module 'Y'"))
    #expect(Diagnostics.isAbout("a.swift", "/sdk/main.swift:4:2: error: cannot find 'Submission' in scope"))
    for text in ["<unknown>:0: error: no space", "a.swift:1:8: warning: error: x", "b.swift:1:8: error: x", ""] {
      #expect(!Diagnostics.isAbout("a.swift", text))
    }
  }

  /// The kind of a section that lld would take for the names of libraries, and others that a compiler never makes.
  @Test(arguments: [0x6FFF_4C04, 0x6FFF_4C05, 0x6FFF_4C01, 16, 0x6FFF_4C0C, 0xFFFF_FFFF] as [UInt32])
  func anObjectOfUnusualSectionsIsRefused(_ kind: UInt32) throws {
    let object = try Files.read("\(try Self.builder().sdk.folder)/LabKit.o")
    try ObjectFile.check(object)
    let table = object[40..<48].reversed().reduce(0) { $0 << 8 | Int($1) }
    // The first section with bytes in it: the second of the table.
    var changed = object
    for (index, shift) in [0, 8, 16, 24].enumerated() {
      changed[table + 64 + 4 + index] = UInt8(truncatingIfNeeded: kind >> UInt32(shift))
    }
    #expect(throws: (any Error).self) { try ObjectFile.check(changed) }
  }

  @Test func bytesThatAreNoObject() throws {
    let object = try Files.read("\(try Self.builder().sdk.folder)/LabKit.o")
    for length in [0, 1, 63, 64, object.count - 1] {
      #expect(throws: (any Error).self) { try ObjectFile.check(Array(object.prefix(length))) }
    }
    #expect(throws: (any Error).self) { try ObjectFile.check(Array("BC\u{40}\u{DE}".utf8) + object) }
    #expect(!ObjectFile.isProgram(object) && !ObjectFile.isProgram([]))
  }

  /// Each of these has libraries of its own, none of which the kit's other parts need.
  @Test func whatStudentsImportIsLinked() throws {
    let declarations = """
      import Dispatch
      import Foundation
      import Observation
      import RegexBuilder
      import Synchronization
      import _Differentiation
      let counter = Mutex(0)
      func everything() -> Bool {
        DispatchQueue.concurrentPerform(iterations: 8) { _ in counter.withLock { $0 += 1 } }
        let digits = Regex { OneOrMore(.digit) }
        let isFound = "abc 42".firstMatch(of: digits)?.output == "42"
        let pi = NSString(format: "%.2f", Double.pi) as String
        let sum = [1.5, 2.5].reduce(0, +) + pow(2, 3) + (Double("1") ?? 0)
        let semaphore = DispatchSemaphore(value: 0)
        Task { semaphore.signal() }
        semaphore.wait()
        let thread = Thread { semaphore.signal() }
        thread.start()
        semaphore.wait()
        return isFound && pi == "3.14" && sum == 13 && counter.withLock { $0 } >= 8 && !UUID().uuidString.isEmpty
          && Date().timeIntervalSince1970 > 0 && String(format: "%d", 3) == "3" && ProcessInfo.processInfo.processorCount > 0
      }
      """
    let source = try SmallLab.program(decision: "if !everything() { return 7 }", declarations: declarations)
    let graded = try SmallLab.grader().grade(Submission(name: "imports", source: Array(source.utf8)))
    #expect(graded.scorecard.build.outcome == .built, "\(graded.scorecard.build.message)")
    #expect(graded.scorecard.earned == 10, "\(graded.scorecard.verdicts.map(\.summary))")
  }
}
