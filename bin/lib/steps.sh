# shellcheck shell=bash
# Runs the steps of bin/test, counts what their test runners report and prints the sum.
# Needs common.sh.

PASSED=0
FAILED=0
FAILED_STEPS=()

# Runs one step under a name. A step whose output holds no test counts as one check itself.
step() {
    local name=$1 log="$SCRATCH/step.log" status=0 started=$SECONDS passed failed
    shift
    printf '\n== %s\n' "$name"
    "$@" 2>&1 | tee "$log" || status=$?
    read -r passed failed < <(count_tests <"$log")
    if ((passed + failed == 0)) && [[ -z ${NAME:-} || $status -ne 0 ]]; then
        ((status == 0)) && passed=1 || failed=1
    fi
    # A runner that broke before it could count has failed all the same.
    ((status != 0 && failed == 0)) && failed=1
    ((failed > 0)) && FAILED_STEPS+=("$name")
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    printf -- '-- %s: %d passed, %d failed, %d s\n' \
        "$name" "$passed" "$failed" "$((SECONDS - started))"
}

# Reads the output of cargo's, Node's and Playwright's test runners; prints passed and failed.
count_tests() {
    sed 's/\x1b\[[0-9;]*m//g' | awk '
        /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) passed += $i; if ($(i + 1) ~ /^failed/) failed += $i } }
        /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
        /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
        /^ +[0-9]+ passed \([0-9.]+[a-z]+\)$/ { passed += $1 }
        /^ +[0-9]+ (failed|flaky|interrupted|did not run)$/ { failed += $1 }
        END { print passed + 0, failed + 0 }'
}

# Prints the sum and ends the script.
finish() {
    printf '\n'
    if ((PASSED + FAILED == 0)); then
        say "No test has \"$NAME\" in its name."
        FAILED=1
    fi
    ((${#FAILED_STEPS[@]} > 0)) && say "Failed: ${FAILED_STEPS[*]}"
    say "$PASSED passed, $FAILED failed"
    ((FAILED == 0))
    exit
}
