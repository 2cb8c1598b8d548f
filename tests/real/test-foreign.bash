#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Definitions of others on a real libvirtd: all that it takes are told something, fixed and undone, each in one run, and
# each is held against what libvirt makes of the same definition when it is defined again. They are those below the
# folders of TOPOFIX_FOREIGN (with ":" between them), or, without it, those in tests/foreign and of the stories.

# shellcheck source=tests/real/lib.bash
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
real_begin "${BASH_SOURCE[0]}" "$@"

PICK=$REAL_DIR/../support/foreign.py

setup() {
    need_real
    need_tools python3 jq
    forget_domains
}

# Copies of all definitions with names and UUIDs of their own, to $STATE/foreign, which libvirt is asked to define.
define_foreign() {
    local folders
    IFS=: read -r -a folders <<<"${TOPOFIX_FOREIGN:-$ROOT_DIR/tests/foreign:$ROOT_DIR/tests/fixtures}"
    rm -rf "$STATE/foreign"
    mkdir "$STATE/foreign"
    python3 "$PICK" pick "$STATE/foreign" "${folders[@]}"
    define_folder "$STATE/foreign"
}

# define_folder FOLDER: all files in one virsh, which goes on where one is refused.
define_folder() {
    find "$1" -name '*.xml' -printf 'define %p\n' | sort >"$STATE/commands"
    vsh <"$STATE/commands" >"$STATE/defined" 2>&1
}

# dump FOLDER: what libvirt has of each, in a file of its own.
dump() {
    rm -rf "$1"
    mkdir "$1"
    # virsh prints its prompt and the command, too, which are no lines of a file.
    vsh list --all --name | grep . | sort | sed 's/.*/dumpxml --inactive --security-info &/' >"$STATE/commands"
    vsh <"$STATE/commands" 2>/dev/null >"$STATE/dumped"
    python3 "$PICK" split "$1" <"$STATE/dumped"
}

# same rest|whole FOLDER FOLDER: no two definitions differ in more than our record, and with "rest" the topology.
same() {
    check "$1 of ${2##*/} and ${3##*/} is the same" python3 "$PICK" compare "$@"
}

# Undefines what libvirt changes with each define, or refuses the second time, whoever does it: libvirt 9.0 adds another
# console to one with several serial ports.
drop_restless() {
    local file name
    define_folder "$STATE/wanted"
    dump "$STATE/settled"
    for file in "$STATE"/wanted/*.xml; do
        name=$(basename "$file" .xml)
        if grep -q "Failed to define domain from $file" "$STATE/defined" || ! cmp -s "$file" "$STATE/settled/$name.xml"; then
            echo "    libvirt itself changes $name each time"
            vsh undefine "$name" >/dev/null
            rm "$file"
        fi
    done
}

# run WORD...: on all of them. Some have more vCPUs than any topology makes good, which is exit status 4; none may fail.
# Sets CHANGED to how many were changed.
run() {
    local status=0
    "$TOPOFIX" -c "$URI" -j 4 --format json "$@" >"$OUT" 2>"$ERR" || status=$?
    check "exit status $status of $1" [ "$status" -eq 0 -o "$status" -eq 4 ]
    check_equal "failed" 0 "$(jq .summary.failed "$OUT")"
    CHANGED=$(jq '[.domains[] | select(.action == "changed" or .action == "undone")] | length' "$OUT")
}

test_all_that_libvirt_takes() {
    # In 100 of those that are taken, and of these of those that a fix changes: of the tree's own 87 and 84; of the tests
    # of libvirt 9.0.0, of which many have other hypervisors or one vCPU, 56 and 28.
    local count files taken=70 changes=75 names told
    [[ -z ${TOPOFIX_FOREIGN-} ]] || taken=40 changes=20
    define_foreign
    files=$(find "$STATE/foreign" -name '*.xml' | wc -l)
    dump "$STATE/first"
    # What libvirt itself makes of what it wrote.
    define_folder "$STATE/first"
    dump "$STATE/wanted"
    drop_restless
    mapfile -t names < <(vsh list --all --name | grep .)
    count=${#names[@]}
    check "libvirt takes $count of $files" [ "$count" -ge 1 -a $((count * 100)) -ge $((files * taken)) ]

    run --set os=win7 "${names[@]}"
    told=$CHANGED
    # Not those that somebody else manages, and not one that says it already.
    check "$told of $count told" [ $((told * 10)) -ge $((count * 9)) ]
    dump "$STATE/told"
    same rest "$STATE/wanted" "$STATE/told"

    run --only loses,may-lose,invalid --all
    echo "    $files definitions, $count defined, $told told, $CHANGED fixed"
    check "$CHANGED of $count fixed" [ $((CHANGED * 100)) -ge $((count * changes)) ]
    dump "$STATE/fixed"
    same rest "$STATE/wanted" "$STATE/fixed"
    run --only loses,may-lose,invalid --all
    check_equal "changed again" 0 "$CHANGED"
    dump "$STATE/again"
    check "a second run changes nothing" diff -r "$STATE/fixed" "$STATE/again"

    run --undo --forget --all
    run --unset os "${names[@]}"
    dump "$STATE/undone"
    same whole "$STATE/wanted" "$STATE/undone"
}

run_tests
