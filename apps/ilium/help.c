// help.c - what `ilium --help` and `ilium COMMAND --help` print
#include <string.h>

#include "app.h"

static const char all[] =
    "Ilium - from what you measured on a patient to the mechanical conditions that fit\n"
    "\n"
    "It screens for danger first. Then it builds a body of the patient's sex, age, height and mass,\n"
    "simulates each clinical test on it with and without each condition (short hip flexors, a short leg,\n"
    "a stiff sacroiliac joint ...), compares with what was found, and says which conditions fit, which\n"
    "cannot be told apart, what to test next, and what the structures of the low back and hip carry.\n"
    "\n"
    "usage: ilium COMMAND ...\n"
    "\n"
    "  ilium ask FILE            ask the questions of an exam in their order; FILE is the patient's\n"
    "  ilium record PATIENT      print what a visit recorded, in the order of the exam\n"
    "  ilium assess PATIENT      assess one visit of a patient file (JSON)\n"
    "  ilium assess-all FOLDER   assess every patient file of a folder\n"
    "  ilium what-if PATIENT     what a treatment would change for this person, simulated and in trials\n"
    "  ilium plan PATIENT        treatments picked and sequenced, exercises, referrals, prognosis\n"
    "  ilium follow-up PATIENT   visits beside each other: what changed, what counts, the plan\n"
    "  ilium consent PATIENT     how it stands with consent; record or withdraw one\n"
    "  ilium export PATIENT      record, assessment and plan of a visit as a FHIR R4 document\n"
    "  ilium report PATIENT --for WHOM  the visit as a document: for clinician, patient or legal\n"
    "  ilium handout TOPIC       education: desk, sleep, lifting, movement\n"
    "  ilium explain CONDITION   where it is felt, its mechanism, how it is tested, what is disputed\n"
    "  ilium solve SCENARIO      solve one scenario: posture, loads, activations\n"
    "  ilium day [PATIENT] SCHEDULE  a day in turn: what tires, creeps, takes over; what one change does\n"
    "  ilium sensitivity SCENARIO  what its outcomes depend on, and how far they are known\n"
    "  ilium model               what the built-in body consists of; `model export` writes it for OpenSim\n"
    "  ilium ik MODEL MARKERS    OpenSim's models: coordinates from recorded markers\n"
    "  ilium id MODEL MOTION     OpenSim's models: what must act on each coordinate in a recorded motion\n"
    "  ilium scale MODEL         OpenSim's models: bodies made larger or smaller, masses with them\n"
    "  ilium so MODEL MOTION     OpenSim's models: static optimisation, who pulls in a recorded motion\n"
    "  ilium run-tool SETUP      a set-up file of OpenSim's tools, as opensim-cmd would run it\n"
    "  ilium info MODEL          what an OpenSim model holds\n"
    "  ilium update-file OLD NEW an OpenSim model of any version as one of version 4\n"
    "  ilium plot FILE COLUMN    recorded or computed curves as a picture (SVG, PNG)\n"
    "  ilium check-data          is the data (or --data DIR) whole, and does each table fit the others\n"
    "  ilium serve               the browser app: the body to move, assessment and plan, on this machine\n"
    "  ilium COMMAND --help      the options of a command\n"
    "  ilium --version           version of the program and hash of its data\n"
    "\n"
    "examples\n"
    "  ilium assess examples/patients/teaching_desk_worker.json\n"
    "  ilium assess patient.json --html report.html      a report with pictures, in one file\n"
    "  ilium assess patient.json --json > result.json    every number, for other programs\n"
    "  ilium solve modified_thomas --with short_iliopsoas:right:0.5\n"
    "\n"
    "exit codes\n";

static const char limits[] =
    "\n"
    "limits\n"
    "  Probabilities are calibrated on simulated patients; accuracy on real patients is unknown.\n"
    "  A condition that is present is not thereby painful, and a load is not a pain.\n"
    "  Adults of 18 to 80 years with a body mass index of 17 to 40. Not after hip or knee replacement,\n"
    "  spinal fusion or amputation, not with structural scoliosis, neuromuscular disease or pregnancy:\n"
    "  there it screens and records only.\n"
    "  Research and education software, not a cleared or certified medical device. A qualified\n"
    "  clinician decides. Not medical advice.\n";

