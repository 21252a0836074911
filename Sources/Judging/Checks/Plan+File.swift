import Foundation
import LabKit

/// A plan as a file: a value whose `checks` part is readable JSON, and whose `calls` are exact to the last bit.
extension Plan {
  struct Header: Codable {
    var id, title: String
    var points: Points
    var prerequisites: [String]
    var needs: [String]
    var hint: String
    var audience: Audience
    var budget: Double
    var seed: String
    var judge: Judge
  }

  /// The file's bytes; the same plan gives the same bytes.
  package func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let headers = checks.map {
      Header(
        id: $0.id, title: $0.title, points: $0.points, prerequisites: $0.prerequisites, needs: $0.needs,
        hint: $0.hint, audience: $0.audience, budget: $0.budget, seed: String($0.seed, radix: 16), judge: $0.judge)
    }
    let json = String(decoding: try encoder.encode(headers), as: UTF8.self)
    let calls = checks.map { check in
      Value.list(check.calls.map { .record(["operation": $0.operation, "arguments": Value.list($0.arguments)]) })
    }
    var bytes: [UInt8] = []
    Value.record([
      "format": "gradus plan 2", "lab": lab, "checks": json, "calls": Value.list(calls),
      "own": checks.map { $0.own.map { [$0] } ?? [] },
    ]).write(to: &bytes)
    return bytes
  }

  /// Reads a plan; throws where the bytes are not those of one.
  package init(bytes: [UInt8]) throws {
    var reader = ByteReader(bytes)
    let file = try Value(from: &reader)
    guard try file.field("format", as: String.self) == "gradus plan 2" else {
      throw ValueError("not a plan of format 2")
    }
    let json = try file.field("checks", as: String.self)
    let headers = try JSONDecoder().decode([Header].self, from: Data(json.utf8))
    let calls = try file.field("calls", as: [[Value]].self).map { list in
      try list.map {
        Call(operation: try $0.field("operation"), arguments: try $0.field("arguments", as: [Value].self))
      }
    }
    let own = try file.field("own", as: [[FollowThrough]].self)
    guard headers.count == calls.count, headers.count == own.count else {
      throw ValueError("a plan with other checks than calls")
    }
    self.init(
      lab: try file.field("lab"),
      checks: try headers.indices.map { place in
        let header = headers[place]
        guard let seed = UInt64(header.seed, radix: 16) else { throw ValueError("a seed that is no number") }
        return PlannedCheck(header: header, seed: seed, calls: calls[place], own: own[place].first)
      })
  }
}

extension PlannedCheck {
  init(header: Plan.Header, seed: UInt64, calls: [Call], own: FollowThrough?) {
    self.init(
      id: header.id, title: header.title, points: header.points, prerequisites: header.prerequisites,
      needs: header.needs, hint: header.hint, audience: header.audience, budget: header.budget, seed: seed,
      judge: header.judge, calls: calls, own: own)
  }
}
