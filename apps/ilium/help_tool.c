// help_tool.c - help on the commands that work on OpenSim's files
#include <string.h>

#include "app.h"

static const char id_help[] =
    "usage: ilium id MODEL MOTION -o OUT.sto [options]\n"
    "\n"
    "Inverse dynamics: the generalised force that each coordinate of MODEL (.osim) needs for MOTION (.mot, .sto). Columns,\n"
    "rows and units of OUT are those of OpenSim's InverseDynamicsTool (docs/opensim.md).\n"
    "\n"
    "  -o FILE          the file to write; wholly or not at all\n"
    "  --loads XML      outer loads (ExternalLoads), such as those of force plates\n"
    "  --cutoff HZ      low-pass on the coordinates, by OpenSim's filter; default: none\n"
    "  --from S, --to S range of time; default: all of the motion\n"
    "  --lenient        what of the model is not understood is a note, not an error\n";

static const char ik_help[] =
    "usage: ilium ik MODEL MARKERS -o OUT.mot [options]\n"
    "\n"
    "Inverse kinematics: the coordinates of MODEL (.osim) that bring its markers nearest to MARKERS (.trc). Rows and columns\n"
    "of OUT are those of OpenSim's InverseKinematicsTool (docs/opensim.md).\n"
    "\n"
    "  -o FILE          the file to write; wholly or not at all\n"
    "  --tasks XML      weights (IKTaskSet, or a set-up file that holds one); default: every marker one\n"
    "  --errors FILE    write the marker errors of each frame (.sto)\n"
    "  --locations FILE write where the model's markers are in each frame (.sto)\n"
    "  --from S, --to S range of time; default: all of the markers\n"
    "  --lenient        what of the model is not understood is a note, not an error\n";

static const char so_help[] =
    "usage: ilium so MODEL MOTION -o OUT [options]\n"
    "\n"
    "Static optimisation: the activations that move MODEL (.osim) as in MOTION (.mot, .sto) at the least sum of their powers,\n"
    "frame by frame. Writes OUT_StaticOptimization_activation.sto, _force.sto and _controls.xml as OpenSim's AnalyzeTool.\n"
    "\n"
    "  -o OUT           the beginning of the names of the files; each is written wholly or not at all\n"
    "  --loads XML      outer loads (ExternalLoads), such as those of force plates\n"
    "  --forces XML     further actuators (ForceSet): reserves and residuals\n"
    "  --only-forces    these actuators instead of the model's own forces\n"
    "  --exponent P     of activations, 2 to 10; default 2. Actuators count by their square\n"
    "  --no-physiology  muscles are as strong as their greatest force, whatever their length and speed\n"
    "  --cutoff HZ      low-pass on the coordinates, by OpenSim's filter; default: none\n"
    "  --from S, --to S range of time; default: all of the motion\n"
    "  --threads N      processors to use; default: all. The files do not depend on it\n"
    "  --lenient        what of the model is not understood is a note, not an error\n";

static const char scale_help[] =
    "usage: ilium scale MODEL [BODY=FACTOR ...] -o OUT.osim [options]\n"
    "\n"
    "Bodies of MODEL (.osim) by factors (BODY=1.1, or BODY=1.1,1,0.9 along x, y, z), with their joints, masses, surfaces, points,\n"
    "markers, and rest lengths of muscles, by OpenSim's rules. Everything else of the file stays as it is. Scaling by measured\n"
    "markers with placing them is `ilium run-tool` on a ScaleTool's set-up.\n"
    "\n"
    "  -o FILE          the model to write; wholly or not at all\n"
    "  --mass KG        of the whole; default: what the factors make of it\n"
    "  --keep-mass      bodies keep their shares of the mass; default: each changes with its volume\n"
    "  --name NAME      of the scaled model; default: the same\n";

static const char run_tool_help[] =
    "usage: ilium run-tool SETUP.xml [options]\n"
    "\n"
    "Run a set-up file of OpenSim's ScaleTool, InverseKinematicsTool, InverseDynamicsTool or AnalyzeTool (docs/opensim.md lists\n"
    "what of them): the same files are read, and files of the same names, columns and units written. Paths are taken from its\n"
    "folder.\n"
    "\n"
    "  --model FILE     another model than the set-up names\n"
    "  --lenient        what of the model is not understood is a note, not an error\n";

static const char info_help[] =
    "usage: ilium info MODEL [--lenient]\n"
    "\n"
    "What an OpenSim model (.osim, versions 1.x to 4.x) holds: bodies, coordinates with ranges, muscles, markers, and what of\n"
    "it is not used.\n";

static const char update_help[] =
    "usage: ilium update-file OLD.osim NEW.osim\n"
    "\n"
    "An OpenSim model of any version (1.x to 4.x) as one of version 4: joints, frames and sockets where version 4 has\n"
    "them. The new file holds the same numbers; comments and what only draws in older files is left out.\n";

static const char plot_help[] =
    "usage: ilium plot FILE [COLUMN ...] -o PICTURE\n"
    "\n"
    "Curves of up to 8 columns of FILE (.mot, .sto, .trc, .c3d) over time, as SVG or PNG. Without columns the first three.\n"
    "Markers have columns NAME_tx, NAME_ty and NAME_tz, in metres.\n"
    "\n"
    "  -o FILE          the picture: FILE.svg or FILE.png\n"
    "  --title TEXT     over the picture; default: the table's own name\n";

const char *app_help_tool(const char *command) {
    static const struct {
        const char *command, *text;
    } helps[] = {{"id", id_help}, {"ik", ik_help}, {"so", so_help}, {"scale", scale_help}, {"run-tool", run_tool_help}, {"info", info_help}, {"update-file", update_help}, {"plot", plot_help}};
    for (size_t i = 0; i < sizeof helps/sizeof *helps; i++)
        if (!strcmp(command, helps[i].command)) return helps[i].text;
    return NULL;
}
