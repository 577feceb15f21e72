# shellcheck shell=bash
# Long commands: their output goes to a log, and a sign of life to the terminal.

need say

# run_logged LOG COMMAND…: COMMAND's status. Every five seconds the newest line of the log is shown.
run_logged() {
    local log=$1 status=0 reporter report
    shift
    : >>"$log" || die "cannot write $log"
    # The reporter ends when its standard input is closed: no timer survives the command.
    exec {report}> >(report_last_line "$log")
    reporter=$!
    "$@" >>"$log" 2>&1 {report}>&- || status=$?
    exec {report}>&-
    wait "$reporter" || true
    return "$status"
}

report_last_line() {
    local log=$1 line last='' read_status
    while true; do
        read_status=0
        read -r -t 5 || read_status=$?
        if ((read_status <= 128)); then return; fi
        line=$(tail -n 1 -- "$log" | tr -d '\r' | cut -c 1-100)
        if [[ -n $line && $line != "$last" ]]; then say "      … $line"; fi
        last=$line
    done
}
