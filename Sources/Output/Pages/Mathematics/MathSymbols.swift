/// What commands stand for.
enum MathSymbols {
  /// Letters, and what is set like one.
  static let identifiers: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
    "infty": "∞", "partial": "∂", "nabla": "∇", "top": "⊤", "emptyset": "∅",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮",
  ]

  static let operators: [String: String] = [
    "leftarrow": "←", "rightarrow": "→", "to": "→", "mapsto": "↦", "Rightarrow": "⇒", "in": "∈", "notin": "∉",
    "subset": "⊂", "cup": "∪", "cap": "∩", "cdot": "⋅", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕",
    "circ": "∘", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫", "mid": "∣", "forall": "∀",
    "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨",
    "colon": ":", "%": "%", "&": "&", "#": "#", "_": "_", "$": "$",
  ]

  /// Brackets, which grow only where they are told to.
  static let fences: [String: String] = [
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩", "{": "{", "}": "}", "|": "‖",
    "(": "(", ")": ")", "[": "[", "]": "]", "/": "/",
  ]

  /// What has limits below and above it in a display.
  static let large: [String: String] = ["sum": "∑", "prod": "∏", "int": "∫"]

  static let functions: Set<String> = [
    "ln", "log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "arg", "sup", "inf", "lim", "det",
    "Pr",
  ]

  /// Those of which a display has the limits below.
  static let limited: Set<String> = ["max", "min", "sup", "inf", "lim", "argmax", "argmin"]

  static let accents: [String: String] = [
    "hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "tilde": "~", "widetilde": "~", "vec": "→", "dot": "˙",
  ]

  /// Spaces, in ems.
  static let spaces: [String: String] = [
    ",": "0.1667em", ":": "0.2222em", ">": "0.2222em", ";": "0.2778em", " ": "0.3333em", "quad": "1em", "qquad": "2em",
    "!": "-0.1667em",
  ]

  /// A capital of an alphabet of its own: ℝ, ℒ. The rare ones that Unicode had before the others lie apart.
  static func letter(_ letter: Character, in alphabet: String) -> String? {
    guard let scalar = letter.unicodeScalars.first, ("A"..."Z").contains(letter) else { return nil }
    let (first, apart): (UInt32, [Character: String]) =
      alphabet == "mathbb"
      ? (0x1D538, ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"])
      : (0x1D49C, ["B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"])
    if let own = apart[letter] { return own }
    return Unicode.Scalar(first + scalar.value - 0x41).map { String(Character($0)) }
  }
}
