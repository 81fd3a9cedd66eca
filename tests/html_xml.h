// html_xml.h - a page of HTML as a tree, asked by XPath: h: is HTML, s: SVG. Empty where libxml2 is not there
#ifndef HTML_XML_H
#define HTML_XML_H
#ifdef IL_HAVE_LIBXML2
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

static inline int count(xmlDoc *doc, const char *path) {
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(context, (const xmlChar *)"h", (const xmlChar *)"http://www.w3.org/1999/xhtml");
    xmlXPathRegisterNs(context, (const xmlChar *)"s", (const xmlChar *)"http://www.w3.org/2000/svg");
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, context);
    int             n = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return n;
}

static inline xmlDoc *parsed(const char *text) {
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "page.html", NULL, XML_PARSE_NONET | XML_PARSE_NOWARNING);
    if (!doc) fail_msg("not well-formed: %s", xmlGetLastError() ? xmlGetLastError()->message : "?");
    return doc;
}
#endif
#endif
