// `exp`, `log`, `tanh`, `sqrt` and their kin come with `import LabKit`: the C library's, as Foundation re-exports them,
// without Foundation's second of compile time.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#elseif canImport(Darwin)
  @_exported public import Darwin
#endif

func squareRoot(_ x: Double) -> Double { x.squareRoot() }
func naturalLogarithm(_ x: Double) -> Double { log(x) }
func cosine(_ x: Double) -> Double { cos(x) }
