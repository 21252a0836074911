import Checks

/// The files of a handout that are the same for every lab but for its name.
enum Template {
  static func manifest(_ lab: Lab) -> String {
    """
    // swift-tools-version: 6.0
    import PackageDescription

    // Optimized even in debug builds: the checks train networks.
    let kit: [SwiftSetting] = [
      .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"), .unsafeFlags(["-O"]),
    ]

    let package = Package(
      name: "\(lab.name)Handout",
      platforms: [.macOS(.v15)],
      targets: [
        // Your code is \(lab.file).
        .executableTarget(
          name: "check", dependencies: ["\(lab.name)", "LabKit", "Checks", "SelfCheck"], path: ".",
          exclude: [
            "README.md", "STATEMENT.md", "Gradus/check/public.plan", "Gradus/check/public.reference", "Gradus/LabKit",
            "Gradus/Worker", "Gradus/Checks", "Gradus/SelfCheck", "Gradus/\(lab.name)",
          ],
          sources: ["\(lab.file)", "Gradus/check/main.swift"],
          swiftSettings: [.swiftLanguageMode(.v5), .unsafeFlags(["-O"])]),
        // What it builds on and is checked by: to read, not to change.
        .target(name: "\(lab.name)", dependencies: ["LabKit"], path: "Gradus/\(lab.name)", swiftSettings: kit),
        .target(name: "LabKit", path: "Gradus/LabKit", swiftSettings: kit),
        .target(name: "Worker", dependencies: ["LabKit"], path: "Gradus/Worker", swiftSettings: kit),
        .target(name: "Checks", dependencies: ["LabKit"], path: "Gradus/Checks", swiftSettings: kit),
        .target(
          name: "SelfCheck", dependencies: ["LabKit", "Worker", "Checks"], path: "Gradus/SelfCheck", swiftSettings: kit),
      ]
    )

    """
  }

  static func main(_ lab: Lab) -> String {
    let hidden = lab.hiddenChecks.reduce(Points.zero) { $0 + $1.points }
    return """
      import Checks
      import \(lab.name)
      import SelfCheck

      // `swift run check`: the public checks on \(lab.file).
      SelfCheck.main(
        lab: "\(lab.name)", folder: String(#filePath.dropLast("/main.swift".count)), hidden: \(lab.hiddenChecks.count),
        hiddenPoints: \(hidden), operations: \(lab.name)Lab.operations(of: Submission.self))

      """
  }

  static func readme(_ lab: Lab) -> String {
    """
    # \(lab.title)

    1. Read `STATEMENT.md`.
    2. Write your code in `\(lab.file)`: each `notImplemented()` is yours to replace. Add what helpers you like to that
       file; it is the only one that is handed in and read.
    3. Check your work: `swift run check`. The first time takes half a minute, later ones a few seconds.
    4. Hand in `\(lab.file)`.

    `ok` passed · `FAIL` a wrong result, with what is wrong and a hint · `STOP` your code crashed or did not end ·
    `skip` a check that builds on one that did not pass · `todo` not written yet.

    The self-check runs the public checks on fixed inputs. Grading runs them on others, and hidden checks too.
    `Gradus/` holds the kit: the tensors and random numbers that you may use (`Gradus/LabKit`), and the functions that
    you are to write, with their types (`Gradus/\(lab.name)`).

    """
  }
}
