# shellcheck shell=bash
# The commands of a page that are run here, one block after the other, as the page has them.

# shellcheck source=tests/docs/blocks.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../docs/blocks.sh"

# open_page PAGE DIRECTORY: puts the page's blocks for this test into DIRECTORY, for this shell or another one.
open_page() {
    mkdir -- "$2"
    page_blocks "$1" "$2"
    rm -f -- "$2"/*.docs.sh
    BLOCKS=$2
}

# follow_page BEGINNING SHELL…: has SHELL run the next block, which begins like this. A block is gone when it was run.
follow_page() {
    local beginning=$1 block
    shift
    block=$(find "$BLOCKS" -name '*.package.sh' | sort | head -n 1)
    [[ -n $block ]] || fail "the page has no more commands; there should be one that begins with $beginning"
    [[ $(<"$block") == "$beginning"* ]] || fail "the page goes on with $(<"$block"), and not with $beginning"
    "$@" -euo pipefail -c "$(<"$block")" >"$BLOCKS/output" 2>&1 </dev/null ||
        fail "$(<"$block") failed: $(tail -n 20 "$BLOCKS/output")"
    passed "as the page says: $(head -n 1 "$block")"
    rm -- "$block"
}

page_is_done() { [[ -z $(find "$BLOCKS" -name '*.package.sh') ]]; }
