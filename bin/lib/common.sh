# shellcheck shell=bash
# What every script in bin/ shares: strict mode, the root of the work tree, a private
# scratch directory and clean-up that runs however the script ends.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

# Scratch space of this run; removed at the end.
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/moongate.XXXXXX")
CLEANUPS=("rm -rf '$SCRATCH'")

# Adds a command to run when the script ends; the last one added runs first.
on_exit() {
    CLEANUPS=("$1" "${CLEANUPS[@]}")
}

clean_up() {
    local command
    for command in "${CLEANUPS[@]}"; do
        eval "$command" || true
    done
    CLEANUPS=()
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

say() {
    printf '%s\n' "$*"
}

# Ends the script with one sentence that says what to do.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Prints the directory that cargo builds into.
target_directory() {
    cargo metadata --no-deps --format-version 1 --locked |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/'
}

# Builds the product with the named profile (`dev` or `release`) and sets MOONGATE_BINARY to a
# copy of it, so that a build running beside us cannot change it under a test.
build_moongate() {
    local profile=$1 folder=debug
    [[ $profile == release ]] && folder=release
    cargo build --locked --package moongate-server --profile "$profile"
    cp "$(target_directory)/$folder/moongate" "$SCRATCH/moongate"
    export MOONGATE_BINARY=$SCRATCH/moongate
}
