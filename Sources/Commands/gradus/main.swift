import GradusCommands
import HiddenChecks

GradusProgram.main(labs: Catalogue.labs)
