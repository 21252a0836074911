import CourseRules
import Foundation

/// The texts of a new course's files, but for those of its lab.
struct CourseTemplate {
  /// The package's name, and the title until there is another.
  let name: String
  /// The name of its first lab.
  let lab: String
  let toolkit: ToolkitSource

  var files: [(path: String, text: String)] {
    [
      ("Package.swift", manifest), ("Sources/course/main.swift", main), ("course.yml", courseFile),
      ("grading/Catalogue.swift", catalogue), ("README.md", readme),
      (".gitignore", ".build/\n*.key\ngraded/\ngraded.md\nsubmissions/\nout/\n"),
    ]
  }

  private var manifest: String {
    """
    // swift-tools-version: 6.2
    import Foundation
    import PackageDescription

    let settings: [SwiftSetting] = [
      .swiftLanguageMode(.v6),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("ExistentialAny"),
    ]

    /// The files below `folder` that are not built: statements and notes.
    func unbuilt(in folder: String) -> [String] {
      let root = Context.packageDirectory + "/" + folder
      return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".md") }.sorted()
    }

    let authoring = Target.Dependency.product(name: "LabAuthoring", package: "\(toolkit.package)")

    let package = Package(
      name: \(swiftLiteral(name)),
      platforms: [.macOS(.v15)],
      dependencies: [
        \(toolkit.dependency)
      ],
      targets: [
        // Ships to students: contracts, statements, public checks.
        .target(
          name: "CourseLabs", dependencies: [authoring], path: "assignments", exclude: unbuilt(in: "assignments"),
          swiftSettings: settings),
        // Never ships: hidden checks and mutants. Masters are in reference/, and built as any submission is.
        .target(
          name: "CourseChecks", dependencies: [authoring, "CourseLabs"], path: "grading",
          exclude: unbuilt(in: "grading"), swiftSettings: settings),
        .executableTarget(
          name: "course",
          dependencies: ["CourseChecks", .product(name: "GradusCourse", package: "\(toolkit.package)")],
          path: "Sources/course", swiftSettings: settings),
      ]
    )

    """
  }

  private var main: String {
    """
    import CourseChecks
    import GradusCourse

    // All commands of the toolkit, for the labs of this course and for those that come with the toolkit.
    CourseProgram.main(labs: Catalogue.labs)

    """
  }

  private var catalogue: String {
    """
    package import Checks

    /// The labs of this course: `gradus new NAME` adds one.
    package enum Catalogue {
      package static let labs: [Lab] = []
    }

    """
  }

  private var courseFile: String {
    """
    # What this course decides without code. `gradus course check` says all that is wrong with it, line by line.
    course: \(yamlLiteral(name))
    toolkit: \(ToolkitVersion.current)
    # Of all times below that tell none.
    zone: Etc/UTC

    # These hold for every lab that says nothing else.
    attempts: last                # or best, or: last before the deadline
    team: 1                       # or 1 to 2; at most 3
    late: none                    # or { grace: 15 min, per day: 10 %, at most: 50 %, refused after: 7 days }
    hidden: cause                 # what students see of hidden checks: nothing, name, hint or cause; also
                                  # { show: hint, when: after the deadline }

    labs:
      \(lab):
        total: 10                 # what the checks' points must add up to
        # closes: 2026-10-19 23:59
        # self-checks: 1          # how many public checks students get; the others are hidden
        checks:                   # points; or off; or { points: 1, limit: 10 s, hint: "Look at the sign." }
          transform: 6
      # MLP: {}                   # the toolkit's labs can be used by name

    # What a person marks, and what all of it comes to:
    # work:
    #   project: { out of: 10, items: { video: 80 %, notebook: 20 % } }
    #   exam: { out of: 20 }
    # final:
    #   out of: 20
    #   parts: { lab: "mean(drop(1, labs))" }
    #   mark: 0.5 lab + 0.3 exam + 0.2 project
    #   round: 0.5

    """
  }

  private var readme: String {
    """
    # \(markdown(name))

    Labs that [Gradus](https://github.com) grades. Debian 12 or a kin of it, Swift 6.2, and
    `apt-get install bubblewrap libxml2-dev libssl-dev libarchive-dev libsqlite3-dev libopenblas-dev pkg-config util-linux`.

    ```sh
    gradus doctor                                     # is all there that is needed?
    gradus labs                                       # this course's, and those of the toolkit
    gradus audit \(lab)                                 # prove the lab: mutants caught, right solutions spared
    gradus course check                               # all that is wrong with course.yml
    gradus handout \(lab) --out handout                 # what students get
    gradus grade \(lab) --class submissions --out graded
    gradus new NAME                                   # another lab
    ```

    Start `gradus` in this folder: it builds what was changed here and knows this course's labs, and `course.yml` is read
    where it is started, unless `--course` names another. Where there is no `gradus`, `swift build -c release` builds the
    toolkit too, for minutes, and makes `.build/release/course`, which has all of these commands.

        assignments/LAB/            ships to students: contract, statement, public checks
        reference/Solutions/LAB/    never ships: the master and other right solutions
        grading/LAB/                never ships: hidden checks and mutants
        course.yml                  points, limits, dates, what students see, teams, late rules, the final mark

    The toolkit's `assignments/README.md` is the guide to writing a lab.

    ## CI

    `.github/`, `.gitlab-ci.yml` and `ci/` prove the labs at every push, and grade a class when somebody asks for it: put the
    students' repositories into `ci/repositories.csv`, and the course key where your service keeps secrets. The toolkit's
    `ci/README.md` says how, and why no key may ever be in a student's job. This repository must be private, and no
    student may write to it.\(ofFolder)

    """
  }

  private var ofFolder: String {
    guard case .folder = toolkit else { return "" }
    return " `Package.swift` has the toolkit as a folder of this machine; CI needs its address there."
  }

  private func yamlLiteral(_ text: String) -> String { swiftLiteral(text) }

  private func markdown(_ text: String) -> String {
    String(text.flatMap { "\\`*_{}[]<>#|$&!~".contains($0) ? ["\\", $0] : [$0] })
  }
}

/// A text between quotes, for Swift and for YAML alike: names of folders may hold anything but control characters.
func swiftLiteral(_ text: String) -> String {
  "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
}

/// Where a course takes the toolkit from.
package enum ToolkitSource: Sendable {
  case folder(String)
  case address(String)

  /// A folder where there is one of that name, an address otherwise; nil where the text can be neither.
  package init?(_ text: String) {
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return nil
    }
    if FileManager.default.fileExists(atPath: "\(text)/Package.swift") {
      self = .folder(URL(fileURLWithPath: text).standardizedFileURL.path)
    } else if text.contains("://") || text.contains("@"), text.split(separator: "/").count > 1 {
      self = .address(text)
    } else {
      return nil
    }
  }

  /// What the manifest calls it.
  var package: String {
    switch self {
    case .folder: return "gradus"
    case .address(let address):
      let last = address.split(whereSeparator: { "/:".contains($0) }).last.map(String.init) ?? "gradus"
      return (last.hasSuffix(".git") ? String(last.dropLast(4)) : last).filter { $0 != "\"" && $0 != "\\" }
    }
  }

  var dependency: String {
    switch self {
    case .folder(let path): ".package(name: \"gradus\", path: \(swiftLiteral(path)))"
    case .address(let address): ".package(url: \(swiftLiteral(address)), branch: \"main\")"
    }
  }
}
