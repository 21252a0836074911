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
  static func control(_ lab: String) -> String {
    importable.map { "#if canImport(\($0))\nimport \($0)\n#endif\n" }.joined() + "import \(lab)\n"
  }

  /// Compiles the modules, fills the compiler's cache, and asks the compiler once for the commands that it would run for
  /// a submission, and its linker for the one below: replaying them saves their own starts, and leaves no tool in
  /// between that reads arguments out of a file.
  static func recipe(_ lab: String) -> String {
    """
    set -e
    sdk=$1; source=$2; bin=$3; export HOME=/tmp
    cd "$source"
    # Every function keeps its frame, by which a crash tells how it got there; the submission's has its lines, too.
    frames="-Xcc -fno-omit-frame-pointer"
    flags="-O -wmo -parse-as-library -swift-version 6 -enable-upcoming-feature InternalImportsByDefault $frames"
    for module in LabKit Worker \(lab); do
      "$bin/swiftc" $flags -I "$sdk" -module-cache-path "$sdk/cache" -emit-module \\
        -emit-module-path "$sdk/$module.swiftmodule" -module-name $module -c $module/*.swift -o "$sdk/$module.o"
    done
    printf 'import \(lab)\\nimport Worker\\n\\nserveGradusCalls(\(lab)Lab.operations(of: Submission.self))\\n' > "$sdk/main.swift"
    mkdir "$sdk/control"
    printf 'import \(lab)\\nimport Worker\\n\\nserveGradusCalls([])\\n' > "$sdk/control/main.swift"
    build() {
      main=$1; shift
      "$bin/swiftc" -use-ld=lld -O -wmo -gline-tables-only $frames -swift-version 5 -module-name Handin -I "$sdk" \\
        -module-cache-path "$sdk/cache" -diagnostic-style=llvm -no-color-diagnostics \(lab).swift "$main" "$@"
    }
    build "$sdk/control/main.swift" -c -o /tmp/control.o
    "$bin/swift-autolink-extract" /tmp/control.o "$sdk/LabKit.o" "$sdk/Worker.o" "$sdk/\(lab).o" -o "$sdk/libraries"
    build "$sdk/main.swift" "$sdk/LabKit.o" "$sdk/Worker.o" "$sdk/\(lab).o" -o /tmp/worker -driver-print-jobs > /tmp/jobs
    # One argument a line.
    lines() { eval "set -- $1"; printf '%s\\n' "$@"; }
    lines "$(grep -m 1 'swift-frontend -frontend -c ' /tmp/jobs)" > "$sdk/frontend"
    link=$(grep -m 1 '/clang' /tmp/jobs | sed 's| @[^ ]*\\.autolink||')
    lines "$(eval "$link -###" 2>&1 | tail -n 1)" > "$sdk/linker"
    """
  }
}
