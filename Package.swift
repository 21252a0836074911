// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// One shared settings list: Swift 6 mode, imports internal unless said otherwise.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The files below `folder` that are not built: statements, and masters, which are graded like any submission.
func unbuilt(in folder: String, _ ending: String) -> [String] {
  let root = Context.packageDirectory + "/" + folder
  return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
    .filter { $0.hasSuffix(ending) }.sorted()
}

/// A module in the room `room` of `Sources`.
func module(_ name: String, in room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target
{
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(room)/\(name)", exclude: exclude, swiftSettings: settings)
}

/// Tests of a module, in the folder of that name.
func tests(of name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

/// What `make docs` is done with; no other build waits for it.
let documentation: [Package.Dependency] =
  Context.environment["GRADUS_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]

let package = Package(
  name: "gradus",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gradus", targets: ["gradus"]),
    .executable(name: "gradus-course", targets: ["gradus-course"]),
    // The program of the package for students: neither hidden checks nor how any question is drawn are linked into it.
    .executable(name: "gradus-student", targets: ["gradus-student"]),
    // What students import in their one file.
    .library(name: "LabKit", targets: ["LabKit"]),
    // What authors of labs import.
    .library(name: "LabAuthoring", targets: ["LabKit", "Checks", "Digits"]),
    // What runs a course's command line.
    .library(name: "GradusCourse", targets: ["GradusCourse"]),
    // The reference library.
    .library(name: "DeepLearning", targets: ["DeepLearning", "Tensors"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ] + documentation,
  targets: [
    // MARK: - Ships to students
    module("LabKit", in: "Student"),
    module("Worker", in: "Student", ["LabKit"]),
    module("SelfCheck", in: "Student", ["LabKit", "Worker", "Checks"]),
    module("Digits", in: "Student", exclude: ["README.md", "derive.py"]),
    .target(
      name: "Labs", dependencies: ["LabKit", "Checks", "Digits"], path: "assignments",
      exclude: unbuilt(in: "assignments", ".md"), swiftSettings: settings),

    // MARK: - Judges: pure, and ship for the public checks
    module("Checks", in: "Judging", ["LabKit"]),

    // MARK: - Never ships
    .target(
      name: "HiddenChecks", dependencies: ["Labs", "LabKit", "Checks", "Digits"], path: "grading",
      exclude: unbuilt(in: "grading", ".md"), swiftSettings: settings),

    // MARK: - Untrusted: reads and runs what strangers wrote
    module("Intake", in: "Untrusted", ["Keys"]),
    module("Sandbox", in: "Untrusted", ["CSystem", "LabKit", "Checks"]),
    module(
      "Collecting", in: "Untrusted", ["CArchive", "Storage", "Intake", "Keys", "Sandbox", "Tables"],
      exclude: ["README.md"]),
    module("Parsing", in: "Untrusted", ["Sandbox", "Similarity", "Storage"]),
    // Without pkg-config, so that no build but that of the office's program asks for libarchive.
    .systemLibrary(name: "CArchive", path: "Sources/Untrusted/CArchive", providers: [.apt(["libarchive-dev"])]),
    .target(name: "CSystem", path: "Sources/Untrusted/CSystem"),

    // MARK: - A course's life
    module("Keys", in: "Course", ["CCrypto"]),
    module("Storage", in: "Course", ["CSystem"]),
    module("Ledger", in: "Course", ["Checks", "Keys"]),
    module("CourseRules", in: "Course", ["Checks"]),
    module(
      "CourseFile", in: "Course", ["CourseRules", "Checks", .product(name: "Yams", package: "Yams")],
      exclude: ["README.md"]),
    module(
      "Gradebook", in: "Course", ["CourseRules", "Checks", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["README.md"]),
    module("Tables", in: "Course"),
    module("Similarity", in: "Course", ["Tables"]),
    module(
      "Grading", in: "Course",
      ["CSystem", "Storage", "Keys", "Ledger", "CourseRules", "Intake", "Sandbox", "Checks", "LabKit"]),
    module(
      "Fleet", in: "Course",
      ["Storage", "Keys", "Ledger", "CourseRules", "Grading", "Intake", "Sandbox", "Checks"]),
    module("CourseBuild", in: "Course", ["Grading", "Keys", "Storage"]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/Course/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // MARK: - What comes out
    module("Reports", in: "Output", ["Checks", "Ledger", "CLibXML2"], exclude: ["README.md"]),
    module("Handout", in: "Output", ["Grading", "CourseRules", "Storage", "Checks", "LabKit"]),
    module(
      "Pages", in: "Output",
      ["Reports", "Ledger", "Keys", "Checks", "LabKit", .product(name: "Mustache", package: "swift-mustache")],
      exclude: ["README.md"]),
    module(
      "Export", in: "Output", ["CArchive", "CourseRules", "Reports", "Storage", "Tables", "Checks"],
      exclude: ["README.md"]),
    .systemLibrary(
      name: "CLibXML2", path: "Sources/Output/CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),

    // MARK: - The reference library
    module("Tensors", in: "Library", ["CKernels", "COpenBLAS"]),
    .target(
      name: "CKernels", path: "Sources/Library/CKernels",
      exclude: [
        "kernels.inc", "functions.inc", "product.inc", "elementwise.inc", "reductions.inc", "losses.inc", "rows.inc",
        "batch.inc", "cells.inc", "images.inc", "correlation.inc", "optimizers.inc",
        "pairs.inc",
      ]),
    .target(
      name: "COpenBLAS", path: "Sources/Library/COpenBLAS",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "DeepLearning", dependencies: ["Tensors", "Digits"], path: "reference/DeepLearning", exclude: ["README.md"],
      swiftSettings: settings),
    .target(name: "Allocations", path: "Benchmarks/Allocations"),
    .executableTarget(
      name: "library-benchmark", dependencies: ["Allocations", "DeepLearning", "Tensors"], path: "Benchmarks/Library",
      exclude: ["compare.py", "jax_worker.py", "library.mk", "torch_worker.py"], swiftSettings: settings),

    .executableTarget(
      name: "similarity-benchmark", dependencies: ["Parsing", "Similarity", "Grading", "Storage", "Sandbox"],
      path: "Benchmarks/Similarity", swiftSettings: settings),

    // MARK: - Commands
    module(
      "ProgramSupport", in: "Commands",
      [
        "CourseRules", "Grading", "Storage", "Sandbox", "Reports", "Checks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Never may a lab's checks come in here: what is linked into a program can be read in it.
    module(
      "StudentCommands", in: "Commands",
      [
        "ProgramSupport", "CourseRules", "Grading", "Storage", "Intake", "Sandbox",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "gradus-student", dependencies: ["StudentCommands"], path: "Sources/Commands/gradus-student",
      swiftSettings: settings),
    module(
      "CommandSupport", in: "Commands",
      [
        "ProgramSupport", "CourseRules", "Grading", "Storage", "Sandbox", "Checks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Nothing here may need YAML, archives or databases: `gradus` is built first, and is to be built soon.
    module(
      "GradusCommands", in: "Commands",
      [
        "ProgramSupport", "CommandSupport", "CourseBuild", "CourseRules", "Fleet", "Grading", "Storage", "Handout",
        "Reports", "Ledger", "Checks",
        "Keys",
        "Intake",
        "Sandbox", "DeepLearning", "Tensors", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Only the programs know the toolkit's labs: after an edit of one nothing else is built again.
    .executableTarget(
      name: "gradus", dependencies: ["GradusCommands", "HiddenChecks"], path: "Sources/Commands/gradus",
      swiftSettings: settings),
    module(
      "GradusCourse", in: "Commands",
      [
        "GradusCommands", "HiddenChecks", "ProgramSupport", "CommandSupport", "CourseFile", "CourseRules", "Collecting",
        "Intake",
        "Gradebook", "Export",
        "Handout", "Pages", "Parsing", "Similarity", "Reports", "Grading", "Storage", "Ledger", "Checks", "Keys",
        "Sandbox", "Tables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "gradus-course", dependencies: ["GradusCourse"], path: "Sources/Commands/gradus-course",
      swiftSettings: settings),

    // MARK: - Tests, one folder for each module
    .target(
      name: "TestSupport", dependencies: ["Grading", "Checks", "Keys", "LabKit", "Labs", "Sandbox"],
      path: "Tests/TestSupport", swiftSettings: settings),
    // Runs what CI services are told to do as they would.
    .target(
      name: "RecipeSupport", dependencies: ["Keys", .product(name: "Yams", package: "Yams")],
      path: "Tests/RecipeSupport", swiftSettings: settings),
    tests(
      of: "Recipe",
      [
        "gradus", "gradus-course", "Export", "Handout", "Grading", "HiddenChecks", "RecipeSupport", "Storage",
        "TestSupport",
      ]),
    tests(of: "LabKit", ["LabKit"]),
    tests(of: "Checks", ["Checks", "LabKit"]),
    tests(of: "Digits", ["Digits"]),
    tests(of: "HiddenChecks", ["HiddenChecks", "Labs", "Checks", "LabKit"]),
    tests(of: "Intake", ["Intake", "TestSupport"]),
    tests(
      of: "Collecting",
      [
        "Collecting", "CArchive", "gradus", "gradus-course", "Grading", "Storage", "Intake", "Keys", "Sandbox",
        "TestSupport",
      ]),
    tests(of: "Sandbox", ["Sandbox", "TestSupport"]),
    tests(of: "Keys", ["Keys"]),
    tests(of: "Ledger", ["Ledger", "Checks", "Keys"]),
    tests(of: "CourseRules", ["CourseRules", "Checks"]),
    tests(of: "CourseFile", ["CourseFile", "CourseRules", "Checks"]),
    tests(of: "Tables", ["Tables"]),
    tests(of: "Similarity", ["Similarity", "Tables"]),
    tests(
      of: "Parsing",
      [
        "gradus", "gradus-course", "Parsing", "Similarity", "Grading", "Sandbox", "Storage", "TestSupport",
      ]),
    tests(of: "Reports", ["Reports", "Checks", "Ledger", "CLibXML2"], resources: [.copy("Resources")]),
    tests(
      of: "Gradebook",
      [
        "gradus", "gradus-course", "Gradebook", "Export", "CourseRules", "HiddenChecks", "Checks", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      of: "Export",
      [
        "gradus", "gradus-course", "Export", "HiddenChecks", "Grading", "Reports", "Storage", "Ledger", "Checks",
        "Keys", "TestSupport",
      ],
      resources: [.copy("Resources")]),
    tests(
      of: "Pages",
      [
        "gradus", "gradus-course", "Pages", "Grading", "Storage", "HiddenChecks", "Reports", "Ledger", "Checks", "Keys",
        "LabKit",
        "TestSupport",
      ]),
    tests(
      of: "Handout",
      [
        "Handout", "CourseRules", "Grading", "HiddenChecks", "Checks", "Keys", "RecipeSupport", "Sandbox", "Storage",
        "TestSupport",
      ]),
    tests(of: "Tensors", ["Tensors"]),
    tests(of: "DeepLearning", ["DeepLearning", "Tensors"], exclude: ["Goldens"]),
    tests(
      of: "EndToEnd",
      [
        "gradus", "gradus-course", "gradus-student", "GradusCommands", "ProgramSupport", "CommandSupport",
        "CourseRules",
        "Fleet", "Grading", "Storage",
        "Reports",
        "Ledger", "HiddenChecks",
        "Checks", "Intake",
        "Sandbox", "Keys", "LabKit",
        "Labs", "TestSupport",
      ]),
    tests(
      of: "Oracle", ["DeepLearning", "Tensors", "Grading", "HiddenChecks", "Checks", "LabKit", "Labs", "Sandbox"]),
  ]
)
