/// What stands at the top of every page.
struct PageHead {
  var title: String
  /// The way back to the site's root from the page's folder: `../../`.
  var root: String
  /// Where this is, with the addresses of what lies above; the last one is the page itself.
  var crumbs: [(text: String, href: String?)] = []
  /// Whether it must not be published.
  var isPrivate = false
  /// Why not.
  var secret = "this page holds evidence of hidden checks"
  /// Whether it holds its own style sheet, so that it can be handed out alone.
  var isAlone = false
  /// What the page is of, in a word or a date; empty for none.
  var made = ""

  /// No page may load anything but what lies beside it, and a student's page runs nothing at all, whatever is in it.
  private var policy: String {
    isAlone
      ? "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
      : "default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; base-uri 'none'; form-action 'none'"
  }

  var values: [String: Any] {
    [
      "title": title, "root": root, "policy": policy, "isPrivate": isPrivate, "secret": secret,
      "hasCrumbs": crumbs.count > 1,
      "crumbs": crumbs.map { ["text": $0.text, "href": $0.href ?? false as Any] },
      "inlineStyle": isAlone ? StyleSheet.text : false, "made": made.isEmpty ? false : made,
    ]
  }
}
