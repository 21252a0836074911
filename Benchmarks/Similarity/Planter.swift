import Similarity

/// Makes copies of a program as copiers do, by rule and from a seed.
struct Planter {
  enum Kind: String, CaseIterable {
    case renaming, reordering, layout = "comments and formatting", loops = "loop forms", helpers = "inlined helpers"
    case mixed = "mixed, in part"
  }

  /// A step of a copy: what is to be done to a program once it has been parsed.
  enum Step {
    case rename(Double)
    case reorder(Int)
    case layOut(Int)
    case reloop(Double)
    case inline(Double)
    /// Only this share of the functions is copied, the others are somebody else's.
    case graft(Double)
  }

  var numbers: SeededNumbers
  /// What a handout declares.
  let given: Set<String>
  var count = 0

  init(seed: String, given: Set<String>) {
    numbers = SeededNumbers(seed)
    self.given = given
  }

  static func steps(_ kind: Kind, strength: Int) -> [Step] {
    let share = [0.34, 0.67, 1][strength - 1]
    return switch kind {
    case .renaming: [.rename(share)]
    case .reordering: [.reorder(strength)]
    case .layout: [.layOut(strength)]
    case .loops: [.reloop(share)]
    case .helpers: [.inline(share)]
    case .mixed:
      switch strength {
      case 1: [.graft(0.8), .rename(0.34), .layOut(1)]
      case 2: [.graft(0.6), .rename(0.67), .reorder(2), .layOut(2)]
      default: [.graft(0.4), .rename(1), .reorder(3), .reloop(0.5), .layOut(3)]
      }
    }
  }

  /// The program after one step; nil where there is nothing in it that the step is about.
  mutating func apply(_ step: Step, to program: Program, other: Program) -> [UInt8]? {
    switch step {
    case .rename(let share): rename(program, share: share)
    case .reorder(let strength): reorder(program, strength: strength)
    case .layOut(let strength): layOut(program, strength: strength)
    case .reloop(let share): reloop(program, share: share)
    case .inline(let share): inline(program, share: share)
    case .graft(let share): graft(program, onto: other, share: share)
    }
  }

  /// A share of the program's functions in the place of the other's, with the helpers that they call.
  private mutating func graft(_ program: Program, onto other: Program, share: Double) -> [UInt8] {
    let own = Dictionary(program.methods().map { (program.key(of: $0), $0) }) { first, _ in first }
    let slots = other.methods().filter { own[other.key(of: $0)] != nil && given.contains(other.name(of: $0) ?? "") }
    var (edits, copied): ([(Range<Int>, String)], String) = ([], "")
    for slot in numbers.some(share, of: slots) {
      guard let function = own[other.key(of: slot)] else { continue }
      edits.append((other.bytes(of: slot), program.text(of: function)))
      copied += program.text(of: function)
    }
    let known = Set(
      other.places(of: .functionDecl, .structDecl, .classDecl, .enumDecl).compactMap { other.name(of: $0) })
    var helpers = ""
    for place in program.places(of: .functionDecl, .structDecl, .classDecl, .enumDecl) {
      guard let name = program.name(of: place), !given.contains(name), !known.contains(name), name != "Submission",
        copied.contains(name)
      else { continue }
      let isNested = program.places(of: .functionDecl).contains { $0 < place && place < program.items[$0].end }
      if !isNested { helpers += "\n" + program.text(of: place) + "\n" }
    }
    return other.edited(edits) + Array(helpers.utf8)
  }
}
