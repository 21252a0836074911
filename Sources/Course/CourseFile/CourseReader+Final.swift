import Checks
import CourseRules
import Yams

extension CourseReader {
  mutating func final(_ node: Node, of course: Course) -> FinalMark? {
    guard let fields = fields(of: node, "final", ["out of", "parts", "mark", "round"]) else { return nil }
    let before = problems.count
    let scale = fields["out of"].flatMap { number($0, "out of") }
    if fields["out of"] == nil { complain(node, "the final mark has no scale: write `out of: 20`") }
    if scale == .zero { complain(fields["out of"], "the final mark is out of nothing: write `out of: 20`") }
    var names = course.labs.map(\.name) + [Formula.labs] + course.work.map(\.name)
    var parts: [FinalMark.Part] = []
    for (name, keyNode, value) in fields["parts"].flatMap({ pairs(of: $0, "parts", of: ["lab"]) }) ?? [] {
      guard isName(name) else {
        complain(keyNode, "\(name.asQuoted) cannot stand in a formula: a letter first, then letters, digits and _")
        continue
      }
      guard !names.contains(name), name != "mark", Formula.Function(rawValue: name) == nil else {
        complain(keyNode, "\(name) means something already: give this part another name")
        continue
      }
      if let part = part(value, name, names) { parts.append(part) }
      names.append(name)
    }
    guard let node = fields["mark"] else {
      complain(node, "the final mark has no formula: write `mark: 0.5 lab + 0.5 exam`")
      return nil
    }
    let mark = part(node, "mark", names)
    let rounding = fields["round"].flatMap { self.rounding($0) }
    guard let scale, let mark, problems.count == before,
      let final = try? FinalMark(scale: scale, parts: parts, mark: mark.text, rounding: rounding)
    else { return nil }
    holdToScale(final, node, course)
    return final
  }

  private mutating func part(_ node: Node, _ name: String, _ names: [String]) -> FinalMark.Part? {
    guard let text = word(node, "the formula of \(name)") else { return nil }
    do throws(FormulaFault) {
      let part = try FinalMark.Part(name: name, text)
      let unknown = part.formula.names.subtracting(names).sorted()
      for word in unknown {
        let guess = Spelling.nearest(to: word, among: names).map { "did you mean \($0)?" }
        complain(
          node,
          "there is no mark \(word.asQuoted) for \(name): " + (guess ?? "there are \(names.joined(separator: ", "))"))
      }
      return unknown.isEmpty ? part : nil
    } catch {
      complain(node, "\(text.asQuoted) is no formula: \(error.description.asPlainText)")
      return nil
    }
  }

  /// `0.5`, or `{ to: 0.5, way: up }`.
  private mutating func rounding(_ node: Node) -> FinalMark.Rounding? {
    var (step, way) = (node, FinalMark.Rounding.Way.nearest)
    if node.scalar == nil {
      guard let fields = fields(of: node, "round", ["to", "way"]) else { return nil }
      guard let to = fields["to"] else {
        complain(node, "to what is rounded? Write `to: 0.5`")
        return nil
      }
      step = to
      if let node = fields["way"] { way = choice(node, "way to round", FinalMark.Rounding.Way.self) ?? way }
    }
    guard let number = number(step, "round") else { return nil }
    guard number > .zero else {
      complain(step, "rounding is to a step above 0, such as 0.5")
      return nil
    }
    return FinalMark.Rounding(step: number, way: way)
  }

  /// Who has everything has the best mark: weights that do not add up show here.
  private mutating func holdToScale(_ final: FinalMark, _ node: Node, _ course: Course) {
    let names = course.labs.map(\.name) + course.work.map(\.name)
    let full = Dictionary(names.map { ($0, PartStanding.marked(1, of: 1)) }) { first, _ in first }
    let result = final.result(full, labs: course.labs.map(\.name), works: course.work.map(\.name))
    guard let mark = result.mark, mark != final.scale else { return }
    let remedy = mark > final.scale ? "; write min(\(final.scale), …) where that is meant" : ""
    complain(node, "full marks in everything come to \(mark) of \(final.scale): do the weights add up to 1\(remedy)?")
  }
}