static const char ask[] =
    "usage: ilium ask FILE [options]\n"
    "\n"
    "Ask the questions of an exam in their order: the person, safety, history and pain, posture and function, palpation\n"
    "and muscle, nerves and joints, imaging. FILE is a patient file (docs/patient-file.md); a new one is begun where there\n"
    "is none. Each answer is checked with the whole record and saved at once; the next call goes on where answers are\n"
    "missing. In place of an answer: Enter not asked, ? more, < back, > next section, 0! take the answer back, q stop.\n"
    "\n"
    "  --date YYYY-MM-DD  the visit; a new one is begun where there is none of this date. Default: today\n"
    "  --visit N          an earlier visit, counted from 1\n"
    "  --section WORD     begin with the section whose name begins so: Palpation\n"
    "  --by NAME          who enters it: stands with the moment beside every answer in the record's entries\n"
    "  --data DIR         use an edited copy of the data\n"
    "\n"
    "While it runs no other program changes the file. The file is readable by its owner alone.\n"
    "An answer that means EMERGENCY stops the questions, says what to do now, and exits with code 10.\n";

static const char record[] =
    "usage: ilium record PATIENT [options]\n"
    "\n"
    "Print what one visit of a patient file (JSON) recorded: every question of the exam that has an answer, in its order, and\n"
    "how many of each section have none. What has none was not asked, which is never no. Nothing is computed.\n"
    "\n"
    "  --visit WHICH   the visit of this date, or its number counted from 1; default: the last\n"
    "  --all           also print the questions without an answer\n"
    "  --data DIR      use an edited copy of the data\n";

static const char assess[] =
    "usage: ilium assess PATIENT [options]\n"
    "\n"
    "Assess one visit of a patient file (JSON; docs/patient.schema.json). The report of at most 40 lines goes\n"
    "to standard output: SAFETY, FINDINGS, WHY, LOADS, NEXT TEST, AGAINST, NOT KNOWN, NOTICE.\n"
    "\n"
    "  --html FILE     also write the full report with pictures as one HTML file, wholly or not at all\n"
    "  --json          print every number as JSON instead (docs/assessment-json.md)\n"
    "  --visit DATE    the visit of this date, or its number counted from 1; default: the last\n"
    "  --data DIR      use an edited copy of the data; the report then says \"locally modified\"\n"
    "  --setting WHERE primary_care (default), clinic or spine_centre: how common conditions are there\n"
    "  --country CC    two letters (GB, DE, US ...): whom to call in an emergency\n"
    "  --threads N     processors to use; default: all. The result does not depend on it\n"
    "  --progress      always show progress; by default after two seconds on a terminal\n"
    "  --exact         solve every posture of every test anew; else those near a solved one are followed from it\n"
    "\n"
    "An EMERGENCY ranks nothing, says what to do now, and exits with code 10.\n";

static const char assess_all[] =
    "usage: ilium assess-all FOLDER --out DIR [options]\n"
    "\n"
    "Assess one visit of every patient file (*.json) of a folder, one processor a patient. DIR gets one file of every number\n"
    "a patient (docs/assessment-json.md), and summary.csv: a row a patient with what the screen says, the first three\n"
    "conditions with their probabilities, or why the record could not be assessed. What cannot be read stops no other.\n"
    "Emergencies are printed first, with what to do, also where the run was stopped.\n"
    "\n"
    "  --out DIR       made where it is not there; never the folder of the records\n"
    "  --resume        go on in a folder of answers: those of the records as they are now are kept\n"
    "  --visit WHICH   the visit of this date, or its number counted from 1; default: the last\n"
    "  --setting WHERE  --country CC  --data DIR  --threads N  --progress  --exact   as of `ilium assess`\n"
    "\n"
    "Exit code 10: someone's screen says EMERGENCY, whatever else there is; else 2: some record could not be assessed.\n";

