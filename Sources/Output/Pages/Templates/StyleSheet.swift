/// The one style sheet of all pages. Students' pages hold a copy of it, so that each can be handed out as one file.
enum StyleSheet {
  static let file = "style.css"
  static let text = #"""
    :root {
      color-scheme: light dark;
      --page: #fdfdfc; --raised: #f4f4f1; --text: #1c1d1f; --quiet: #5a5d63; --line: #d6d6d0; --link: #0b57a4;
      --accent: #2f6fab; --passed: #1b6e3c; --failed: #b3261e; --errored: #8f4a00; --skipped: #5a5d63;
      --open: #5b4a9e; --mark: #fff3c4;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #16181b; --raised: #202327; --text: #e7e8ea; --quiet: #a5a9b1; --line: #3a3e45; --link: #86b9f2;
        --accent: #6aa5dd; --passed: #7fd09b; --failed: #ff9a90; --errored: #f0b36a; --skipped: #a5a9b1;
        --open: #b9a9f5; --mark: #4a3f13;
      }
    }
    * { box-sizing: border-box; }
    html { font: 100%/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; }
    body {
      margin: 0 auto; max-width: 76rem; padding: 0 1.25rem 3rem; background: var(--page); color: var(--text);
      overflow-wrap: anywhere;
    }
    a { color: var(--link); text-underline-offset: .15em; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
    main:focus { outline: none; }
    .skip { position: absolute; left: -100rem; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .5rem; z-index: 1; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.25rem 0 .25rem; }
    h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.05rem; line-height: 1.35; margin: 1.4rem 0 .25rem; }
    p, ul, ol, dl { margin: .5rem 0; }
    .lead, .note, .facts, footer, .quiet { color: var(--quiet); }
    .note, .facts, footer, .when { font-size: .9rem; }
    .lead { margin-top: 0; }
    code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: .9em; }
    pre { background: var(--raised); padding: .75rem; overflow-x: auto; white-space: pre-wrap; border-radius: 4px; }
    footer { margin-top: 3rem; border-top: 1px solid var(--line); }
    .private { background: var(--mark); margin: 0 -1.25rem; padding: .3rem 1.25rem; font-size: .9rem; }
    .warning { background: var(--mark); padding: .5rem .75rem; border-radius: 4px; }
    .crumbs, .contents { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .5rem; font-size: .9rem; }
    .crumbs li + li::before { content: "/"; margin-right: .5rem; color: var(--quiet); }
    .contents { gap: .25rem 1.25rem; }

    .scroll { overflow-x: auto; max-width: 100%; }
    table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
    caption { text-align: left; font-size: .9rem; padding: .25rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .7rem; border-bottom: 1px solid var(--line); }
    thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; font-size: .9rem; }
    tbody th { font-weight: normal; min-width: 9rem; max-width: 28rem; }
    tfoot th, tfoot td { font-weight: bold; border-bottom: 0; }
    .sortable { font-size: .93rem; }
    .sortable th, .sortable td { padding-inline: .5rem; }
    .number { text-align: right; white-space: nowrap; }
    .when { white-space: nowrap; }
    th small { display: block; color: var(--quiet); }
    #checks-table tbody th { min-width: 14rem; }
    #checks-table th, #checks-table td { padding-inline: .35rem; }
    tbody tr:hover { background: var(--raised); }
    th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
    th button:hover { text-decoration: underline; }
    th button::after { content: "↕"; color: var(--quiet); opacity: .6; margin-left: .3em; }
    [aria-sort="ascending"] button::after { content: "↑"; opacity: 1; }
    [aria-sort="descending"] button::after { content: "↓"; opacity: 1; }
    .rate svg { vertical-align: -.1em; }
    .poor { color: var(--failed); font-weight: bold; }
    .filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: baseline; margin: .5rem 0; }
    .filter[hidden] { display: none; }
    .filter label { display: inline-flex; gap: .4rem; align-items: baseline; max-width: 100%; overflow-wrap: normal; }
    .filter input, .filter select {
      font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet); border-radius: 4px;
      padding: .25rem .4rem; min-width: 0; max-width: 20rem; width: 100%;
    }
    output { color: var(--quiet); font-size: .9rem; }

    .kind { font-weight: 600; white-space: nowrap; }
    .kind::before { display: inline-block; width: 1.2em; }
    .kind.passed { color: var(--passed); } .kind.passed::before { content: "✓"; }
    .kind.failed { color: var(--failed); } .kind.failed::before { content: "✗"; }
    .kind.errored { color: var(--errored); } .kind.errored::before { content: "!"; }
    .kind.skipped { color: var(--skipped); } .kind.skipped::before { content: "–"; }
    .kind.notAttempted { color: var(--open); } .kind.notAttempted::before { content: "○"; }
    .mistake { border-left: 4px solid var(--line); padding: .1rem 0 .1rem 1rem; margin: 1.25rem 0; }
    .mistake.failed { border-color: var(--failed); }
    .mistake.errored { border-color: var(--errored); }
    .mistake.passed { border-color: var(--passed); }
    .mistake h3 { margin-top: 0; }
    .mistake p { margin: .3rem 0; max-width: 60rem; }
    .findings { margin: .3rem 0; padding-left: 1.2rem; max-width: 60rem; }
    .person { list-style: none; padding: 0; margin: .2rem 0; }
    .person li { padding: .15rem 0; }
    .rests dt { font-weight: 600; }
    .rests > div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .1rem 1rem; }
    .rests dd { margin: 0; font-size: .9rem; }
    .misconceptions > li { margin: .8rem 0; }
    .misconceptions p { margin: 0; max-width: 60rem; }
    .names { columns: 14rem; list-style: none; padding: 0; margin: .2rem 0; }
    summary { cursor: pointer; }

    figure { margin: .75rem 0; max-width: 100%; }
    figure svg { display: block; max-width: 100%; height: auto; }
    figure.cells { overflow-x: auto; }
    figure.cells svg { max-width: none; }
    figcaption { font-size: .9rem; color: var(--quiet); max-width: 60rem; }
    svg text { fill: var(--text); font: 12px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
    svg .quiet { fill: var(--quiet); }
    svg .axis { stroke: var(--quiet); fill: none; }
    svg .grid { stroke: var(--line); fill: none; }
    svg .bar, svg .dot { fill: var(--accent); }
    svg .track { fill: var(--line); }
    svg .curve { stroke: var(--accent); stroke-width: 2; fill: none; }
    svg .median { stroke: var(--failed); stroke-width: 2; stroke-dasharray: 4 3; }
    svg .halo { stroke: #fff; stroke-width: 5; fill: none; }
    svg .worst { stroke: #000; stroke-width: 2.5; fill: none; }
    svg .wrong { stroke: #333; stroke-width: 1; fill: none; stroke-dasharray: 2 2; }
    svg .cell { font-size: 11px; }
    svg .onlight { fill: #111; }
    svg .ondark { fill: #fff; }
    svg .nan { fill: var(--line); }

    .beside { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1rem; }
    .beside h2 { font-size: 1.05rem; }
    .code { max-height: 85vh; overflow: auto; scroll-padding: 3rem; }
    .part { color: inherit; background: color-mix(in srgb, var(--tint) 22%, transparent); }
    .part:has(:target) { outline: 2px solid var(--tint); }
    .part a { text-decoration: none; font-weight: bold; padding-right: .2em; }
    .p1 { --tint: #c77700; } .p2 { --tint: #2f6fab; } .p3 { --tint: #1b8e4c; }
    .p4 { --tint: #a03fb0; } .p5 { --tint: #b3261e; } .p6 { --tint: #4a8f97; }

    .statement { max-width: 50rem; }
    .statement table { font-size: .95rem; }
    .formula { overflow-x: auto; overflow-y: hidden; padding: .25rem 0; text-align: center; }
    math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; font-size: 1.05em; }
    mtable.cases mtd { text-align: left; padding: .1em .4em; }

    @media (max-width: 40rem) {
      body { padding: 0 .9rem 2rem; }
      .private { margin: 0 -.9rem; padding: .3rem .9rem; }
      h1 { font-size: 1.5rem; }
      th, td { padding: .25rem .45rem; }
      .rests > div { grid-template-columns: 1fr; }
      .filter label { width: 100%; }
      .beside { grid-template-columns: minmax(0, 1fr); }
      .code { max-height: none; }
      figure { overflow-x: auto; }
      figure svg { max-width: none; }
    }
    @media print {
      :root { color-scheme: light; --page: #fff; --raised: #f4f4f1; --text: #000; --quiet: #444; --line: #bbb; --link: #000;
        --accent: #33557a; --passed: #14552e; --failed: #8e1b15; --errored: #6d3900; --skipped: #444; --open: #443776; }
      html { font-size: 10pt; }
      body { max-width: none; padding: 0; }
      .skip, nav, .filter, th button::after { display: none; }
      .scroll, figure.cells { overflow: visible; }
      table { font-size: 8.5pt; }
      th, td { padding: .15rem .4rem; }
      tbody th, #checks-table tbody th { min-width: 0; }
      a { text-decoration: none; }
      h2, h3 { break-after: avoid; }
      tr, article, figure, li { break-inside: avoid; }
      thead { display: table-header-group; }
    }

    """#
}
