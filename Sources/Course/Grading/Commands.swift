import Foundation
import Storage

/// The two commands that build a submission, as recorded when the kit was made: the compiler for its one file, and the
/// linker for what comes out. Both write what they make to their standard output, and nothing else anywhere.
struct Commands {
  let compiler: [String]
  let linker: [String]

  private static let (sdk, source, object) = ("@SDK@", "@SOURCE@", "@OBJECT@")

  /// The commands of a kit in these places. `control` compiles the kit's own small program instead.
  init(kit folder: String, places: Places, ownCache: Bool = false, control: Bool = false) throws {
    func command(_ name: String) throws -> [String] {
      try Commands.lines("\(folder)/\(name)").map { word in
        var word = word
        if word == "\(Self.sdk)/cache" { word = ownCache ? places.ownModuleCache : places.moduleCache }
        if word == "\(Self.sdk)/main.swift", control { word = "\(Self.sdk)/control/main.swift" }
        return word.replacing(Self.sdk, with: places.sdk).replacing(Self.source, with: places.source)
          .replacing(Self.object, with: places.object)
      }
    }
    compiler = try command("frontend")
    linker = try command("linker")
  }

  /// Turns what the recipe wrote into a kit's folder into commands that hold in all places.
  static func record(in folder: String, made places: Places) throws {
    func write(_ words: [String], _ name: String) throws {
      let general = words.map { $0.replacing(places.sdk, with: sdk).replacing(places.source, with: source) }
      try Files.write(Array((general.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(name)")
    }
    var compiler = try lines("\(folder)/frontend")
    var linker = try lines("\(folder)/linker")
    // Nothing was compiled yet when the linker's command was asked for, and so the object is not in it.
    linker.removeAll { $0.hasSuffix("/Handin-1.o") }
    guard let output = compiler.lastIndex(of: "-o"), output + 1 < compiler.count,
      let kit = linker.firstIndex(of: "\(places.sdk)/LabKit.o"),
      let program = linker.firstIndex(of: "-o"), program + 1 < linker.count,
      let core = linker.firstIndex(of: "-lswiftCore")
    else { throw GradingFault.compilerFailed("its commands are not of the known kind:\n\(compiler)\n\(linker)") }
    compiler[output + 1] = "-"
    linker[program + 1] = "-"
    linker.insert(object, at: min(kit, core))
    // A library that the program does not need is left out of it, and so starts with it no more.
    let libraries = try lines("\(folder)/libraries").filter { $0 != "-lswiftCore" }
    linker.insert(contentsOf: ["--as-needed"] + libraries + ["--no-as-needed"], at: core + 2)
    // An object file may name libraries of its own accord; and one thread is as fast as many for so little.
    linker.insert(contentsOf: ["--no-dependent-libraries", "--threads=1"], at: 1)
    try write(compiler, "frontend")
    try write(linker, "linker")
  }

  private static func lines(_ path: String) throws -> [String] {
    String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