static const char explain[] =
    "usage: ilium explain CONDITION | TREATMENT | CLAIM [options]\n"
    "\n"
    "A condition: what it is, how common, its mechanism, where it is felt, which tests it moves (simulated) or is told by\n"
    "(published accuracy), and what the source documents claim of it beside what is published. A claim: what is published,\n"
    "and what the simulation of this body says, with its range over all that is not known and differs between people.\n"
    "A treatment: what it changes in a body and what not, what trials and guidelines say, what forbids it, its exercises.\n"
    "\n"
    "  --list             what can be explained\n"
    "  --sex female|male  --age YEARS  --height-cm N  --mass-kg N ...   whose body. Default: the man of the tables\n"
    "  --data DIR         use an edited copy of the data\n"
    "\n"
    "It explains; it says nothing about a patient.\n";

static const char whatif[] =
    "usage: ilium what-if PATIENT --treatment ID[:right|left|both] [--treatment ...] [options]\n"
    "\n"
    "Assess one visit, then simulate the treatments on this person's body over the conditions that the findings leave open:\n"
    "test angles and loads in standing before and after, each with its range. Apart from it what trials found about pain;\n"
    "load is not pain. What an open item of the safety screen or a contraindication forbids is refused, with the reason.\n"
    "\n"
    "  --treatment ID     up to 8; `ilium explain --list` names them. Default side: where what it is for is likeliest\n"
    "  --weeks N          after N weeks of it. Default: at its full effect\n"
    "  --json             every number\n"
    "  --visit WHICH  --setting WORD  --country XX  --data DIR  --threads N  --progress   as of `ilium assess`\n";

static const char plan[] =
    "usage: ilium plan PATIENT [options]\n"
    "\n"
    "Assess one visit, then plan: for each aim the treatment that gains most in the worst case over what the findings leave\n"
    "open, if that is more than doing less; phases over weeks; home exercises solved on this person, each stretch with its\n"
    "strengthening, with dose, progression and stop rule, and what it loads more than standing does; what is held back and\n"
    "why; guidelines side by side; referrals; re-tests; the prognosis as a range. An emergency, an urgent sign or an\n"
    "incomplete screen give referrals only.\n"
    "\n"
    "  --html FILE        write it as one page: the drawings of the exercises, a letter for each reader of referrals\n"
    "  --pdf FILE         the same on paper (A4)\n"
    "  --json             every number\n"
    "  --equipment LIST   what is at hand, by commas: mat,strap,band,roller ... Default: what the record says, or anything\n"
    "  --without LIST     treatments or exercises that the person does not want, by commas, beside those of the record\n"
    "  --save             keep the plan in the record, for `ilium follow-up`; one of the same visit is replaced\n"
    "  --release          the same, released to the person today\n"
    "  --by NAME          whose plan it is\n"
    "  --visit WHICH  --setting WORD  --country XX  --data DIR  --threads N  --progress   as of `ilium assess`\n";

static const char export_help[] =
    "usage: ilium export PATIENT --fhir FILE [options]\n"
    "\n"
    "Assess one visit, plan, and write record, assessment and plan as one FHIR R4 document (a Bundle in JSON; docs/fhir.md).\n"
    "What is simulated is marked as simulated; codes of other systems stand only where they were verified, else words.\n"
    "Names inside are the same at every export of the visit. Where the consent to processing was refused or withdrawn\n"
    "nothing is written.\n"
    "\n"
    "  --fhir FILE        where to, wholly or not at all; - is standard output\n"
    "  --written TIME     the time of the document, 2026-03-31T12:00:00Z. Default: now\n"
    "  --visit WHICH  --setting WORD  --country XX  --data DIR  --threads N  --progress   as of `ilium assess`\n";

static const char report[] =
    "usage: ilium report PATIENT --for clinician|patient|legal|plan|all [options]\n"
    "\n"
    "Assess one visit, plan, and write a document of it as HTML and as PDF (docs/reports.md). clinician: screen, findings,\n"
    "ranking, loads, next test, plan, prognosis, limits. patient: what to watch for, the plan that a clinician released,\n"
    "education, questions, a diary; no ranking, no probability, no serious disease. legal: the documentation of an injury\n"
    "from the record, opinions as the clinician's own entries, simulated loads in an appendix, illustrative. What was not\n"
    "recorded is said to be so. plan: the plan alone. Sources are numbered.\n"
    "\n"
    "  -o FILE            FILE.html and FILE.pdf. Default: the patient's file with the reader's word, beside it\n"
    "  --html  --pdf      one of the two forms. Default: both\n"
    "  --citations FILE   also write the sources as a list: .txt, .bib (BibTeX) or .json (CSL-JSON)\n"
    "  --date YYYY-MM-DD  the day of writing. Default: today. The same day gives the same bytes\n"
    "  --visit WHICH  --setting WORD  --country XX  --data DIR  --threads N  --progress   as of `ilium assess`\n";

