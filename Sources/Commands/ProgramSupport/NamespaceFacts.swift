import Foundation

/// What this system says of user namespaces, by which the reason that bubblewrap fails is told from others.
struct NamespaceFacts {
  /// /proc/sys/kernel/apparmor_restrict_unprivileged_userns; nil where there is none.
  var apparmorRestricts: Int?
  /// /proc/sys/kernel/unprivileged_userns_clone
  var clone: Int?
  /// /proc/sys/user/max_user_namespaces
  var most: Int?
  /// Whether this is inside a container.
  var isContained: Bool
  var isRoot: Bool

  static var here: NamespaceFacts {
    func number(_ path: String) -> Int? {
      (try? String(contentsOfFile: "/proc/sys/\(path)", encoding: .utf8)).flatMap {
        Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    let marks = ["/.dockerenv", "/run/.containerenv"].contains { FileManager.default.fileExists(atPath: $0) }
    let groups = (try? String(contentsOfFile: "/proc/1/cgroup", encoding: .utf8)) ?? ""
    return NamespaceFacts(
      apparmorRestricts: number("kernel/apparmor_restrict_unprivileged_userns"),
      clone: number("kernel/unprivileged_userns_clone"), most: number("user/max_user_namespaces"),
      isContained: marks || groups.contains("docker") || groups.contains("kubepods"), isRoot: geteuid() == 0)
  }

  /// What to do, by the first of the usual reasons that holds here.
  var remedy: String {
    if most == 0 { return "This system allows no user namespaces: sysctl -w user.max_user_namespaces=10000" }
    if clone == 0, !isRoot {
      return "User namespaces are root's alone here: sysctl -w kernel.unprivileged_userns_clone=1"
    }
    if isContained {
      return
        "This is a container that forbids namespaces: start it with --security-opt seccomp=unconfined, and where that "
        + "is not enough with --security-opt systempaths=unconfined or --privileged"
    }
    if apparmorRestricts == 1, !isRoot {
      return "AppArmor forbids user namespaces here: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    }
    return "Nothing that usually forbids namespaces was found: what bubblewrap said is all there is to go by"
  }
}
