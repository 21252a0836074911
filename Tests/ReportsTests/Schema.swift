import CLibXML2

/// The schema of the strict dialect, applied by libxml2.
enum Schema {
  /// What is wrong with the document at this path; nothing where it is valid.
  static func faults(ofFileAt path: String) -> [String] {
    guard let document = xmlReadFile(path, nil, Int32(XML_PARSE_NONET.rawValue)) else { return ["not well-formed"] }
    defer { xmlFreeDoc(document) }
    return faults(of: document)
  }

  static func faults(of text: String) -> [String] {
    guard let document = xmlReadDoc(text, nil, nil, Int32(XML_PARSE_NONET.rawValue)) else { return ["not well-formed"] }
    defer { xmlFreeDoc(document) }
    return faults(of: document)
  }

  private static func faults(of document: xmlDocPtr) -> [String] {
    guard let parser = xmlSchemaNewParserCtxt(Resource.path("junit-strict.xsd")) else { return ["no parser"] }
    defer { xmlSchemaFreeParserCtxt(parser) }
    guard let schema = xmlSchemaParse(parser) else { return ["the schema itself is not valid"] }
    defer { xmlSchemaFree(schema) }
    guard let context = xmlSchemaNewValidCtxt(schema) else { return ["no context"] }
    defer { xmlSchemaFreeValidCtxt(context) }
    let collector = Collector()
    xmlSchemaSetValidStructuredErrors(
      context,
      { collector, error in
        guard let collector, let message = error?.pointee.message else { return }
        Unmanaged<Collector>.fromOpaque(collector).takeUnretainedValue().faults.append(String(cString: message))
      }, Unmanaged.passUnretained(collector).toOpaque())
    let result = withExtendedLifetime(collector) { xmlSchemaValidateDoc(context, document) }
    return result == 0 ? [] : collector.faults.isEmpty ? ["refused with \(result)"] : collector.faults
  }

  private final class Collector { var faults: [String] = [] }
}
