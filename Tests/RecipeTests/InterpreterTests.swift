import Foundation
import RecipeSupport
import TestSupport
import Testing

/// The interpreter refuses what it does not understand: a recipe that it carries out holds nothing that was passed over.
@Suite struct InterpreterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func workflow(_ steps: String, rights: String = "contents: read", job: String = "timeout-minutes: 5") throws
    -> Workflow
  {
    try folder.write(
      """
      on: [push]
      permissions:
        \(rights)
      jobs:
        only:
          runs-on: ubuntu-24.04
          \(job)
          steps:
      \(steps.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
      """, to: "work/ci.yml")
    var setting = Workflow.Setting()
    setting.secrets = ["KEY": "hush"]
    setting.github = ["actor": "ada"]
    let run = try Workflow(
      workspace: "\(folder.path)/work", cache: try CacheStore("\(folder.path)/cache"),
      temporary: "\(folder.path)/temporary", setting)
    try run.run("ci.yml")
    return run
  }

  @Test(
    arguments: [
      "- uses: somebody/something@v1", "- uses: actions/checkout@v4", "- uses: actions/checkout@v3",
      "- run: echo", "- shell: sh\n  run: echo", "- shell: bash\n  run: echo ${{ github.actor }}",
      "- shell: bash\n  run: echo\n  retries: 3", "- shell: bash\n  if: github.nothing == ''\n  run: echo",
      "- shell: bash\n  if: steps.none.outputs.x == ''\n  run: echo", "- shell: bash\n  if: cancelled()\n  run: echo",
      "- shell: bash\n  env:\n    A: ${{ matrix.x }}\n  run: echo", "- uses: ./nowhere", "- name: nothing",
      "- uses: actions/cache/restore@v4\n  with:\n    key: x",
      "- uses: actions/cache/save@v4\n  with:\n    path: x\n    key: x-",
    ]) func refuses(_ steps: String) throws
  {
    #expect(throws: (any Error).self) { try workflow(steps) }
  }

  @Test func refusesMoreRightsAndNoEnd() throws {
    let step = "- shell: bash\n  run: echo"
    #expect(throws: RecipeFault.self) { try workflow(step, rights: "contents: write") }
    #expect(throws: RecipeFault.self) { try workflow(step, job: "continue-on-error: true") }
    #expect(try !workflow(step).failed)
  }

  @Test func stepsAreAsARunnerHasThem() throws {
    try folder.write("", to: "work/sub/file")
    let run = try workflow(
      """
      - id: one
        shell: bash
        env:
          SAID: ${{ secrets.KEY }}-${{ github.actor }}
        run: |
          echo "word=$SAID" >> "$GITHUB_OUTPUT"
          echo "KEPT=yes" >> "$GITHUB_ENV"
          echo "::warning::told"
      - name: pipes
        shell: bash
        run: |
          false | true
          echo never
      - name: left out
        shell: bash
        run: echo never
      - name: all the same
        if: always() && steps.one.outputs.word == 'hush-ada'
        shell: bash
        working-directory: sub
        run: echo "$KEPT $(basename "$PWD")" "${SAID:-none}"
      """)
    #expect(run.steps.map(\.outcome) == ["success", "failure", "skipped", "success"])
    #expect(run.steps[1].said == "" && run.steps[3].said == "yes sub none\n" && run.failed)
    #expect(run.commands == ["warning::told"])
  }

  @Test func anActionSeesNoSecretThatItIsNotGiven() throws {
    try folder.write(
      """
      name: own
      description: own
      inputs:
        key:
          description: given
          required: true
      runs:
        using: composite
        steps:
          - shell: bash
            env:
              KEY: ${{ inputs.key }}
              OTHER: ${{ secrets.KEY }}
            run: echo "$KEY"
      """, to: "work/own/action.yml")
    #expect(throws: RecipeFault.self) { try workflow("- uses: ./own\n  with:\n    key: ${{ secrets.KEY }}") }
    #expect(throws: RecipeFault.self) { try workflow("- uses: ./own") }
    try folder.write(
      try folder.read("work/own/action.yml").replacing("        OTHER: ${{ secrets.KEY }}\n", with: ""),
      to: "work/own/action.yml")
    let run = try workflow("- uses: ./own\n  with:\n    key: ${{ secrets.KEY }}")
    #expect(run.steps.first?.said == "hush\n")
  }
}
