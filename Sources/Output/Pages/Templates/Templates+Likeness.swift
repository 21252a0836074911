/// The pages of a class's likenesses.
extension Templates {
  static let likeness = """
    {{>head}}
    <h1>{{title}}</h1>
    <p class="lead">{{summary}}</p>
    <p class="warning">Likeness is no proof. It says where to look, not what happened: people who learnt from the same \
    book write alike, and who copied well is not found. A person must read both programs, and hear both students.</p>

    {{#hasGroups}}<section aria-labelledby="groups"><h2 id="groups">Groups</h2>
    <p class="note">Pairs beyond chance lead from each member to another, not from each to all.</p>
    <ol>{{#groups}}<li>{{count}}: {{#members}}<bdi>{{name}}</bdi> · {{/members}}</li>
    {{/groups}}</ol></section>{{/hasGroups}}

    <section aria-labelledby="pairs"><h2 id="pairs">Pairs</h2>
    {{^hasPairs}}<p>There is no pair with anything in common that is worth showing.</p>{{/hasPairs}}
    {{#hasPairs}}<div class="scroll" tabindex="0" role="region" aria-label="Pairs">
    <table>
    <caption class="quiet">The most alike first; a line says which pairs chance does not explain</caption>
    <thead><tr><th scope="col" class="number">No.</th><th scope="col">Pair</th><th scope="col" class="number">Likeness</th><th scope="col" class="number">By chance</th><th scope="col" class="number">Parts</th><th scope="col">Beyond chance</th></tr></thead>
    <tbody>
    {{#pairs}}<tr><td class="number">{{number}}</td><th scope="row">{{#href}}<a href="{{href}}">{{/href}}<bdi>{{left}}</bdi> and <bdi>{{right}}</bdi>{{#href}}</a>{{/href}}{{#remark}} <small>{{remark}}</small>{{/remark}}</th><td class="number">{{likeness}}</td><td class="number">{{expected}}</td><td class="number">{{parts}}</td><td>{{#isBeyond}}<b>yes</b>{{/isBeyond}}{{^isBeyond}}no{{/isBeyond}}</td></tr>
    {{/pairs}}
    </tbody>
    </table>
    </div>{{/hasPairs}}
    </section>

    {{#hasRemarks}}<section aria-labelledby="remarks"><h2 id="remarks">What was not compared, or cannot be told</h2>
    <ul>{{#remarks}}<li>{{.}}</li>{{/remarks}}</ul></section>{{/hasRemarks}}
    <section aria-labelledby="method"><h2 id="method">How this was made</h2>
    <ul>{{#method}}<li>{{.}}</li>{{/method}}</ul></section>
    {{>foot}}
    """

  static let likePair = """
    {{>head}}
    <h1><bdi>{{heading}}</bdi></h1>
    <p class="lead">Likeness {{likeness}} · {{expected}} such pairs expected by chance in this class · {{parts}} parts in common{{#remark}} · {{remark}}{{/remark}}</p>
    <p class="warning">Likeness is no proof: a person must look. Each number leads to the same part on the other side; \
    names, comments, layout, the order of functions and forms of loops were not compared.</p>
    <div class="beside">
    {{#sides}}<section aria-label="{{name}}"><h2><bdi>{{name}}</bdi> <small class="quiet">{{lines}} lines</small></h2>
    <pre class="code" tabindex="0">{{{code}}}</pre></section>
    {{/sides}}
    </div>
    {{>foot}}
    """
}