static const char handout[] =
    "usage: ilium handout desk|sleep|lifting|movement|self|danger|questions [options]\n"
    "\n"
    "Education in plain words, with sources and, where there is one, the drawing of the posture as solved on a body.\n"
    "\n"
    "  -o FILE  --html  --pdf  --citations FILE  --date YYYY-MM-DD   as of `ilium report`. Default: TOPIC.html and TOPIC.pdf\n"
    "  --sex female|male  --age YEARS  --height-cm N  --mass-kg N ...   whose body is drawn. Default: the man of the tables\n"
    "  --data DIR         use an edited copy of the data\n";

static const char check_data[] =
    "usage: ilium check-data [--data DIR]\n"
    "\n"
    "Read every table of the data and check each against the others, as every command does before it begins. The first\n"
    "fault is told with file, line and column, what is wrong and what would be right. Default: the data built in.\n"
    "What no command reads (validation, coverage) is checked by the program's own tests.\n";

static const char solve[] =
    "usage: ilium solve SCENARIO [options]\n"
    "\n"
    "Solve one scenario (a body, its conditions, a task): its posture, what is read off, the loads of joints and\n"
    "ligaments, the active muscles, and the reserves (what the muscles could not give). SCENARIO is the id of a\n"
    "task of the program's data (`ilium solve --list`) or a YAML file of tasks in the same form, whose first is\n"
    "solved. `ilium solve walking` solves a recorded gait cycle by inverse dynamics.\n"
    "\n"
    "  --list             list the tasks\n"
    "  --outcomes         list what is told of a posture: names, units, signs (docs/outcomes.md)\n"
    "  --side SIDE        right or left, for tasks that have a side; default: right\n"
    "  --with CONDITIONS  ID[:SIDE[:SEVERITY]], separated by commas: short_iliopsoas:left:0.5,short_leg\n"
    "                     default: right, severity 1 (0 is healthy)\n"
    "  --how PARAMETERS   what the scenario leaves open, NAME=VALUE, separated by commas: angle=40,load=20\n"
    "  --set PARAMETERS   ID[:SIDE]=VALUE, separated by commas: muscle.psoas.shortness:right=0.15\n"
    "                     default: both sides; `ilium model conditions` lists ids, units and ranges\n"
    "  --sex female|male  --age YEARS  --height-cm N  --mass-kg N  --pelvis-width-cm N ...\n"
    "                     the person; `ilium model person` lists all measures. Default: the man of the tables\n"
    "  --svg FILE         also draw the posture from four sides, with forces, as one picture\n"
    "  --derivatives[=OUTCOMES]  what the outcomes depend on, without solving again (docs/derivatives.md): names\n"
    "                     separated by commas, * at the end for the rest; default: some loads and the readings\n"
    "  --derivatives-by VARIABLES  by these alone, named likewise: person.*,muscle.psoas.spasm:right,condition.*,\n"
    "                     habit.pelvis_tilt; default: all that are listed\n"
    "                     A held posture is searched for again from four other starts, up to three degrees away in every\n"
    "                     joint; where one ends elsewhere, several postures balance, and it is said\n"
    "  --check-start      say so too where all end in the same posture\n"
    "  --one-start        do not look: three to six times as fast\n"
    "  --seconds N        end all searches after so long, with the posture reached, and say so\n"
    "  --json             print every number as JSON instead\n"
    "  --data DIR         use an edited copy of the data\n"
    "\n"
    "Exits with code 3 when no balance was found or the posture cannot be held.\n";

