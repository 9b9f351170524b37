# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Vmx.Crypto authors
# SPDX-License-Identifier: BSD-3-Clause
#
# What the legs of .ci/run have in common: each runs one command with its output kept in a file, prints one line with its
# time and its figures, prints the output when it fails, and adds to the totals. A leg that cannot run says why and counts
# as one skipped. Sourced, not run; the caller sets $logs, a folder, and $leg_limit, the seconds a leg may take.
#
# shellcheck disable=SC2154

passed=0
failed=0
skipped=0

# print_line NAME SECONDS TEXT
print_line() {
    printf '%-34s %5s s   %s\n' "$1" "$2" "$3"
}

# note TEXT: a line that is neither a leg nor a figure.
note() {
    printf '%-34s %7s   %s\n' '' '' "$1"
}

# run_logged LOG COMMAND...: returns the command's exit code and leaves its seconds in $seconds.
run_logged() {
    local log=$1 started=$SECONDS status=0
    shift
    timeout --kill-after=10 "$leg_limit" "$@" < /dev/null > "$log" 2>&1 || status=$?
    seconds=$((SECONDS - started))
    if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
        echo "stopped after $leg_limit seconds" >> "$log"
    fi
    return "$status"
}

# show_failure LOG WHY: the tests that failed, each with what follows it, and the end of the output. Of skipped tests, which
# are many, the reasons are counted elsewhere.
show_failure() {
    printf '  ---- %s; what failed:\n' "$2"
    grep -A 24 -E '(\[FAIL\]$|^failed )' "$1" | head -n 200 | sed 's/^/  | /'
    printf '  ---- the end of the output:\n'
    sed -E '/(\[SKIP\]$|^skipped )/{N;d;}' "$1" | tail -n 60 | sed 's/^/  | /'
}

# new_log NAME: the file a leg's output goes to.
new_log() {
    printf '%s/%s.log' "$logs" "$(tr -c 'A-Za-z0-9\n' '-' <<< "$1")"
}

# skip_leg NAME WHY
skip_leg() {
    skipped=$((skipped + 1))
    print_line "$1" - "skipped: $2"
}

# check_leg NAME COMMAND...: one check, which holds when the command succeeds.
check_leg() {
    local name=$1 log status=0
    shift
    log=$(new_log "$name")
    run_logged "$log" "$@" || status=$?
    if [ "$status" -eq 0 ]; then
        passed=$((passed + 1))
        print_line "$name" "$seconds" 'holds'
    else
        failed=$((failed + 1))
        print_line "$name" "$seconds" 'FAILS'
        show_failure "$log" "exit code $status"
    fi
    return "$status"
}

# figure LOG WORD: the number after the word in the last line that has them, or 0.
figure() {
    local number
    number=$(sed -nE "s/^(.*[ ,])?$2: ([0-9]+).*/\\2/Ip" "$1" | tail -n 1)
    echo "${number:-0}"
}

# test_leg NAME MINIMUM COMMAND...: a run of the test program, by itself or through dotnet test, whose own figures count.
# Fewer tests than the minimum is a failure: a filter or a runner that quietly finds nothing must not pass.
test_leg() {
    local name=$1 minimum=$2 log status=0 total run_failed run_skipped run_passed
    shift 2
    log=$(new_log "$name")
    run_logged "$log" "$@" || status=$?
    total=$(figure "$log" total)
    run_failed=$(($(figure "$log" failed) + $(figure "$log" errors)))
    run_skipped=$(figure "$log" skipped)
    run_passed=$((total - run_failed - run_skipped))
    if [ "$run_passed" -lt 0 ]; then
        run_passed=0
    fi
    passed=$((passed + run_passed))
    skipped=$((skipped + run_skipped))
    failed=$((failed + run_failed))
    print_line "$name" "$seconds" "$run_passed passed, $run_failed failed, $run_skipped skipped"
    skip_reasons "$log"
    if [ "$run_failed" -ne 0 ]; then
        show_failure "$log" "$run_failed failed"
    elif [ "$status" -ne 0 ]; then
        failed=$((failed + 1))
        show_failure "$log" "no test failed, but the exit code is $status"
    elif [ $((run_passed + run_skipped)) -lt "$minimum" ]; then
        failed=$((failed + 1))
        show_failure "$log" "$((run_passed + run_skipped)) tests, fewer than the $minimum there should be"
    fi
}

# skip_reasons LOG: each reason for which the runner skipped tests, with how many it skipped. The test program prints
# "Name [SKIP]" and dotnet test "skipped Name", and the reason on the next line.
skip_reasons() {
    sed -nE '/(\[SKIP\]$|^skipped )/{n;s/^ +//;p}' "$1" | sort | uniq -c | while read -r count reason; do
        note "$count skipped: $reason"
    done
}

# cavp_leg NAME COMMAND...: NIST's cases, through `cryptovmx verify --json`. One check for each engine and mode: that it
# ran exactly as many cases as there are, and passed them.
cavp_leg() {
    local name=$1 log status=0 verdict text lines=0
    shift
    log=$(new_log "$name")
    run_logged "$log" "$@" || status=$?
    print_line "$name" "$seconds" "exit code $status"
    while IFS=$'\t' read -r verdict text; do
        case $verdict in
            pass) passed=$((passed + 1)) ;;
            fail) failed=$((failed + 1)) ;;
        esac
        lines=$((lines + 1))
        note "$text"
    done < <(.ci/cavp-figures "$log")
    if [ "$status" -ne 0 ] || [ "$lines" -eq 0 ]; then
        failed=$((failed + 1))
        show_failure "$log" "exit code $status"
    fi
}
