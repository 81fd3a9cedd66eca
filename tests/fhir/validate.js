// validate.js - FHIR R4 bundles by two validators of others: the npm package `fhir` (structure definitions, value sets) and the JSON schema of R4.
// usage: node validate.js FOLDER_WITH_NODE_MODULES FILE...    exit code 1: something is wrong with one of them
'use strict';
const fs = require('fs'), path = require('path');
const [peers, ...files] = process.argv.slice(2);
const load = (name) => require(path.join(path.resolve(peers), 'node_modules', name));
const { Fhir } = load('fhir'), Schema = load('@asymmetrik/fhir-json-schema-validator');
const fhir = new Fhir(), schema = new Schema();
let faults = 0;
for (const file of files) {
    const tell = (who, text) => { faults++; console.log(`${path.basename(file)}: ${who}: ${text}`); };
    const bundle = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const m of fhir.validate(bundle, { errorOnUnexpected: true }).messages) {
        if (m.severity === 'error' || m.severity === 'fatal') tell('fhir', `${m.location}: ${m.message}`);
    }
    // each resource by its own schema: errors of the whole bundle name every type that it is not
    for (const [i, entry] of (bundle.entry || []).entries()) {
        for (const e of schema.validate(entry.resource).slice(0, 5)) tell('schema', `entry ${i} ${entry.resource.resourceType}: ${JSON.stringify(e.dataPath || e)} ${e.message || ''}`);
    }
    const bare = { ...bundle, entry: [] };
    for (const e of schema.validate(bare).slice(0, 5)) tell('schema', `bundle: ${JSON.stringify(e.dataPath || e)} ${e.message || ''}`);
}
console.log(`${files.length} bundles, ${faults} faults`);
process.exit(faults ? 1 : 0);
