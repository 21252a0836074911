import Mustache

/// The pages' templates, which stand in the program itself: an installed one needs no file beside it.
struct Templates: Sendable {
  enum Page: String, CaseIterable {
    case course, classPage, student, lab, likeness, likePair
    /// No pages of their own: the table of all checks, which a student's page and the instructor's have alike, and a row
    /// of it.
    case checks, checkRow
  }

  private let library: MustacheLibrary

  /// Content types are known by name to all templates of the process; it is registered once.
  private static let contentIsKnown: Void = MustacheContentTypes.register(EscapedContent(), named: EscapedContent.name)

  /// Every template begins by saying how it escapes: Mustache does not hand that on from a page to its parts.
  init() throws {
    _ = Self.contentIsKnown
    let texts = [
      "head": Self.head, "foot": Self.foot, "mistake": Self.mistake,
      Page.course.rawValue: Self.course, Page.classPage.rawValue: Self.classPage, Page.student.rawValue: Self.student,
      Page.lab.rawValue: Self.lab, Page.likeness.rawValue: Self.likeness, Page.likePair.rawValue: Self.likePair,
      Page.checks.rawValue: Self.checks,
      Page.checkRow.rawValue: Self.checkRow,
    ]
    var templates: [String: MustacheTemplate] = [:]
    for (name, text) in texts {
      templates[name] = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(EscapedContent.name)}}\n\(text)")
    }
    library = MustacheLibrary(templates: templates)
  }

  /// The page. `{{name}}` is escaped, `{{{name}}}` is markup of ours.
  func render(_ page: Page, _ values: [String: Any]) throws -> String {
    guard let text = library.render(values, withTemplate: page.rawValue) else {
      throw PageError("the template of a page is missing: \(page.rawValue). Tell the toolkit's authors.")
    }
    return text
  }

  // MARK: - Parts

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="{{{policy}}}">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <title>{{title}}</title>
    {{#inlineStyle}}<style>{{{inlineStyle}}}</style>{{/inlineStyle}}{{^inlineStyle}}<link rel="stylesheet" href="{{root}}style.css">{{/inlineStyle}}
    </head>
    <body>
    <a class="skip" href="#main">To the content</a>
    <header>
    {{#isPrivate}}<p class="private">For instructors only: {{secret}}.</p>{{/isPrivate}}
    {{#hasCrumbs}}<nav aria-label="Where you are"><ol class="crumbs">{{#crumbs}}<li>{{#href}}<a href="{{href}}">{{text}}</a>{{/href}}{{^href}}<span aria-current="page">{{text}}</span>{{/href}}</li>{{/crumbs}}</ol></nav>{{/hasCrumbs}}
    </header>
    <main id="main" tabindex="-1">

    """

  private static let foot = """
    </main>
    <footer><p>Made by Gradus{{#made}}, {{made}}{{/made}}.</p></footer>
    </body>
    </html>

    """

  /// One check that is to be mended.
  private static let mistake = """
    <article class="mistake {{kind}}">
    <h3><bdi>{{title}}</bdi></h3>
    <p class="facts"><span class="kind {{kind}}">{{words}}</span> {{earned}} of {{points}} points · <code>{{check}}</code>{{#isHiddenCheck}} · hidden check{{/isHiddenCheck}}{{#reason}} · {{reason}}{{/reason}}</p>
    {{#cause}}<p><b>Likely cause:</b> {{cause}}</p>{{/cause}}
    {{#also}}<p>{{also}}</p>{{/also}}
    {{#advice}}<p><b>Hint:</b> {{advice}}</p>{{/advice}}
    {{#isEvidenceHidden}}<p class="note">{{hiddenNote}}</p>{{/isEvidenceHidden}}
    {{#hasFindings}}<ul class="findings">{{#findings}}<li>{{.}}</li>{{/findings}}{{#more}}<li>({{more}} more are in the scorecard)</li>{{/more}}</ul>{{/hasFindings}}
    {{{picture}}}
    {{#judged}}<p class="note">{{judged}}</p>{{/judged}}
    </article>

    """

  private static let checkRow = """
    <tr><th scope="row">{{title}}</th><td>{{audience}}</td><td><span class="kind {{kind}}">{{words}}</span>{{#inconclusive}} (timing inconclusive){{/inconclusive}}</td><td class="number">{{earned}}</td><td class="number">{{points}}</td></tr>

    """

  /// The table of all checks of one submission.
  private static let checks = """
    <div class="scroll" tabindex="0" role="region" aria-label="All checks">
    <table>
    <caption class="quiet">All checks, in the order of the lab</caption>
    <thead><tr><th scope="col">Check</th><th scope="col">Who sees it</th><th scope="col">Result</th><th scope="col" class="number">Earned</th><th scope="col" class="number">Of</th></tr></thead>
    <tbody>
    {{{rows}}}
    </tbody>
    <tfoot><tr><th scope="row">Together</th><td></td><td></td><td class="number">{{earned}}</td><td class="number">{{possible}}</td></tr></tfoot>
    </table>
    </div>

    """
}
