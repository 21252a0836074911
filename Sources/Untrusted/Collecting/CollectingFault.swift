import Glibc

/// Why nothing was collected: what was there before is there still.
package enum CollectingFault: Error, CustomStringConvertible {
  case file(String, Int32)
  case changed(String)
  case unpacking(String)
  case archive(String, String)
  case layout(String, String)
  case twoStudents(String)
  case folder(String, String)
  case record(String, line: Int, String)
  case repository(String, String)
  case choice(String)

  package var description: String {
    switch self {
    case .file(let path, let code):
      "\(path): \(String(cString: strerror(code))). Nothing was collected."
    case .changed(let path): "\(path) changed while it was read. Nothing was collected; try again."
    case .unpacking(let said):
      "The program that unpacks could not be confined and run: \(said). Nothing was collected."
    case .archive(let path, let reason): "\(path) cannot be unpacked: \(reason). Nothing was collected."
    case .layout(let path, let reason): "\(path): \(reason). Nothing was collected."
    case .twoStudents(let words): "\(words) Nothing was collected."
    case .folder(let path, let reason): "\(path): \(reason). Nothing was collected."
    case .record(let path, let line, let reason):
      "\(path), line \(line): \(reason). Nothing was collected; put the file back as it was."
    case .repository(let address, let reason): "\(address): \(reason)"
    case .choice(let words): "\(words) Nothing was collected."
    }
  }
}