static const char followup[] =
    "usage: ilium follow-up PATIENT [options]\n"
    "\n"
    "The visits of a patient file beside each other. Each is screened anew, and danger comes first. Pain, scores and tests\n"
    "with what their measurement can show in one person and what counts to people; flare-ups, adherence, medicines,\n"
    "treatments given, the plan beside what came of it, weeks without a gain, consent. Nothing is simulated.\n"
    "\n"
    "  --from DATE     begin with the visit of this date, or its number counted from 1; default: the first\n"
    "  --visit DATE    end with this one; default: the last\n"
    "  --html FILE     also write a page with curves and the pain drawings one over the other, wholly or not at all\n"
    "  --json          print every number as JSON instead\n"
    "  --data DIR, --country CC   as for `ilium assess`\n"
    "\n"
    "Exits with code 10 for an emergency; nothing is compared then.\n";

static const char consent[] =
    "usage: ilium consent PATIENT [options]\n"
    "\n"
    "How it stands with the consent to processing, to the exam and to treatments; what a refused or withdrawn one stops is\n"
    "in docs/patient-file.md.\n"
    "\n"
    "  --for WHAT --given yes|no   record one: WHAT is processing, exam or the id of a treatment\n"
    "  --withdraw WHAT             end the one that stands\n"
    "  --date YYYY-MM-DD           the day of it; default: today\n"
    "  --by NAME                   who gave, refused or withdrew it: the person, or who may for them\n"
    "  --taken-by NAME             who explained it\n"
    "  --risks TEXT, --alternatives TEXT, --note TEXT   as they were explained\n"
    "  --data DIR                  use an edited copy of the data\n";

static const char sensitivity[] =
    "usage: ilium sensitivity SCENARIO [options]\n"
    "\n"
    "Solve a scenario as usual and at both ends of every factor: effort, its power and weights, specific tension,\n"
    "tone, and the numbers that the sources leave open. For each outcome: its value, its range (the effects squared\n"
    "and summed) and the strongest factors with the outcome at their low and high end.\n"
    "\n"
    "  --outcome NAMES    outcomes or readings, separated by commas; NAME* stands for all that begin so\n"
    "                     default: some joint loads and every reading of the task\n"
    "  --people           vary also what healthy people differ in, by one standard deviation either way\n"
    "  --exact            solve every end; else those that can be are followed from the usual posture, without\n"
    "                     outcomes of stability (with --json all are solved)\n"
    "  --side, --with, --set, --sex, --data, measures of the person: as for `ilium solve`\n"
    "  --threads N        default: one a processor\n"
    "  --progress         show progress at once\n"
    "  --json             every outcome and factor as JSON\n"
    "\n"
    "Factors stand in data/body/usual.csv, uncertainty.csv and variations.csv with their sources.\n";

static const char day[] =
    "usage: ilium day [PATIENT] SCHEDULE [options]\n"
    "       ilium day --list\n"
    "\n"
    "Lives a day or a week minute by minute: postures are solved with the muscles as tired, the ligaments and discs\n"
    "as crept and the reflexes as awake as they are, and load them further. Prints what tired when and who took over,\n"
    "each condition beside the same person without it, every structure by exposure, and what is left in the evening.\n"
    "PATIENT is a patient's file (docs/patient-file.md): screened first, as by `ilium assess`; the body is that of the\n"
    "explanation that leads. SCHEDULE is one of --list, or a file (its name holds a / or a .). docs/day.md explains\n"
    "all words, the laws, their sources and what is assumed. Load is not pain.\n"
    "\n"
    "  --change CHANGE    lives the day once more with one change and tells what it does: break:MINUTES:EVERY[:POSTURE],\n"
    "                     lift:squat, sit:backrest, hold:close, load:KG, heel_lift:SIDE:9mm, treatment:ID[:SIDE[:WEEKS]],\n"
    "                     with:CONDITION:SIDE:SEVERITY, without:CONDITION, set:PARAMETER[:SIDE]=VALUE\n"
    "  --alone            only this day: nothing to compare with, and some four times faster\n"
    "  --effects          also what a spasm of quadratus lumborum and a stuck sacroiliac joint do to this person, with their\n"
    "                     sign, and whether irritation and guarding keep each other alive (docs/spasm.md)\n"
    "  --sweep[=WHICH]    also the day with each number that no source gives at both ends of its range: quick (the few that\n"
    "                     lead), assumed (all of them), all (those with a source too); tells ranges of exposure and events\n"
    "  --bodies N         of a patient: how many other bodies that the findings allow are lived too (default 2)\n"
    "  -o FILE            write the day as a document, FILE.html and FILE.pdf (--html, --pdf: one of them): curves of\n"
    "                     strength and load, what happened, who took over from whom, the change, regions by hour, sources\n"
    "  --csv FILE         a row for each minute of each day: activations, strength left, flow, loads, irritation\n"
    "  --json             all of it as JSON (docs/day.schema.json)\n"
    "  --no-reflex        irritated structures guard and inhibit nothing (no number of that is published)\n"
    "  --checkpoint FILE  keep the state in a file, whole at every instant: stopped or killed, the same command goes on\n"
    "                     from there with the same result. One day alone, without --change\n"
    "  --with, --set, --sex, --data, measures of the person: as for `ilium solve`, where no PATIENT is given\n"
    "  --visit, --country, --setting: as for `ilium assess`\n"
    "  --threads N        default: one a processor; the result does not depend on it\n"
    "  --progress         show progress at once\n";

