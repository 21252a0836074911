/// How a kit is made: a script for the shell, which only ever sees files of ours.
extension SDK {
  /// What submissions may import. The libraries of these are recorded when the kit is made and offered to each link, so
  /// that nothing which stands in a submission's own object file says what is linked.
  static let importable = [
    "Foundation", "Dispatch", "Synchronization", "RegexBuilder", "Observation", "Distributed", "_Differentiation",
    "FoundationNetworking", "FoundationXML", "Glibc", "_Concurrency", "_Builtin_float",
  ]

  /// A source that needs nothing of a student, for a program that answers nothing: with it the kit is tried, and what
  /// it imports fills the compiler's cache.
  static func control(_ lab: String) -> String { imports + "import \(lab)\n" }

  private static let imports = importable.map { "#if canImport(\($0))\nimport \($0)\n#endif\n" }.joined()

  /// What both recipes begin with: compiling a module of ours, and compiling as submissions are. Every function keeps
  /// its frame, by which a crash tells how it got there; the submission's has its lines, too.
  private static let start = """
    set -e
    sdk=$1; source=$2; bin=$3; common=$4; export HOME=/tmp
    cd "$source"
    frames="-Xcc -fno-omit-frame-pointer"
    flags="-O -wmo -parse-as-library -swift-version 6 -enable-upcoming-feature InternalImportsByDefault $frames"
    module() {
      "$bin/swiftc" $flags -I "$sdk" -module-cache-path "$sdk/cache" -emit-module \\
        -emit-module-path "$sdk/$1.swiftmodule" -module-name $1 -c $1/*.swift -o "$sdk/$1.o"
    }
    build() {
      "$bin/swiftc" -use-ld=lld -O -wmo -gline-tables-only $frames -swift-version 5 -module-name Handin -I "$sdk" \\
        -module-cache-path "$sdk/cache" -diagnostic-style=llvm -no-color-diagnostics "$@"
    }
    """

  /// What the kits of all labs have alike: its modules, and the compiler's cache.
  static let commonRecipe = """
    \(start)
    module LabKit
    module Worker
    printf '\(imports.replacing("\n", with: "\\n"))import Worker\\n\\nserveGradusCalls([])\\n' > /tmp/main.swift
    build /tmp/main.swift -c -o /tmp/control.o
    """

  /// Compiles the contract, and asks the compiler once for the commands that it would run for a submission, and its linker
  /// for the one below: replaying them saves their own starts, and leaves no tool in between that reads arguments out of
  /// a file.
  static func recipe(_ lab: String) -> String {
    """
    \(start)
    # With their times, by which the compiler knows that its cache still holds; the list of its files is the common kit's.
    cp -a "$common/." "$sdk"
    rm -f "$sdk/.files"
    # Without a sandbox it was made at another path, by which the compiler would refuse it.
    [ "$common" = \(commonPlace) ] || rm -rf "$sdk/cache"
    module \(lab)
    printf 'import \(lab)\\nimport Worker\\n\\nserveGradusCalls(\(lab)Lab.operations(of: Submission.self))\\n' > "$sdk/main.swift"
    mkdir "$sdk/control"
    printf 'import \(lab)\\nimport Worker\\n\\nserveGradusCalls([])\\n' > "$sdk/control/main.swift"
    build \(lab).swift "$sdk/control/main.swift" -c -o /tmp/control.o
    "$bin/swift-autolink-extract" /tmp/control.o "$sdk/LabKit.o" "$sdk/Worker.o" "$sdk/\(lab).o" -o "$sdk/libraries"
    build \(lab).swift "$sdk/main.swift" "$sdk/LabKit.o" "$sdk/Worker.o" "$sdk/\(lab).o" -o /tmp/worker \\
      -driver-print-jobs > /tmp/jobs
    # One argument a line.
    lines() { eval "set -- $1"; printf '%s\\n' "$@"; }
    lines "$(grep -m 1 'swift-frontend -frontend -c ' /tmp/jobs)" > "$sdk/frontend"
    link=$(grep -m 1 '/clang' /tmp/jobs | sed 's| @[^ ]*\\.autolink||')
    lines "$(eval "$link -###" 2>&1 | tail -n 1)" > "$sdk/linker"
    """
  }
}
