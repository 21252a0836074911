// swift-tools-version: 6.2
import PackageDescription

/// One shared settings list: Swift 6 mode, imports internal unless said otherwise, unused imports told.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "gradus",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "gradus", targets: ["gradus"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // MARK: - Command line
    .executableTarget(
      name: "gradus",
      dependencies: [
        "DeepLearning", "Tensors", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: - Data
    .target(name: "Digits", exclude: ["README.md", "derive.py"], swiftSettings: settings),
    .testTarget(name: "DigitsTests", dependencies: ["Digits"], swiftSettings: settings),

    // MARK: - Reference library
    .target(
      name: "CKernels",
      exclude: [
        "kernels.inc", "functions.inc", "product.inc", "elementwise.inc", "rows.inc", "cells.inc", "images.inc",
        "optimizers.inc",
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
      exclude: ["compare.py", "torch_worker.py"], swiftSettings: settings),
  ]
)