static const char serve[] =
    "usage: ilium serve [options]\n"
    "\n"
    "Serve the browser app on this machine, and print the link that opens it. A link opens one session; Enter prints another,\n"
    "Ctrl-C ends it all. docs/web.md tells what is protected and how, and describes the API that the app uses.\n"
    "\n"
    "  --port N         default: one that is free\n"
    "  --patients DIR   folder of patient files; made, for its owner alone, where there is none. Default: none, nothing is kept\n"
    "  --address ADDR   127.0.0.1 (default) or ::1; other machines are not served\n"
    "  --web DIR        serve the app of this folder (web/dist) instead of the one compiled in\n"
    "  --data DIR       use an edited copy of the data\n";

static const char model[] =
    "usage: ilium model [conditions | person] [options]\n"
    "       ilium model export FILE [who and what, as with `ilium solve`] [options]\n"
    "       ilium model draw FILE [who and what] [options]\n"
    "\n"
    "What the built-in body consists of: bodies, coordinates, muscles, ligaments, joints, and its mass.\n"
    "`export` writes it as an OpenSim 4 model (docs/opensim.md tells what that format cannot say), wholly or\n"
    "not at all; a file of that name is replaced. `draw` writes four views of it as one picture (SVG).\n"
    "`export FILE --format mjcf` writes it for MuJoCo, as far as that can express it: the file's first lines tell.\n"
    "\n"
    "  conditions      list what may differ in a body, with units and ranges, and the conditions made of it\n"
    "  person          list the measures of a person, with what is usual and the ranges\n"
    "  --muscles       list the muscles with strength, fibre and tendon length\n"
    "  --data DIR      use an edited copy of the data\n";

#define X(name, number, text) "  " #number "\t" text "\n"
static const char exits[] = APP_EXITS(X);
#undef X

const char *app_help(const char *command) {
    static char text[sizeof all + sizeof exits + sizeof limits];
    if (command && !strcmp(command, "ask")) return ask;
    if (command && !strcmp(command, "record")) return record;
    if (command && !strcmp(command, "assess")) return assess;
    if (command && !strcmp(command, "assess-all")) return assess_all;
    if (command && !strcmp(command, "explain")) return explain;
    if (command && !strcmp(command, "solve")) return solve;
    if (command && !strcmp(command, "sensitivity")) return sensitivity;
    if (command && !strcmp(command, "day")) return day;
    if (command && !strcmp(command, "model")) return model;
    if (command && !strcmp(command, "serve")) return serve;
    if (command && !strcmp(command, "what-if")) return whatif;
    if (command && !strcmp(command, "plan")) return plan;
    if (command && !strcmp(command, "follow-up")) return followup;
    if (command && !strcmp(command, "consent")) return consent;
    if (command && !strcmp(command, "export")) return export_help;
    if (command && !strcmp(command, "report")) return report;
    if (command && !strcmp(command, "handout")) return handout;
    if (command && !strcmp(command, "check-data")) return check_data;
    if (command && app_help_tool(command)) return app_help_tool(command);
    memcpy(text, all, sizeof all - 1);
    memcpy(text + sizeof all - 1, exits, sizeof exits - 1);
    memcpy(text + sizeof all + sizeof exits - 2, limits, sizeof limits);
    return text;
}
