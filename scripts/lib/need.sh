# shellcheck shell=bash
# How a script, or a part of scripts in this directory, gets what it uses: it names what it uses itself, and each part
# is sourced once.

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P) # the directory that has scripts/
declare -gA NEEDED

# need PART…: sources lib/PART.sh, unless that was done. In a part, `declare` must be given -g: this is a function.
need() {
    local part
    for part in "$@"; do
        if [[ -v NEEDED[$part] ]]; then continue; fi
        NEEDED[$part]=yes
        # shellcheck source=/dev/null
        source "$ROOT/scripts/lib/$part.sh"
    done
}
