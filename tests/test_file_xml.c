// test_file_xml.c - the XML reader: what models hold of it, lines and places, and what is refused
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "file/xml.h"

static ili_document parse(const char *text) {
    ili_document doc;
    il_error     err = {0};
    if (ili_xml_parse("t.xml", text, strlen(text), &doc, &err) != IL_OK) fail_msg("line %d: %s", err.line, err.text);
    return doc;
}

static void texts(void **state) {
    (void)state;
    ili_document       doc = parse("\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<a one='1' two = \"&lt;2&#x41;&#66;\">\n  <b> x &amp; y </b>\n  <!-- <no> -->\n  <c/><d><![CDATA[ <raw> & ]]></d>\n <e.f_g-1>\n5\n</e.f_g-1 >\n</a>\n<!-- end -->");
    const ili_element *a = doc.root, *d = ili_child(a, "d");
    assert_string_equal(a->tag, "a"), assert_int_equal(a->line, 3), assert_int_equal(a->count, 4);
    assert_string_equal(ili_attribute_get(a, "one"), "1"), assert_string_equal(ili_attribute_get(a, "two"), "<2AB"), assert_null(ili_attribute_get(a, "three"));
    assert_string_equal(ili_child_text(a, "b"), "x & y"), assert_string_equal(ili_child_text(a, "c"), ""), assert_null(ili_child_text(a, "x"));
    assert_string_equal(d->text, " <raw> & "), assert_int_equal(d->line, 6);
    assert_string_equal(ili_child_text(a, "e.f_g-1"), "5"), assert_int_equal(ili_child(a, "e.f_g-1")->line, 7);
    assert_ptr_equal(d->parent, a);
    ili_xml_free(&doc);
}

// the places of every element give back the text that it stood for
static void places(void **state) {
    (void)state;
    const char        *text = "<m>\n <p a='<'/></m>", *good = "<m>\n <p a='1'>in &amp; out</p><q/>\n</m>";
    ili_document       doc = parse(good);
    const ili_element *p = ili_child(doc.root, "p"), *q = ili_child(doc.root, "q");
    assert_true(!strncmp(good + p->from, "<p a=", 5) && !strncmp(good + p->inner, "in &amp; out</p>", 16) && !strncmp(good + p->inner_end, "</p>", 4));
    assert_true(p->end == p->inner_end + 4 && q->inner == 0 && !strncmp(good + q->from, "<q/>\n", 5) && q->end == q->from + 4);
    assert_true(doc.root->from == 0 && doc.root->end == strlen(good));
    ili_xml_free(&doc);
    il_error err = {0};
    assert_int_equal(ili_xml_parse("t", text, strlen(text), &doc, &err), IL_BAD_SYNTAX);
}

typedef struct bad {
    const char *text;
    int         line;
    const char *says;
} bad;

static const bad bads[] = {
    {"", 0, "empty"}, {"word", 1, "not XML"}, {"<a>\n<b>\n</a>", 3, "</b> is missing"}, {"<a>\n\n<b></b>", 3, "</a> is missing"}, {"<a b=1/>", 1, "not in quotes"},
    {"<a b='1' b='2'/>", 1, "twice"}, {"<a b/>", 1, "no value"}, {"<a b='1/>", 1, "no closing quote"}, {"<a>&nbsp;</a>", 1, "begins none of"}, {"<a>&#0;</a>", 1, "begins none of"},
    {"<a>\n<!-- no end </a>", 2, "has no end"}, {"<a/><b/>", 1, "behind the end"}, {"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 1, "document type"},
    {"<a><!ENTITY x SYSTEM 'file:///etc/passwd'></a>", 1, "document type"}, {"<a></a >x", 1, "behind the end"}, {"\xff\xfe<a/>", 1, "UTF-16"}, {"<\xe9/>", 1, "missing here"}, {"<a>\xe9&b;</a>", 1, "begins none of"}, {"<a", 1, "not closed"},
    {"<a>\n<![CDATA[ x </a>", 2, "has no end"}, {"< a/>", 1, "missing here"},
};

static void refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bads/sizeof *bads; i++) {
        ili_document doc;
        il_error     err = {0};
        size_t       n = strlen(bads[i].text);
        char        *copy = malloc(n + 1); // exactly as long, so that a sanitizer sees a byte too far
        memcpy(copy, bads[i].text, n);
        assert_int_not_equal(ili_xml_parse("t.xml", copy, n, &doc, &err), IL_OK);
        if (!strstr(err.text, bads[i].says) || err.line != bads[i].line) fail_msg("'%s': line %d: %s", bads[i].text, err.line, err.text);
        assert_null(doc.root);
        free(copy);
    }
}

