/// The texts of a new lab's files.
struct NewLabTemplate {
  let name: String
  let value: String
  /// The module of contracts and public checks.
  let labs: String

  var files: [(path: String, text: String)] {
    [
      ("assignments/\(name)/\(name)Contract.swift", contract),
      ("assignments/\(name)/\(name)PublicChecks.swift", publicChecks),
      ("assignments/\(name)/STATEMENT.md", statement),
      ("reference/Solutions/\(name)/\(name).swift", master),
      ("grading/\(name)/\(name)HiddenChecks.swift", hiddenChecks),
    ]
  }

  private var contract: String {
    """
    @_exported public import LabKit

    /// What a submission to the \(name) lab provides; the statement has the equations.
    ///
    /// Write `struct Submission: \(name)Contract { … }`. No function may remember anything from one call to the next.
    public protocol \(name)Contract {
      init()

      /// y of the statement, of the same shape as x.
      func transform(_ x: Tensor) -> Tensor
    }

    /// The functions of the contract by their names, as checks ask for them.
    public enum \(name)Lab {
      public static let transform = ContractOperation("transform") { (it: any \(name)Contract) in it.transform }

      /// All of them, carried out by a submission.
      public static func operations<Submission: \(name)Contract & SendableMetatype>(
        of type: Submission.Type
      ) -> [BoundOperation] {
        bound([transform]) { Submission() }
      }
    }

    """
  }

  private var publicChecks: String {
    """
    package import Checks
    import LabKit

    /// What the \(name) handout checks, with public seeds.
    package enum \(name)PublicChecks {
      package static let all: [Check] = [transform]

      static let transform = Check(
        "transform", "transform: vectors and matrices", points: 6, hint: "Compare with the equation, element by element."
      ) { draw, generator in
        draw.add("a vector", \(name)Lab.transform(generator.normal(shape: [5])))
        draw.add("a matrix", \(name)Lab.transform(generator.normal(shape: [3, 4])))
      }
    }

    """
  }

  private var master: String {
    """
    import \(name)

    /// The \(name) lab.
    struct Submission: \(name)Contract {
      func transform(_ x: Tensor) -> Tensor {
        // BEGIN SOLUTION
        // Write the operation here; as it stands, y = x.
        let result = x
        return result
        // END SOLUTION
      }
    }

    """
  }

  /// In the order of the alphabet.
  private var imports: String { [labs, "LabKit"].sorted().map { "import \($0)" }.joined(separator: "\n") }

  private var hiddenChecks: String {
    """
    package import Checks
    \(imports)

    extension Lab {
      /// \(name).
      package static let \(value) = Lab(
        name: "\(name)", title: "\(name): say here in a line what is learned", publicChecks: \(name)PublicChecks.all,
        hiddenChecks: \(name)HiddenChecks.all, mutants: \(name)HiddenChecks.mutants)
    }

    /// What only the instructor checks.
    enum \(name)HiddenChecks {
      static let all: [Check] = [edges, repeats]

      static let edges = Check(
        "transform.edges", "transform: other shapes and sizes", points: 3, after: ["transform"],
        hint: "Does it hold for one element, for large numbers, for more dimensions?", partial: true
      ) { draw, generator in
        draw.add("one element", \(name)Lab.transform(generator.normal(shape: [1])))
        draw.add("large numbers", \(name)Lab.transform(generator.normal(shape: [4], deviation: 1000)))
        draw.add("three dimensions", \(name)Lab.transform(generator.normal(shape: [2, 3, 2])))
      }

      static let repeats = Check(
        "transform.repeats", "transform: the same question, the same answer", points: 1, after: ["transform"],
        hint: "Nothing may be kept in static or global variables."
      ) { generator in
        let (first, second) = (generator.normal(shape: [4]), generator.normal(shape: [4]))
        let calls = [first, second, first].map { \(name)Lab.transform($0) }
        let rule = PropertyJudge.Rule.identical(calls: [0, 2], because: "asked again, transform answers otherwise")
        return Draw(calls: calls, judge: .property(PropertyJudge([rule])))
      }

      /// Mistakes that students make: what becomes what in the master, and the checks that must not pass.
      static let mutants = Mutant.list(
        \("\"\"\"")
        sign: the sign is wrong
          return result → return -result
          fails transform
        twice: everything is doubled
          return result → return 2 * result
          fails transform
        one-dimension: only vectors and matrices are treated
          return result → return x.rank > 2 ? -result : result
          fails transform.edges
        remembers: the result depends on how many calls came before
          + nonisolated(unsafe) var calls = 0.0
          +
          = struct Submission: \(name)Contract {
          and
          - return result
          + calls += 1
          + return (1 + 4e-16 * calls) * result
          fails transform.repeats
        \("\"\"\""))
    }

    """
  }

  private var statement: String {
    """
    # \(name)

    What is to be learned, in two sentences.

    *Time:* half an hour. *Points:* 10. *To hand in:* one file, `\(name).swift`.

    ## 1. What to write

    `transform(x)` is, for a tensor $x$ of any shape, element by element,

    $$y = x.$$

    ## 2. What is checked

    | check | points | who sees it | after | what |
    |---|---:|---|---|---|
    | `transform` | 6.00 | public | | vectors and matrices |
    | `transform.edges` | 3.00 | hidden | `transform` | one element, large numbers, three dimensions; a share for each case |
    | `transform.repeats` | 1.00 | hidden | `transform` | the same question twice, another between |
    | **together** | **10.00** | | | |

    ## 3. Sources

    Cite them here.

    """
  }
}
