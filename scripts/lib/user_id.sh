# shellcheck shell=bash
# What a user's id looks like.

need say

# check_user_id TEXT: ends the script if TEXT is none.
check_user_id() {
    [[ $1 =~ ^[A-Za-z0-9._~@:|/+=-]{1,128}$ ]] ||
        die "'$1' is no user id: 1 to 128 of A-Z a-z 0-9 . _ ~ @ : - | / + ="
}
