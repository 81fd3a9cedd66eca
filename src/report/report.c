// report.c - what all three forms of a report share
#include <stdlib.h>

#include "ilium/report.h"

void il_report_free(char *text) { free(text); }
