/// The pages themselves.
extension Templates {
  /// Several classes on one site.
  static let course = """
    {{>head}}
    <h1>{{title}}</h1>
    <div class="scroll" tabindex="0" role="region" aria-label="Classes">
    <table>
    <thead><tr><th scope="col">Class</th><th scope="col" class="number">Submissions</th><th scope="col" class="number">Median</th><th scope="col" class="number">Of</th><th scope="col" class="number">Need a person</th></tr></thead>
    <tbody>
    {{#classes}}<tr><th scope="row"><a href="{{href}}">{{name}}</a> <small>{{title}}</small></th><td class="number">{{count}}</td><td class="number">{{median}}</td><td class="number">{{possible}}</td><td class="number">{{needing}}</td></tr>
    {{/classes}}
    </tbody>
    </table>
    </div>
    {{>foot}}
    """

  static let classPage = """
    {{>head}}
    <h1>{{lab}}: the class</h1>
    <p class="lead">{{summary}}</p>
    <nav aria-label="On this page"><ul class="contents"><li><a href="#person">Needs a person</a></li><li><a href="#marks">Marks</a></li><li><a href="#submissions">Submissions</a></li><li><a href="#misconceptions">Misconceptions</a></li><li><a href="#checks">Checks</a></li>{{#labPage}}<li><a href="{{labPage}}">The lab</a></li>{{/labPage}}</ul></nav>

    <section aria-labelledby="person">
    <h2 id="person">Needs a person</h2>
    {{^needing}}<p>Nothing: every submission has a mark, and nothing about it is doubtful.</p>{{/needing}}
    {{#needing}}<h3>{{what}} ({{count}})</h3>
    {{^isShort}}<details><summary>Who</summary>{{/isShort}}<ul class="person">{{#who}}<li><bdi><a href="{{href}}">{{name}}</a></bdi>{{#why}}: {{why}}{{/why}}</li>{{/who}}</ul>{{^isShort}}</details>{{/isShort}}
    {{/needing}}
    </section>

    <section aria-labelledby="marks">
    <h2 id="marks">Marks</h2>
    {{{histogram}}}
    </section>

    <section aria-labelledby="submissions">
    <h2 id="submissions">Submissions</h2>
    <form class="filter" hidden data-for="submissions-table">
    <label>Search <input type="search" name="search" autocomplete="off" placeholder="name, state"></label>
    <label>Show <select name="show"><option value="">all</option><option value="person">needs a person</option><option value="unbuilt">not built</option><option value="full">full marks</option><option value="nomark">no mark</option><optgroup label="a misconception">{{#misconceptions}}<option value="m{{number}}">{{number}}. {{label}}</option>{{/misconceptions}}</optgroup><optgroup label="lost points in">{{#items}}<option value="c{{number}}">{{check}}</option>{{/items}}</optgroup></select></label>
    <output aria-live="polite"></output>
    </form>
    <div class="scroll" tabindex="0" role="region" aria-label="Submissions">
    <table id="submissions-table" class="sortable">
    <caption class="quiet">Every submission; points are out of {{possible}}</caption>
    <thead><tr><th scope="col">Submission</th><th scope="col" class="number">Points</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Errored</th><th scope="col" class="number">Skipped</th><th scope="col" class="number">To do</th><th scope="col">State</th><th scope="col">Graded (UTC)</th></tr></thead>
    <tbody>
    {{#rows}}<tr data-tags="{{tags}}"><th scope="row"><bdi><a href="{{href}}">{{name}}</a></bdi></th><td class="number">{{points}}</td><td class="number">{{passed}}</td><td class="number">{{failed}}</td><td class="number">{{errored}}</td><td class="number">{{skipped}}</td><td class="number">{{notAttempted}}</td><td>{{state}}</td><td class="when">{{when}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    </section>

    <section aria-labelledby="misconceptions">
    <h2 id="misconceptions">Misconceptions</h2>
    {{^misconceptions}}<p>None was recognized.</p>{{/misconceptions}}
    {{#hasMisconceptions}}<p class="note">What the diagnosis tells from wrong numbers: a known mistake that makes just these, or a slip that they show.</p>
    <ol class="misconceptions">
    {{#misconceptions}}<li><p>{{cause}}</p><p class="facts">{{many}}; {{lost}} points lost; in {{checks}}</p>{{^isShort}}<details><summary>Who</summary>{{/isShort}}<ul class="names">{{#who}}<li><bdi><a href="{{href}}">{{name}}</a></bdi></li>{{/who}}</ul>{{^isShort}}</details>{{/isShort}}</li>
    {{/misconceptions}}
    </ol>{{/hasMisconceptions}}
    </section>

    <section aria-labelledby="checks">
    <h2 id="checks">Checks</h2>
    {{^items}}<p>No submission was checked.</p>{{/items}}
    {{#hasItems}}<p class="note">{{itemNote}}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Checks">
    <table id="checks-table" class="sortable">
    <caption class="quiet">How each check came out</caption>
    <thead><tr><th scope="col" class="number">No.</th><th scope="col">Check</th><th scope="col" class="number">Points</th><th scope="col" class="number">Rate</th><th scope="col" class="number">Discrimination</th><th scope="col" class="number">Points lost</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Errored</th><th scope="col" class="number">Skipped</th><th scope="col" class="number">To do</th></tr></thead>
    <tbody>
    {{#items}}<tr><td class="number">{{number}}</td><th scope="row"><code>{{check}}</code> <small>{{title}} ({{audience}}, {{judge}})</small></th><td class="number">{{points}}</td><td class="number rate" data-sort="{{rateValue}}">{{{bar}}} {{rate}}</td><td class="number{{#isPoor}} poor{{/isPoor}}" data-sort="{{discriminationValue}}">{{discrimination}}</td><td class="number">{{lost}}</td><td class="number">{{passed}}</td><td class="number">{{failed}}</td><td class="number">{{errored}}</td><td class="number">{{skipped}}</td><td class="number">{{notAttempted}}</td></tr>
    {{/items}}
    </tbody>
    </table>
    </div>{{/hasItems}}
    </section>
    <script src="{{root}}table.js"></script>
    {{>foot}}
    """

