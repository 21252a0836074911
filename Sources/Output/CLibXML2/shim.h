#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU, whose headers declare the same enumerations as the ICU inside Foundation; Swift
// refuses to see both. Only the fields at the end of a structure that Gradus never touches are lost.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
