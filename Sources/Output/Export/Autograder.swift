/// What Gradescope wants of an autograder: two scripts, beside the toolkit and the course key.
///
/// A fault of ours leaves no `results.json`: Gradescope then says that the autograder failed, and gives no mark.
package enum Autograder {
  package static let toolkit = "gradus"
  package static let key = "course.key"

  package static func files(lab: String, hidden: GradescopeResults.Visibility) -> [(name: String, text: String)] {
    [("setup.sh", setup(lab)), ("run_autograder", run(lab, hidden))]
  }

  private static func setup(_ lab: String) -> String {
    """
    #!/usr/bin/env bash
    # Makes the image: Swift, what gradus is built with, gradus itself, and the kit of \(lab), so that a submission waits
    # for none of it.
    set -euo pipefail
    cd /autograder/source
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends curl ca-certificates binutils git \\
      libc6-dev libstdc++-11-dev libgcc-11-dev libcurl4-openssl-dev libxml2-dev libsqlite3-0 libncurses6 tzdata zlib1g-dev
    version=${SWIFT_VERSION:-6.2}
    . /etc/os-release
    system=$ID$VERSION_ID
    if ! command -v swift > /dev/null; then
      curl --fail --silent --show-error --location \\
        "https://download.swift.org/swift-$version-release/${system//./}/swift-$version-RELEASE/swift-$version-RELEASE-$system.tar.gz" \\
        | tar --extract --gzip --strip-components=1 --directory=/
    fi
    chmod 600 \(key)
    \(toolkit)/Scripts/setup.sh course
    swift build -c release --package-path \(toolkit) --product gradus
    swift build -c release --package-path \(toolkit) --product gradus-course
    # A container that gives no room for a sandbox is told now, not to students.
    \(toolkit)/.build/release/gradus grade \(lab) \(toolkit)/reference/Solutions/\(lab) --out /tmp/first --key \(key) \\
      --fail-under 10
    rm -rf /tmp/first

    """
  }

  private static func run(_ lab: String, _ hidden: GradescopeResults.Visibility) -> String {
    """
    #!/usr/bin/env bash
    # Grades what was handed in. Where that fails by a fault that is not the submission's, there is no results.json, and
    # so no mark.
    set -euo pipefail
    source=/autograder/source
    gradus=$source/\(toolkit)/.build/release/gradus
    rm -rf /autograder/graded
    "$gradus" grade \(lab) /autograder/submission --out /autograder/graded --key $source/\(key) --jobs 1
    "$gradus" export /autograder/graded --key $source/\(key) --hidden \(hidden.rawValue) \\
      --results /autograder/results/results.json

    """
  }
}
