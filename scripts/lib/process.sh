# shellcheck shell=bash
# Processes of this instance: started in a session of their own, remembered by pid and start time, so that a pid that
# the kernel has given to somebody else meanwhile is never taken for ours.

need say paths wait user

pid_file() { printf '%s\n' "$RUN_DIR/$1.pid"; }

# process_stat PID: sets STAT to the fields of /proc/PID/stat from the third on (0 state, 1 parent, 2 group, 19 start
# time). False when there is no such process, or only its zombie. `read`, because in $(<…) a process that ends between
# opening and reading its file ends the shell (bash 5.2).
process_stat() {
    local line
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra STAT <<<"${line##*) }"
    ((${#STAT[@]} > 19)) && [[ ${STAT[0]} != [ZX] ]]
}

# running_pid NAME: prints the pid of the service's main process; false when it does not run.
running_pid() {
    local pid started_at
    { read -r pid started_at <"$(pid_file "$1")"; } 2>/dev/null || return 1
    process_stat "$pid" && [[ ${STAT[19]} == "$started_at" ]] || return 1
    printf '%s\n' "$pid"
}

is_running() { running_pid "$1" >/dev/null; }
is_stopped() { ! is_running "$1"; }

# spawn NAME COMMAND…: output is appended to NAME.log. Inherited descriptors are closed: a daemon must hold neither
# the lock of `up` nor the pipe of a test runner.
spawn() {
    local name=$1 pid
    shift
    (umask 077 && touch -- "$LOG_DIR/$name.log")
    give "$LOG_DIR/$name.log"
    (
        umask 077
        raise_open_files
        for descriptor in "/proc/$BASHPID/fd"/*; do
            descriptor=${descriptor##*/}
            if ((descriptor > 2)); then eval "exec $descriptor>&-"; fi
        done
        exec setsid "$@" </dev/null >>"$LOG_DIR/$name.log" 2>&1
    ) &
    pid=$!
    if process_stat "$pid"; then printf '%s %s\n' "$pid" "${STAT[19]}" >"$(pid_file "$name")"; fi
}

raise_open_files() {
    local wanted=16384 hard
    hard=$(ulimit -Hn)
    if [[ $hard != unlimited ]] && ((hard < wanted)); then wanted=$hard; fi
    ulimit -Sn "$wanted"
}

# processes_by parent|group NUMBER: pids, one a line. Where the kernel lists the children of a process, or knows of none in
# the group, not every process is looked at.
processes_by() {
    local field=1 pid pids=() children=/proc/$2/task/$2/children
    if [[ $1 == parent && -r $children ]]; then
        { read -ra pids <"$children"; } 2>/dev/null || true
    elif [[ $1 == parent ]] || kill -0 -- "-$2" 2>/dev/null; then
        pids=(/proc/[0-9]*)
    fi
    if [[ $1 == group ]]; then field=2; fi
    for pid in "${pids[@]#/proc/}"; do
        if process_stat "$pid" && [[ ${STAT[field]} == "$2" ]]; then printf '%s\n' "$pid"; fi
    done
}

# kill_leftovers NAME: SIGKILL for what is left of the service's process group after its main process has been killed:
# handlers without their multiwatch, nginx workers without their master. That they write to our log tells them from
# strangers whose group got the same number.
kill_leftovers() {
    local group pid
    { read -r group _ <"$(pid_file "$1")"; } 2>/dev/null || return 0
    while read -r pid; do
        if [[ /proc/$pid/fd/1 -ef $LOG_DIR/$1.log ]]; then
            kill -KILL "$pid" 2>/dev/null || true
            wait_until 10 process_is_gone "$pid" || die "a process of $1 (pid $pid) cannot be killed"
        fi
    done < <(processes_by group "$group")
}

process_is_gone() { ! process_stat "$1"; }

# stop_process NAME SECONDS: SIGTERM, and SIGKILL with a warning when it has not gone by then.
#
# A supervisor's children get their SIGTERM from here, once each, after the supervisor's own: Debian 12's multiwatch
# turns TERM into another signal for them (USR1; with `-s TERM` QUIT: it sends its table's index, not the number).
stop_process() {
    local name=$1 patience=$2 deadline pid child
    local -A told=()
    if pid=$(running_pid "$name"); then
        deadline=$((SECONDS + patience))
        kill -TERM "$pid" 2>/dev/null || true
        while is_running "$name" && ((SECONDS < deadline)); do
            sleep 0.05
            for child in $(if [[ -n ${SUPERVISED[$name]:-} ]]; then processes_by parent "$pid"; fi); do
                if [[ ! -v told[$child] ]]; then kill -TERM "$child" 2>/dev/null || true; fi
                told[$child]=1
            done
        done
        if is_running "$name"; then
            warn "$name did not stop within $patience s; killing it"
            kill -KILL "$pid" 2>/dev/null || true
            wait_until 10 is_stopped "$name" || die "$name (pid $pid) cannot be killed"
        fi
    fi
    kill_leftovers "$name"
    rm -f -- "$(pid_file "$name")"
}

# worker_pids NAME: the processes that do the work, one pid a line: a supervisor's children, or the process itself.
worker_pids() {
    local pid
    pid=$(running_pid "$1") || return 1
    if [[ -n ${SUPERVISED[$1]:-} ]]; then processes_by parent "$pid"; else printf '%s\n' "$pid"; fi
}
