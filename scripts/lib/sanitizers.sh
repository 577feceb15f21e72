# shellcheck shell=bash
# Running what was built with sanitizers. What they find goes to files, one for each process: so nothing is missed of a
# handler that its supervisor replaced, of a service that leaks and is stopped, or of a process whose output nobody reads.

need say

# use_sanitizers REPORTS: for everything that is started from here on. Executables without a sanitizer ignore it.
use_sanitizers() {
    local suppressions=$ROOT/tests/sanitizers common="log_path='$1/report':log_exe_name=1"
    mkdir -p -- "$1"
    # GCC's library for undefined behaviour writes to standard error only; the abort that follows is AddressSanitizer's to
    # tell of, in the file.
    export ASAN_OPTIONS="$common:halt_on_error=1:handle_abort=1:detect_stack_use_after_return=1:strict_string_checks=1"
    export UBSAN_OPTIONS="$common:halt_on_error=1:abort_on_error=1:print_stacktrace=1"
    export LSAN_OPTIONS="suppressions='$suppressions/leaks':print_suppressions=0"
    # It goes on after a report: one run tells of all the races.
    export TSAN_OPTIONS="$common:suppressions='$suppressions/races':second_deadlock_stack=1"
}

# show_reports REPORTS KEPT: true when there are none. Otherwise they are printed, and copied to the directory KEPT.
show_reports() {
    local found
    rm -rf -- "$2"
    mapfile -t found < <(find "$1" -type f | sort)
    if ((${#found[@]} == 0)); then
        say "The sanitizers found nothing."
        return
    fi
    cp -r -- "$1" "$2"
    tail -n +1 -- "${found[@]}" >&2
    warn "the sanitizers found something in ${#found[@]} processes; their reports are in $2"
    return 1
}

# preload_for MODULE: the sanitizer's run-time libraries that a process without any has to load before this module, with
# colons between; nothing for a module without. A sanitizer looks for the functions of libstdc++ when the process begins.
preload_for() {
    local runtime
    runtime=$(ldd "$1" | awk '$1 ~ /^lib[at]san[.]so/ { print $3 } ')
    if [[ -n $runtime ]]; then printf '%s:libstdc++.so.6\n' "$runtime"; fi
}

# at_fixed_addresses SCRIPT ARGUMENT…: starts the script over without random addresses, unless it was or the kernel does
# not let it. ThreadSanitizer of GCC 12 ends at once where something lies in its shadow's place, as it may with
# vm.mmap_rnd_bits above 28.
at_fixed_addresses() {
    local no_randomize=0x0040000 # of personality(2)
    if (((0x$(</proc/self/personality) & no_randomize) == 0)) && setarch -R true 2>/dev/null; then
        exec setarch -R "$@"
    fi
}
