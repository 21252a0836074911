// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// One shared settings list: Swift 6 mode, imports internal unless said otherwise, unused imports told.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The files below `folder` that are not Swift: statements and masters, which are read when labs are graded, not built.
func unbuilt(in folder: String) -> [String] {
  let root = Context.packageDirectory + "/" + folder
  return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()
}

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
    // MARK: - What ships to students
    .target(name: "LabKit", swiftSettings: settings),
    .target(name: "Worker", dependencies: ["LabKit"], swiftSettings: settings),

    // MARK: - What judges
    .target(name: "Checks", dependencies: ["LabKit"], swiftSettings: settings),

    // MARK: - What runs untrusted code
    .target(name: "CSystem"),
    .target(name: "Sandbox", dependencies: ["CSystem", "LabKit", "Checks"], swiftSettings: settings),

    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "Keys", dependencies: ["CCrypto"], swiftSettings: settings),
    .target(name: "Intake", dependencies: ["Keys"], swiftSettings: settings),

    // MARK: - The labs: what ships, and what never does
    .target(
      name: "Labs", dependencies: ["LabKit", "Checks"], path: "assignments", exclude: unbuilt(in: "assignments"),
      swiftSettings: settings),

    // MARK: - Command line
    .executableTarget(
      name: "gradus",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
  ]
)
