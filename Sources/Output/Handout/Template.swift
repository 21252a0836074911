import Checks

/// The files of a handout that are the same for every lab but for its name.
enum Template {
  static func manifest(_ lab: Lab) -> String {
    """
    // swift-tools-version: 6.0
    import PackageDescription

    // What computes is optimized even in debug builds, as it is for grading: the checks train networks. What only
    // compares numbers is not, for that is what the first build would take longest for.
    let plain: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]
    let fast = plain + [.unsafeFlags(["-O"])]

    let package = Package(
      name: "\(lab.name)Handout",
      platforms: [.macOS(.v15)],
      targets: [
        // Your code is \(lab.file).
        .executableTarget(
          name: "check", dependencies: ["\(lab.name)", "LabKit", "Checks", "SelfCheck"], path: ".",
          exclude: [
            "README.md", "STATEMENT.md", "Gradus/check/public.plan", "Gradus/check/public.reference", "Gradus/check/points",
            "Gradus/check/lab.json", "Gradus/LabKit", "Gradus/Worker", "Gradus/Checks", "Gradus/SelfCheck", "Gradus/\(lab.name)",
          ],
          sources: ["\(lab.file)", "Gradus/check/main.swift"],
          swiftSettings: [.swiftLanguageMode(.v5), .unsafeFlags(["-O"])]),
        // What it builds on and is checked by: to read, not to change.
        .target(name: "\(lab.name)", dependencies: ["LabKit"], path: "Gradus/\(lab.name)", swiftSettings: fast),
        .target(name: "LabKit", path: "Gradus/LabKit", swiftSettings: fast),
        .target(name: "Worker", dependencies: ["LabKit"], path: "Gradus/Worker", swiftSettings: plain),
        .target(name: "Checks", dependencies: ["LabKit"], path: "Gradus/Checks", swiftSettings: plain),
        .target(
          name: "SelfCheck", dependencies: ["LabKit", "Worker", "Checks"], path: "Gradus/SelfCheck", swiftSettings: plain),
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

  /// `hidesFunctions` where an enumeration of the contract has cases that are called as functions are.
  static func readme(_ lab: Lab, hidesFunctions: Bool) -> String {
    """
    # \(lab.title)

    1. Read `STATEMENT.md`.
    2. Write your code in `\(lab.file)`: each `notImplemented()` is yours to replace. Add what helpers you like to that
       file; it is the only one that is handed in and read.
    3. Check your work: `swift run check`.
    4. Hand in `\(lab.file)`.

    | command | what it does |
    |---|---|
    | `swift run check` | runs all public checks and says what to do next |
    | `swift run check \(lab.publicChecks.first?.id ?? "NAME")` | runs the checks of that name only |
    | `swift run check --watch` | runs them again whenever you save `\(lab.file)` |

    The first time the kit is built too: 15 to 20 seconds of processor time, so some 10 seconds on two idle cores and
    longer on a busy machine. Later ones take a few seconds.

    `ok` passed · `FAIL` a wrong result, with what is wrong and a hint · `STOP` your code crashed or did not end, with the
    line where · `skip` a check that builds on one that did not pass · `todo` not written yet. What your code prints is
    shown under the check that it was printed in.

    The self-check runs the public checks on fixed inputs. Grading runs them on others, and hidden checks too.
    `Gradus/` holds the kit: the tensors and random numbers that you may use (`Gradus/LabKit`), and the functions that
    you are to write, with their types (`Gradus/\(lab.name)`).

    Pushed to GitHub or GitLab, this folder is checked there too, for you alone (`.github`, `.gitlab-ci.yml`): your mark is
    made elsewhere, and nothing of that is here.

    When the compiler is in your way:

    - *"unable to type-check this expression in reasonable time"*: break up long sums, and give closures types, as in
      `{ (a: Double, b: Double) -> Double in … }`.
    \(hidesFunctions ? enumerationNote(lab) : "")- After copying or moving this folder, delete `.build` in the copy: what is built there belongs to the old place.

    """
  }

  private static func enumerationNote(_ lab: Lab) -> String {
    """
    - *"enum case 'tanh' cannot be used as an instance member"*: within an extension of that enumeration call the function
      `\(lab.name).tanh(x)`.

    """
  }
}
