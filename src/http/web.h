// web.h - the built browser app, and the API's description, as bytes: defined in files that the build generates. No app where none was built.
#ifndef ILI_HTTP_WEB_H
#define ILI_HTTP_WEB_H
#include <stddef.h>

typedef struct ili_web_file {
    const char *path;  ///< within web/dist: "assets/index-1a2b.js", and the same with .br and .gz
    const char *bytes;
    size_t      size;
} ili_web_file;

extern const ili_web_file ili_web_files[]; ///< in order of path; `{0}` behind the last
extern const size_t       ili_nweb;
extern const char         ili_web_hash[]; ///< over all of them

/// openapi.json, by the same generator.
typedef ili_web_file ili_api_file;
extern const ili_api_file ili_api_files[];
extern const size_t       ili_napi;
extern const char         ili_api_hash[];

#endif
