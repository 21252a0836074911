/// `Full Name_<number>_assignsubmission_file_…`: the first part of a path in what Moodle sends of an assignment.
///
/// Underscores in names have become spaces, so the parts are the first three, whatever a file is called behind them.
/// Where marking is blind the name is `Participant`, in the site's language; where there are groups one's name may stand
/// in front. The number is the identity, and the name is only told.
package struct MoodleName: Hashable {
  package var name: String
  package var number: String
  /// What of: `file`, `onlinetext`.
  var plugin: String
  /// What stands behind: the file's name where there are no folders.
  var rest: String

  package init?(_ text: String) {
    let parts = text.split(separator: "_", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4, !parts[0].isEmpty, parts[2] == "assignsubmission", !parts[3].isEmpty,
      (1...18).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    (name, number, plugin) = (parts[0], parts[1], parts[3])
    rest = parts.count > 4 ? parts[4] : ""
  }
}
