# shellcheck shell=bash
# The commands of a page: what stands between ```sh and ```.

# page_blocks PAGE DIRECTORY: writes each block into DIRECTORY/LINE.RUNNER.sh, LINE being that of its first command in
# four digits. RUNNER is `docs`, or what a comment in the line before says: <!-- run by tests/package --> makes it
# `package`.
page_blocks() {
    awk -v directory="$2" '
        /^<!-- run by tests\/[a-z]+ -->$/ { runner = $4; sub(".*/", "", runner); next }
        /^```sh$/ { file = sprintf("%s/%04d.%s.sh", directory, NR + 1, runner ? runner : "docs"); next }
        /^```$/ && file { close(file); file = ""; runner = ""; next }
        file { print >file; next }
        { runner = "" }
    ' "$1"
}
