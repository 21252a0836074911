import GradusCourse

// All commands, of which `gradus` leaves those of a course's office to this program.
CourseProgram.main()
