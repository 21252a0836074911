import Keys
import Pages
import Parsing
import Similarity

/// The likenesses of a class: what is read, subtracted, compared and ranked, in words for people.
struct ClassLikeness {
  let report: LikenessReport
  /// Lines for a terminal.
  let summary: [String]

  /// So many pairs below the line are shown, and none that is less alike than this: nobody would look at them.
  private static let (mostBelow, leastShown) = (50, 0.05)

  init(
    lab: String, _ own: ClassSources, handout: [UInt8], given: [[UInt8]], known: [[UInt8]], teams: Teams,
    reader: SourceReader
  ) throws {
    let all = own.sources.map(\.bytes) + [handout] + given + known
    let readings = try reader.read(all)
    var remarks = own.left
    func outline(_ place: Int) -> SyntaxOutline? {
      if case .outline(let outline) = readings[place] { outline } else { nil }
    }
    let count = own.sources.count
    guard let skeleton = outline(count) else { throw SimilarFault("the handout of \(lab) cannot be read") }
    let names = Normalizer.normalize(skeleton, handout).declared
    func text(_ place: Int) -> CodeText? { outline(place).map { Normalizer.normalize($0, all[place], given: names) } }
    let base = (count...count + given.count).compactMap { text($0) }
    let subtract = Subtraction(base)
    // Programs that can be compared, by their places among the sources.
    var (places, texts): ([Int], [CodeText]) = ([], [])
    for (place, source) in own.sources.enumerated() {
      switch readings[place] {
      case .unreadable(let reason): remarks.append("\(source.name) was not compared: \(reason).")
      case .outline(let outline):
        let text = subtract(Normalizer.normalize(outline, source.bytes, given: names))
        if text.count == 0 {
          remarks.append("\(source.name) was not compared: it holds no code beside what was given.")
          continue
        }
        if outline.hasErrors {
          remarks.append("\(source.name) does not parse; what the parser understood of it was compared.")
        }
        if !outline.isWhole || text.tokens.count >= Normalizer.mostTokens {
          remarks.append("\(source.name) is larger or deeper than any program of this lab; its beginning was compared.")
        }
        places.append(place)
        texts.append(text)
      }
    }
    let others = (count + 1 + given.count..<all.count).compactMap { text($0) }.map { subtract($0) }
    let comparison = Comparison(texts, known: others)
    let ranking = Ranking(comparison, texts, digests: places.map { Digest(of: own.sources[$0].bytes).description }) {
      teams.areTogether(own.sources[places[$0]].name, own.sources[places[$1]].name)
    }
    let strangers = teams.students.filter { name in !own.sources.contains { $0.name == name } }
    if !strangers.isEmpty {
      remarks.append("The teams tell of who is not here: \(Self.list(strangers)).")
    }
    if !teams.unread.isEmpty {
      remarks.append("Of the teams these rows name no student with a team: \(Self.list(teams.unread)).")
    }
    let short = texts.indices.filter { ranking.isTooCommon[$0] }.map { own.sources[places[$0]].name }
    if !short.isEmpty {
      remarks.append(
        "It cannot be told of these whether they were copied, since next to all of their code was given, or is what "
          + "others and the lab's own solutions have too: \(Self.list(short)).")
    }
    let beyond = ranking.pairs.count { $0.isBeyondChance }
    let shown = ranking.pairs.prefix { $0.isBeyondChance || $0.likeness >= Self.leastShown }.prefix(
      beyond + Self.mostBelow)
    let percent = { (share: Double) in "\(Int((100 * share).rounded())) %" }
    let method = [
      "Names of a program's own, types, comments, layout, the order of functions and the forms of loops are not compared. "
        + "Matching parts are found by greedy string tiling (Wise 1993; Prechelt, Malpohl, Philippsen 2002), of at least "
        + "\(comparison.settings.length) tokens.",
      "Likeness is the share of the smaller program's rare code that the other has too, in functions that agree for long. "
        + "Rare is what others of this class and the \(others.count) right solutions of the lab do not have.",
      "Subtracted: the handout\(given.isEmpty ? "" : " and \(given.count) given sources").",
      "Beyond chance: from a likeness of \(percent(ranking.line)) on, of which less than one pair in a hundred classes "
        + "of this size is expected, as far as pairs of independent right solutions tell. It is a judgement of numbers, "
        + "not of people.",
    ]
    report = LikenessReport(
      lab: lab,
      programs: places.map {
        .init(name: own.sources[$0].name, source: String(decoding: own.sources[$0].bytes, as: UTF8.self))
      },
      pairs: shown.map { pair in
        .init(
          left: pair.left, right: pair.right, likeness: pair.likeness, expected: pair.expected,
          isBeyondChance: pair.isBeyondChance,
          matches: ranking.matches(of: pair).map { .init(left: $0.left, right: $0.right) },
          remark: pair.isSameFile ? "the same file, byte for byte" : "")
      },
      groups: ranking.groups, method: method, remarks: remarks)
    summary =
      [
        "\(places.count) submissions of \(lab) compared; \(beyond) pair\(beyond == 1 ? " is" : "s are") more alike than chance explains."
      ]
      + shown.prefix(beyond).prefix(10).map { pair in
        "  \(percent(pair.likeness))  \(own.sources[places[pair.left]].name)  \(own.sources[places[pair.right]].name)"
      } + remarks.map { "note: \($0)" }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
  }
}
