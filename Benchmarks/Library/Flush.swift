#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends what was printed on its way; standard output is a pipe, which is only written when its buffer is full.
func flush() { fflush(nil) }
