# shellcheck shell=bash
# Templates: @NAME@ stands for the value of the shell variable NAME.

# render TEMPLATE OUTPUT: writes OUTPUT in one step, readable by its owner only. A name that is not set is an error.
render() {
    local template=$1 output=$2 text name
    text=$(<"$template")
    while [[ $text =~ @([A-Z][A-Z_]*)@ ]]; do
        name=${BASH_REMATCH[1]}
        [[ -v $name ]] || die "$template uses @$name@, which has no value"
        text=${text//"@$name@"/"${!name}"}
    done
    (umask 077 && printf '%s\n' "$text" >"$output.new") || die "cannot write $output"
    mv -f -- "$output.new" "$output"
}
