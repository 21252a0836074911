package import Checks
enum MLPMutants { static let all: [Mutant] = [] }