  static let student = """
    {{>head}}
    <h1>{{lab}}: {{#hasMark}}{{earned}} of {{possible}} points{{/hasMark}}{{^hasMark}}no mark{{/hasMark}}</h1>
    <p class="lead"><bdi>{{name}}</bdi>{{#when}} · graded {{when}} UTC{{/when}}{{#mistakeCount}} · {{mistakeCount}}{{/mistakeCount}}</p>
    {{#hasMark}}{{{meter}}}{{/hasMark}}
    {{#remarks}}<p class="warning">{{.}}</p>{{/remarks}}
    {{#notBuilt}}<section aria-labelledby="built"><h2 id="built">Not built: {{words}}</h2>
    <p>No check was run, since there is no program to run them on.</p>
    {{#message}}<pre>{{message}}</pre>{{/message}}</section>{{/notBuilt}}
    {{#hasMistakes}}<section aria-labelledby="mend"><h2 id="mend">What to mend</h2>
    {{#mistakes}}{{>mistake}}{{/mistakes}}
    </section>{{/hasMistakes}}
    {{#hasOpen}}<section aria-labelledby="open"><h2 id="open">What was not judged</h2>
    <ul>{{#open}}<li>{{.}}</li>{{/open}}</ul></section>{{/hasOpen}}
    {{#inconclusive}}<section aria-labelledby="noisy"><h2 id="noisy">What could not be told</h2><p>{{inconclusive}}</p></section>{{/inconclusive}}
    {{#hasChecks}}<section aria-labelledby="all"><h2 id="all">All checks</h2>
    {{{checks}}}
    </section>{{/hasChecks}}
    {{#hasAttempts}}<section aria-labelledby="attempts"><h2 id="attempts">Attempts</h2>
    {{{plot}}}
    <div class="scroll" tabindex="0" role="region" aria-label="Attempts">
    <table><thead><tr><th scope="col" class="number">No.</th><th scope="col">When (UTC)</th><th scope="col" class="number">Points</th>{{#isPrivate}}<th scope="col">Why</th>{{/isPrivate}}</tr></thead>
    <tbody>{{#attempts}}<tr><td class="number">{{number}}</td><td class="when">{{when}}</td><td class="number">{{earned}} of {{possible}}</td>{{#isPrivate}}<td>{{why}}</td>{{/isPrivate}}</tr>
    {{/attempts}}</tbody></table>
    </div></section>{{/hasAttempts}}
    {{#isPrivate}}{{#hasPassed}}<section aria-labelledby="passed"><h2 id="passed">What passed</h2>
    <details><summary>{{passedCount}}</summary><ul class="findings">{{#passed}}<li><b>{{title}}</b>: {{told}}</li>
    {{/passed}}</ul></details></section>{{/hasPassed}}
    {{#hasFacts}}<section aria-labelledby="rests"><h2 id="rests">What the mark rests on</h2>
    <dl class="rests">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl></section>{{/hasFacts}}{{/isPrivate}}
    {{>foot}}
    """

  static let lab = """
    {{>head}}
    <h1>{{heading}}</h1>
    <div class="statement">
    {{{statement}}}
    </div>
    {{#hasAudit}}<section aria-labelledby="audit"><h2 id="audit">The audit</h2>
    <p class="lead">{{auditSummary}}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="The audit">
    <table id="audit-table" class="sortable"><thead><tr><th scope="col">Program</th><th scope="col">Kind</th><th scope="col">As it must be</th><th scope="col" class="number">Points</th><th scope="col">Fails</th></tr></thead>
    <tbody>{{#audit}}<tr><th scope="row">{{name}}</th><td>{{kind}}</td><td>{{#isGood}}yes{{/isGood}}{{^isGood}}<b>no</b>{{/isGood}}</td><td class="number">{{earned}}</td><td>{{fails}}</td></tr>
    {{/audit}}</tbody></table></div></section>
    <script src="{{root}}table.js"></script>{{/hasAudit}}
    {{>foot}}
    """
}
