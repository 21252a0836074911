import StudentCommands

StudentProgram.main()
