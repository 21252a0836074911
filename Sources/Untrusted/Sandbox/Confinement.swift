import Glibc

/// How untrusted code is kept in.
package enum Confinement: Sendable, Hashable {
  /// Namespaces by bubblewrap, the program at this path.
  case bubblewrap(String)
  /// Limits only: the code can read and write what the grader can. Never for code of strangers.
  case none

  /// What a scorecard calls it.
  package var name: String {
    switch self {
    case .bubblewrap: "bubblewrap"
    case .none: "none"
    }
  }

  /// Where bubblewrap is installed: the program that `GRADUS_BWRAP` names, or the one on PATH.
  package static func locateBubblewrap() throws -> String {
    let named = getenv("GRADUS_BWRAP").map { String(cString: $0) }
    guard let path = named ?? Tool.find("bwrap"), access(path, X_OK) == 0 else {
      throw SandboxError.noBubblewrap("bubblewrap (bwrap) is not installed")
    }
    return path
  }

  /// Bubblewrap where it is installed and works here, which is tried.
  package static func available() throws -> Confinement {
    let confinement = Confinement.bubblewrap(try locateBubblewrap())
    let probe = Job(executable: "/usr/bin/true", limits: Limits(cpuSeconds: 5), rules: .tools)
    let status: Outcome.Status
    do {
      status = try probe.run(in: confinement).status
    } catch {
      guard case .notSetUp(let said) = error else { throw error }
      throw SandboxError.brokenBubblewrap(said)
    }
    guard status == .exited(0) else { throw SandboxError.brokenBubblewrap("it ran nothing (\(status))") }
    return confinement
  }
}

/// A fault of the set-up, never of a submission.
package enum SandboxError: Error, CustomStringConvertible {
  case noBubblewrap(String)
  /// It is installed and does not work: what it said.
  case brokenBubblewrap(String)
  case system(call: String, subject: String, code: Int32)
  case missingTool(String)
  /// What bubblewrap said.
  case notSetUp(String)

  package var description: String {
    switch self {
    case .noBubblewrap(let reason):
      """
      \(reason). Untrusted code is not run without it. Install it (apt-get install bubblewrap), \
      or say `--sandbox none` if every submission is trusted.
      """
    case .brokenBubblewrap(let said):
      """
      bubblewrap is installed but cannot confine anything here: \(said.isEmpty ? "it ended without a word" : said)
      Untrusted code is not run without it. It needs user namespaces:
        in a container, start that with --security-opt seccomp=unconfined (Docker, Podman);
        on Ubuntu 24.04 and later: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0;
        on other systems: sysctl -w kernel.unprivileged_userns_clone=1 and user.max_user_namespaces above 0.
      Or say `--sandbox none` if every submission is trusted.
      """
    case .system(let call, let subject, let code):
      "\(call) failed for \(subject): \(String(cString: strerror(code)))"
    case .notSetUp(let said):
      "the sandbox could not be set up, and nothing ran in it: \(said)"
    case .missingTool(let name): "\(name) is not installed; it is part of util-linux (apt-get install util-linux)"
    }
  }
}

/// Programs of the system, by name.
package enum Tool {
  /// The first executable of that name in the usual folders.
  package static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/bin", "/bin", "/usr/local/bin"]
    return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  static func require(_ name: String) throws(SandboxError) -> String {
    guard let path = find(name) else { throw .missingTool(name) }
    return path
  }
}
