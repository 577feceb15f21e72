# shellcheck shell=bash
# Templates: @NAME@ stands for the value of the shell variable NAME.

need say user

# rendered TEMPLATE: prints it. A name that is not set is an error.
rendered() {
    local text name
    text=$(<"$1")
    while [[ $text =~ @([A-Z][A-Z_]*)@ ]]; do
        name=${BASH_REMATCH[1]}
        [[ -v $name ]] || die "$1 uses @$name@, which has no value"
        text=${text//"@$name@"/"${!name}"}
    done
    printf '%s\n' "$text"
}

# render TEMPLATE OUTPUT: writes OUTPUT in one step, readable by the service's user only.
render() {
    local text
    text=$(rendered "$1") || exit
    (umask 077 && printf '%s\n' "$text" >"$2.new") || die "cannot write $2"
    give "$2.new"
    mv -f -- "$2.new" "$2"
}
