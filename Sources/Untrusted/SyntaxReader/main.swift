// The program that reads sources of strangers with the toolchain's own parser. It is compiled at first use, with the
// toolchain's SwiftParser, and runs confined: it sees the files that it is to read and its own libraries, and writes
// what it read on its standard output. Nothing is made of the tree here: who it belongs to decides what counts.
//
// Output, per file, all numbers of four bytes, the lowest first: the file's number, its flags (1: there are errors;
// 2: it is not read to its end), how many words follow, and these. A word's lowest two bits say what it is:
//   0  a node ends
//   1  a node begins: its kind in the bits above
//   2  a token: its kind in the bits above; two more words say where it begins and how long it is, in bytes
// Nodes of no kind of ours are left out, what is in them is not.

import Glibc
import SwiftParser
import SwiftSyntax

/// Beyond this depth nothing is told: no program that a person wrote has such.
let deepest = 1200
/// A file of more words than this is told up to there.
let mostWords = 8_000_000

/// The words of a tree. The walk keeps a stack of its own: trees of long chains are deeper than the program's.
struct Walk {
  private var kinds: [SyntaxKind: UInt8] = [:]
  private(set) var words: [UInt32] = []
  private(set) var isWhole = true

  mutating func walk(_ tree: SourceFileSyntax) {
    (words, isWhole) = ([], true)
    var (open, isTold) = ([tree.children(viewMode: .sourceAccurate).makeIterator()], [false])
    while let last = open.indices.last {
      guard let child = open[last].next() else {
        if isTold[last] { words.append(0) }
        open.removeLast()
        isTold.removeLast()
        continue
      }
      if let token = child.as(TokenSyntax.self) {
        let begin = token.positionAfterSkippingLeadingTrivia.utf8Offset
        words += [UInt32(kind(of: token).rawValue) << 2 | 2, UInt32(begin), UInt32(token.trimmedLength.utf8Length)]
      } else if open.count < deepest, words.count < mostWords {
        let number = number(of: child.kind)
        if number > 0 { words.append(UInt32(number) << 2 | 1) }
        open.append(child.children(viewMode: .sourceAccurate).makeIterator())
        isTold.append(number > 0)
      } else {
        isWhole = false
      }
    }
  }

  private mutating func number(of kind: SyntaxKind) -> UInt8 {
    if let known = kinds[kind] { return known }
    let number = NodeKind.numbers["\(kind)"] ?? 0
    kinds[kind] = number
    return number
  }

  private func kind(of token: TokenSyntax) -> TokenKind {
    switch token.tokenKind {
    case .identifier: .identifier
    case .dollarIdentifier: .dollarIdentifier
    case .keyword: .keyword
    case .integerLiteral: .integer
    case .floatLiteral: .float
    case .stringSegment, .regexLiteralPattern: .text
    case .binaryOperator, .prefixOperator, .postfixOperator, .exclamationMark, .infixQuestionMark,
      .postfixQuestionMark, .equal:
      .operatorSign
    case .leftSquare: .leftSquare
    default: .other
    }
  }
}

func put(_ words: [UInt32]) {
  words.withUnsafeBytes { bytes in
    var done = 0
    while done < bytes.count {
      let written = write(1, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { exit(4) }
      done += written
    }
  }
}

func read(_ path: String) -> [UInt8]? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = Glibc.read(file, &piece, piece.count)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return count == 0 ? bytes : nil }
    bytes += piece.prefix(count)
  }
}

// In a sandbox without a view of processes a Swift program does not learn its words: there they stand in variables.
func told(_ variable: String, _ place: Int) -> String? {
  if let value = getenv(variable) { return String(cString: value) }
  return CommandLine.arguments.count > place ? CommandLine.arguments[place] : nil
}

guard let folder = told("GRADUS_READ_FOLDER", 1), let count = told("GRADUS_READ_COUNT", 2).flatMap({ Int($0) }) else {
  exit(2)
}
var walk = Walk()
for number in 0..<count {
  guard let bytes = read("\(folder)/\(number)") else { exit(3) }
  let tree = bytes.withUnsafeBufferPointer { Parser.parse(source: $0) }
  walk.walk(tree)
  put([UInt32(number), (tree.hasError ? 1 : 0) | (walk.isWhole ? 0 : 2), UInt32(walk.words.count)] + walk.words)
}