// what is not UTF-8 is Latin-1, as editors write accents into credits; places in the text stay those of its bytes
static void latin(void **state) {
    (void)state;
    const char  *text = "<m a='\xe9'>\xff &amp; \xfc<!-- \xe9 --><p><![CDATA[\xdf]]></p></m>";
    ili_document doc = parse(text);
    assert_string_equal(ili_attribute_get(doc.root, "a"), "\xc3\xa9");
    assert_string_equal(doc.root->text, "\xc3\xbf & \xc3\xbc");
    assert_string_equal(ili_child_text(doc.root, "p"), "\xc3\x9f");
    assert_true(!strncmp(text + ili_child(doc.root, "p")->from, "<p>", 3) && doc.root->end == strlen(text));
    ili_xml_free(&doc);
    doc = parse("<m>\xc3\xa9 & x</m>"); // what is UTF-8 stays; an & before a blank is one
    assert_string_equal(doc.root->text, "\xc3\xa9 & x");
    ili_xml_free(&doc);
}

static void deep(void **state) {
    (void)state;
    for (int n = ILI_XML_DEEPEST; n <= ILI_XML_DEEPEST + 1; n++) {
        char         text[8*ILI_XML_DEEPEST + 60], *at = text;
        ili_document doc;
        il_error     err = {0};
        for (int i = 0; i < n; i++) at += sprintf(at, "<e>");
        for (int i = 0; i < n; i++) at += sprintf(at, "</e>");
        assert_int_equal(ili_xml_parse("t", text, (size_t)(at - text), &doc, &err) == IL_OK, n <= ILI_XML_DEEPEST);
        ili_xml_free(&doc);
    }
}

static void numbers(void **state) {
    (void)state;
    ili_document doc = parse("<a><v> 1, -2.5e0\t3 </v><w>1 two</w><i>-Inf infinity</i><t>TRUE</t><f>perhaps</f></a>");
    double       x[3] = {0}, y[2];
    bool         flag = false;
    il_error     err = {0};
    assert_int_equal(ili_child_numbers(&doc, doc.root, "v", 3, x, &err), IL_OK);
    assert_true(x[0] == 1.0 && x[1] == -2.5 && x[2] == 3.0);
    assert_int_equal(ili_child_numbers(&doc, doc.root, "v", 2, y, &err), IL_BAD_VALUE);
    assert_int_equal(ili_child_numbers(&doc, doc.root, "w", 2, y, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "two"));
    assert_int_equal(ili_child_numbers(&doc, doc.root, "i", 2, y, &err), IL_OK);
    assert_true(y[0] == -IL_INF && y[1] == IL_INF);
    assert_int_equal(ili_child_flag(&doc, doc.root, "t", &flag, &err), IL_OK);
    assert_true(flag);
    assert_int_equal(ili_child_flag(&doc, doc.root, "f", &flag, &err), IL_BAD_VALUE);
    assert_int_equal(ili_child_numbers(&doc, doc.root, "none", 3, x, &err), IL_OK);
    ili_xml_free(&doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(places), cmocka_unit_test(latin), cmocka_unit_test(refused), cmocka_unit_test(deep), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
