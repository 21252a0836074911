import GradusCommands

GradusProgram.main()
