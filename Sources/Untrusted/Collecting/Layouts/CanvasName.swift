/// `familygiven_[LATE_]<user id>_<attachment id>_MLP.swift`: a file in what Canvas sends of an assignment.
///
/// A name may hold underscores, but never a number between two. Where marking is anonymous, the name is `anon` and the
/// user's id is some letters and digits. What was typed in the browser has no attachment: `…_<user id>_text.html`.
struct CanvasName: Hashable {
  var name: String
  var user: String
  var isLate: Bool
  var attachment: String?
  var file: String

  init?(_ text: String) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    func isNumber(_ text: String) -> Bool {
      (1...18).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    func isAnonymous(_ text: String) -> Bool {
      text.utf8.count == 5 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    for place in parts.indices.dropFirst() {
      let isUser = isNumber(parts[place]) || (parts[0] == "anon" && isAnonymous(parts[place]))
      guard isUser, parts.count > place + 1 else { continue }
      isLate = place >= 2 && parts[place - 1] == "LATE"
      name = parts[..<(isLate ? place - 1 : place)].joined(separator: "_")
      guard !name.isEmpty else { return nil }
      user = parts[place]
      if isNumber(parts[place + 1]), parts.count > place + 2 {
        attachment = parts[place + 1]
        file = parts[(place + 2)...].joined(separator: "_")
      } else {
        guard parts.count == place + 2, parts[place + 1].hasSuffix(".html") else { return nil }
        file = parts[place + 1]
      }
      guard !file.isEmpty else { return nil }
      return
    }
    return nil
  }
}
