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

let package = Package(
  name: "gradus",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gradus", targets: ["gradus"]),
    .library(name: "DeepLearning", targets: ["DeepLearning", "Tensors"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // MARK: - What ships to students
    .target(name: "LabKit", swiftSettings: settings),
    .target(name: "Worker", dependencies: ["LabKit"], swiftSettings: settings),
    .target(name: "SelfCheck", dependencies: ["LabKit", "Worker", "Checks"], swiftSettings: settings),
    .target(
      name: "Labs", dependencies: ["LabKit", "Checks", "Digits"], path: "assignments",
      exclude: unbuilt(in: "assignments", ".md"), swiftSettings: settings),

    // MARK: - What never ships
    .target(
      name: "HiddenChecks", dependencies: ["Labs", "LabKit", "Checks", "Digits"], path: "grading",
      swiftSettings: settings),

    // MARK: - Pure: what judges
    .target(name: "Checks", dependencies: ["LabKit"], swiftSettings: settings),

    // MARK: - Untrusted: what reads and runs the code of strangers
    .target(name: "Intake", dependencies: ["Keys"], swiftSettings: settings),
    .target(name: "Sandbox", dependencies: ["CSystem", "LabKit", "Checks"], swiftSettings: settings),

    // MARK: - The pipeline
    .target(name: "Keys", dependencies: ["CCrypto"], swiftSettings: settings),
    .target(name: "Ledger", dependencies: ["Checks", "Keys"], swiftSettings: settings),
    .target(
      name: "Grading",
      dependencies: ["CSystem", "Keys", "Ledger", "Intake", "Sandbox", "Checks", "HiddenChecks", "LabKit"],
      swiftSettings: settings),

    .target(name: "Handout", dependencies: ["Grading", "Checks", "LabKit"], swiftSettings: settings),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(
      name: "Reports", dependencies: ["Checks", "Ledger", "CLibXML2"], exclude: ["README.md"], swiftSettings: settings),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Checks", "Ledger", "CLibXML2"], resources: [.copy("Resources")],
      swiftSettings: settings),

    // MARK: - Command line
    .executableTarget(
      name: "gradus",
      dependencies: [
        "Grading", "Handout", "Reports", "Ledger", "HiddenChecks", "Checks", "Keys", "Intake", "Sandbox",
        "DeepLearning", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: - Data
    .target(name: "Digits", exclude: ["README.md", "derive.py"], swiftSettings: settings),
    // MARK: - Reference library
    .target(
      name: "CKernels",
      exclude: [
        "kernels.inc", "functions.inc", "product.inc", "elementwise.inc", "reductions.inc", "losses.inc", "rows.inc",
        "batch.inc", "cells.inc", "images.inc", "optimizers.inc",
      ]),
    .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: settings),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: settings),
    .target(
      name: "DeepLearning", dependencies: ["Tensors", "Digits"], path: "reference/DeepLearning", exclude: ["README.md"],
      swiftSettings: settings),
    .testTarget(
      name: "DeepLearningTests", dependencies: ["DeepLearning", "Tensors"], exclude: ["Goldens"],
      swiftSettings: settings),
    .target(name: "Allocations", path: "Benchmarks/Allocations"),
    .executableTarget(
      name: "library-benchmark", dependencies: ["Allocations", "DeepLearning", "Tensors"], path: "Benchmarks/Library",
      exclude: ["compare.py", "library.mk", "torch_worker.py"], swiftSettings: settings),

    // MARK: - The system's C libraries, one target each
    .target(name: "CSystem"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // MARK: - Tests, one folder for each target
    .target(
      name: "TestSupport", dependencies: ["Grading", "Checks", "Keys", "LabKit", "Labs", "Sandbox"],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "KeysTests", dependencies: ["Keys"], swiftSettings: settings),
    .testTarget(name: "LedgerTests", dependencies: ["Ledger", "Checks", "Keys"], swiftSettings: settings),
    .testTarget(name: "IntakeTests", dependencies: ["Intake", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "gradus", "Grading", "Reports", "Ledger", "HiddenChecks", "Checks", "Intake", "Sandbox", "Keys", "LabKit",
        "Labs", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "OracleTests",
      dependencies: ["DeepLearning", "Tensors", "Grading", "HiddenChecks", "Checks", "LabKit", "Labs", "Sandbox"],
      swiftSettings: settings),
    .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "HandoutTests",
      dependencies: ["Handout", "Grading", "HiddenChecks", "Checks", "Keys", "Sandbox", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "DigitsTests", dependencies: ["Digits"], swiftSettings: settings),
    .testTarget(name: "LabKitTests", dependencies: ["LabKit"], swiftSettings: settings),
    .testTarget(name: "ChecksTests", dependencies: ["Checks", "LabKit"], swiftSettings: settings),
    .testTarget(
      name: "HiddenChecksTests", dependencies: ["HiddenChecks", "Labs", "Checks", "LabKit"], swiftSettings: settings),
  ]
)
