/// The kinds of syntax nodes that tell something about a program's likeness to another, by the names that swift-syntax
/// gives them. Every other kind is `other`, and what is in it counts as if it stood in the node above.
///
/// This file is compiled into the reader as well, so that both number the kinds alike.
package enum NodeKind: String, CaseIterable, Sendable {
  case other
  // Declarations.
  case importDecl, functionDecl, initializerDecl, deinitializerDecl, subscriptDecl, accessorDecl, variableDecl
  case structDecl, classDecl, enumDecl, actorDecl, protocolDecl, extensionDecl, typeAliasDecl, enumCaseDecl
  case enumCaseElement, functionParameter, enumCaseParameter, macroExpansionDecl
  case functionSignature, genericParameterClause, genericWhereClause, inheritanceClause, attributeList, declModifierList
  case typeAnnotation, returnClause, patternBinding, identifierPattern, associatedTypeDecl
  // Statements.
  case forStmt, whileStmt, repeatStmt, ifExpr, guardStmt, switchExpr, switchCase, returnStmt, breakStmt, continueStmt
  case throwStmt, deferStmt, doStmt, optionalBindingCondition, whereClause, conditionElementList
  // Expressions.
  case closureExpr, closureSignature, closureShorthandParameter, closureParameter, functionCallExpr, subscriptCallExpr
  case memberAccessExpr, declReferenceExpr, sequenceExpr, assignmentExpr, ternaryExpr, unresolvedTernaryExpr
  case tupleExpr, labeledExpr, arrayExpr, dictionaryExpr, stringLiteralExpr, asExpr, unresolvedAsExpr, inOutExpr
  case tryExpr, awaitExpr, genericArgumentClause, infixOperatorExpr, codeBlock, codeBlockItem, memberBlockItem
  case patternBindingList, binaryOperatorExpr, initializerClause, prefixOperatorExpr, discardAssignmentExpr

  /// What the reader writes for it.
  package var number: UInt8 { Self.numbers[rawValue] ?? 0 }

  /// The numbers by the names.
  package static let numbers = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1.rawValue, UInt8($0)) })

  package static let all = allCases
}

/// The kinds of tokens.
package enum TokenKind: UInt8, Sendable {
  case other, identifier, dollarIdentifier, keyword, integer, float, text, operatorSign, leftSquare
}
