import Foundation
import Testing

@testable import Collecting

/// Names and lists as the platforms write them.
@Suite struct LayoutTests {
  @Test func moodlesNamesAreReadByTheirNumber() {
    let read = { (text: String) in MoodleName(text).map { [$0.name, $0.number, $0.plugin, $0.rest] } }
    #expect(read("Tomas Lind_1234510_assignsubmission_file_") == ["Tomas Lind", "1234510", "file", ""])
    #expect(read("Tomas Lind_1234510_assignsubmission_file") == ["Tomas Lind", "1234510", "file", ""])
    #expect(read("Group B-Anna Öz_7_assignsubmission_onlinetext_") == ["Group B-Anna Öz", "7", "onlinetext", ""])
    #expect(read("Participant_99_assignsubmission_file_") == ["Participant", "99", "file", ""])
    #expect(
      read("Ada_12_assignsubmission_file_MLP_5_assignsubmission_file_x.swift")
        == ["Ada", "12", "file", "MLP_5_assignsubmission_file_x.swift"])
    for wrong in [
      "Ada_x12_assignsubmission_file_", "Ada_12_assignfeedback_file_", "_12_assignsubmission_file_", "Ada", "",
      "Ada_12_assignsubmission", "Ada_1234567890123456789_assignsubmission_file_", "Ada_-1_assignsubmission_file_",
    ] {
      #expect(MoodleName(wrong) == nil, "\(wrong)")
    }
  }

  @Test func canvassNamesAreReadByTheUsersNumber() {
    let read = { (text: String) in
      CanvasName(text).map { [$0.name, $0.user, $0.isLate ? "late" : "", $0.attachment ?? "", $0.file] }
    }
    #expect(read("lindtomas_4711_88123_MLP.swift") == ["lindtomas", "4711", "", "88123", "MLP.swift"])
    #expect(read("lindtomas_LATE_4711_88123_MLP-1.swift") == ["lindtomas", "4711", "late", "88123", "MLP-1.swift"])
    #expect(read("o_neil_4711_88123_my_9_work.zip") == ["o_neil", "4711", "", "88123", "my_9_work.zip"])
    #expect(read("lindtomas_4711_text.html") == ["lindtomas", "4711", "", "", "text.html"])
    #expect(read("anon_aB3x9_88123_MLP.swift") == ["anon", "aB3x9", "", "88123", "MLP.swift"])
    for wrong in ["MLP.swift", "lindtomas_MLP.swift", "4711_88123_MLP.swift", "lind_4711_MLP.swift", "x_1_2_", ""] {
      #expect(CanvasName(wrong) == nil, "\(wrong)")
    }
  }

  @Test func gradescopesMetadataTellsWhoAndWhen() {
    let metadata = GradescopeMetadata(
      """
      ---
      submission_101:
        :submitters:
        - :name: Ada Brandt
          :sid: '1001'
          :email: ada@example.org
        - :name: "Jos\\xE9 \\"Pepe\\" \\u00D1and\\xFA"
          :sid: null
          :email: jose@example.org
        :created_at: 2026-10-01 12:00:00.123456789 Z
        :score: 7.5
        :results:
          :tests:
          - :name: not a student
            :sid: '666'
      submission_102:
        :submitters:
        - :name: 'O''Neil'
          :sid: ''
          :email:
        :created_at: 2026-10-01 05:00:00 -07:00
      """)
    #expect(
      metadata.submissions["submission_101"]?.submitters == [
        .init(id: "1001", email: "ada@example.org", name: "Ada Brandt"),
        .init(id: nil, email: "jose@example.org", name: "José \"Pepe\" Ñandú"),
      ])
    #expect(metadata.submissions["submission_102"]?.submitters == [.init(name: "O'Neil")])
    // Noon in the world, both: `date -u -d '2026-10-01 12:00:00' +%s`.
    #expect(metadata.submissions.values.allSatisfy { $0.created == 1_790_856_000 })
  }

  @Test func addressesAreNoOptionsAndNoPrograms() throws {
    for good in [
      "https://github.com/course/mlp-ada.git", "ssh://git@host/x.git", "git@github.com:course/mlp-ada.git",
      "/srv/a.git",
      "file:///srv/a.git",
    ] { #expect(AddressList.isAddress(good), "\(good)") }
    for wrong in [
      "--upload-pack=touch x", "ext::sh -c id", "-oProxyCommand=x@y:z", "git@host:-x", "relative/path", "a b", "",
      "file://host/x", "git@-oProxyCommand=x:y",
    ] { #expect(!AddressList.isAddress(wrong), "\(wrong)") }
    let list = try AddressList(
      "id,address,pushed_at\n# a remark\nada,/srv/mlp-1.git,2026-10-01T12:00:00Z\nbob,/srv/mlp-2.git,\n", at: "list")
    #expect(
      list?.lines == [
        .init(id: "ada", address: "/srv/mlp-1.git", pushed: 1_790_856_000),
        .init(id: "bob", address: "/srv/mlp-2.git", pushed: nil),
      ])
    #expect(try AddressList("https://h/mlp-ada.git\n/srv/bob", at: "list")?.lines.map(\.id) == ["mlp-ada", "bob"])
    // As spreadsheets of some countries write it.
    let semicolons = try AddressList("ID;Address\r\n\"ada; b\";\"/srv/mlp-1.git\"\r\n#x;y\r\n", at: "list")
    #expect(semicolons?.lines == [.init(id: "ada; b", address: "/srv/mlp-1.git", pushed: nil)])
    #expect(try AddressList("Dear all,\nhere is my work", at: "list") == nil)
    #expect(throws: CollectingFault.self) { try AddressList("/srv/a.git\nnonsense here", at: "list") }
    #expect(throws: CollectingFault.self) { try AddressList("/srv/a.git\n/other/a.git", at: "list") }
  }

  private func sorted(_ paths: [String], as layout: Layout? = nil) throws -> ClassContents {
    try ClassContents(
      paths.map { Found(path: EntryPath(archived: Array($0.utf8)), kind: $0.hasSuffix("/") ? .folder : .file) },
      as: layout, from: "class.zip", file: "MLP.swift", isFolder: false, read: { _ in nil })
  }

  private func whose(_ contents: ClassContents) -> [String: [String]] {
    Dictionary(uniqueKeysWithValues: contents.handIns.map { ($0.student.key, $0.pieces.map(\.path.text).sorted()) })
  }

  @Test func theLayoutIsSeenFromTheNames() throws {
    let folders = try sorted([
      "Ada_1_assignsubmission_file_/MLP.swift", "Ada_1_assignsubmission_onlinetext_/onlinetext.html",
      "Bo_2_assignsubmission_file_/a/MLP.swift", "Cy_3_assignsubmission_file/",
    ])
    #expect(folders.layout == .moodle)
    #expect(
      whose(folders) == ["moodle:1": ["MLP.swift", "onlinetext.html"], "moodle:2": ["a/MLP.swift"], "moodle:3": []])
    // Flat, and below a folder that somebody put round it.
    let flat = try sorted(["export/Ada_1_assignsubmission_file_MLP.swift", "export/Bo_2_assignsubmission_file_x.zip"])
    #expect(whose(flat) == ["moodle:1": ["MLP.swift"], "moodle:2": ["x.zip"]])
    let canvas = try sorted(["ada_1_7_MLP.swift", "bo_LATE_2_8_MLP.swift", "ada_1_9_MLP.swift", "__MACOSX/._x", "odd"])
    #expect(canvas.layout == .canvas)
    #expect(whose(canvas) == ["canvas:1": ["7/MLP.swift", "9/MLP.swift"], "canvas:2": ["8/MLP.swift"]])
    #expect(canvas.handIns.map(\.isLate) == [false, true])
    #expect(canvas.leftOut.map(\.path.text) == ["odd"])
    let plain = try sorted(["class/ada/MLP.swift", "class/bob/x/MLP.swift", "class/bob/Package.swift"])
    #expect(whose(plain) == ["plain:ada": ["MLP.swift"], "plain:bob": ["Package.swift", "x/MLP.swift"]])
    #expect(
      whose(try sorted(["ada.swift", "bob.tar.gz", "notes.pdf"])) == [
        "plain:ada": ["ada.swift"], "plain:bob": ["bob.tar.gz"],
      ])
  }

  @Test(arguments: [
    [], ["photo.jpg"], ["MLP.swift", "Package.swift"], ["Sources/MLP.swift"], ["MLP.swift", "notes/x"],
  ])
  func whatIsNoClassIsRefused(_ paths: [String]) {
    #expect(throws: CollectingFault.self) { try sorted(paths) }
  }

  @Test(arguments: [
    (
      ["Ada_1_assignsubmission_file_/MLP.swift", "Eve_1_assignsubmission_file_/MLP.swift"], "the number 1: Ada and Eve"
    ),
    (["ada_1_7_MLP.swift", "eve_1_8_MLP.swift"], "the id 1: ada and eve"),
    (["ada.swift", "ada.zip"], "ada.swift and ada.zip"),
  ])
  func twoStudentsOfOneIdAreRefused(_ paths: [String], _ words: String) throws {
    let fault = #expect(throws: CollectingFault.self) { try sorted(paths) }
    #expect(fault?.description.contains(words) == true)
    #expect(fault?.description.hasSuffix("Nothing was collected.") == true)
  }
}
