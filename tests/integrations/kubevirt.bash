#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# KubeVirt's door, called as its sidecar-shim calls it, with a domain in the form that virt-launcher writes.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
DOOR=$ROOT/integrations/kubevirt/onDefineDomain
export TOPOFIX TOPOFIX_NAMES=$ROOT/data/names/kubevirt.tsv
PREFERENCE=kubevirt.io/cluster-preference-name

# Go's XML: tabs, no empty-element tags, the topology before the vCPUs.
setup() {
    printf '%s\n' '<domain type="kvm" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">' \
        $'\t<name>default_vm</name>' $'\t<memory unit="b">4294967296</memory>' \
        $'\t<os>\n\t\t<type arch="x86_64" machine="q35">hvm</type>\n\t</os>' \
        $'\t<metadata>\n\t\t<kubevirt xmlns="http://kubevirt.io">\n\t\t\t<uid>5b2f</uid>\n\t\t</kubevirt>\n\t</metadata>' \
        $'\t<features>\n\t\t<acpi></acpi>\n\t</features>' \
        $'\t<cpu mode="host-model">\n\t\t<topology sockets="4" cores="1" threads="1"></topology>\n\t</cpu>' \
        $'\t<vcpu placement="static">4</vcpu>' $'\t<devices></devices>' '</domain>' >"$STATE/given.xml"
    keep_last_newline_away "$STATE/given.xml"
}

# vmi [NAME VALUE]...: a VirtualMachineInstance with these annotations.
vmi() {
    jq -cn '{kind: "VirtualMachineInstance", apiVersion: "kubevirt.io/v1",
        metadata: {name: "vm", labels: {"kubevirt.io/domain": "vm"},
            annotations: ($ARGS.positional | [range(0; length; 2) as $i | {(.[$i]): .[$i + 1]}] | add)},
        spec: {domain: {cpu: {sockets: 4, cores: 1, threads: 1}}}}' --args "$@"
}

# expect_door VMI: runs the door, which must succeed whatever it is given.
expect_door() {
    expect_status 0 "$DOOR" --vmi "$1" --domain "$(cat "$STATE/given.xml")"
}

test_a_preference_says_the_os() {
    local name
    for name in $PREFERENCE kubevirt.io/preference-name; do
        expect_door "$(vmi "$name" windows.10.virtio)"
        check_only_topology 'sockets="1" cores="4" threads="1"'
    done
}

test_a_templates_annotation_says_the_os() {
    expect_door "$(vmi vm.kubevirt.io/os windows10)"
    check_only_topology 'sockets="1" cores="4" threads="1"'
    expect_door "$(vmi vm.kubevirt.io/os windows)"
    check_unchanged
}

test_an_annotation_wins() {
    expect_door "$(vmi "$PREFERENCE" windows.10 virt-topofix/os win2k22)"
    check_unchanged
    expect_grep 'legal' "$ERR"
    expect_door "$(vmi "$PREFERENCE" windows.2k22 virt-topofix/os http://microsoft.com/win/10 virt-topofix/edition home)"
    check_only_topology 'sockets="1" cores="4" threads="1"'
    expect_door "$(vmi "$PREFERENCE" windows.2k22 virt-topofix/profile sql-server-2022-express)"
    check_only_topology 'sockets="1" cores="4" threads="1"'
}

test_a_label_says_it_as_well() {
    expect_door "$(vmi a b | jq -c '.metadata |= del(.annotations) | .metadata.labels["virt-topofix/os"] = "win7"')"
    check_only_topology 'sockets="1" cores="4" threads="1"'
}

# Hyper-V enlightenments, which a preference for Windows turns on.
test_the_domain_itself_suggests_it() {
    sed -i 's|<acpi></acpi>|&<hyperv><relaxed state="on"></relaxed></hyperv>|' "$STATE/given.xml"
    expect_door "$(vmi "$PREFERENCE" our-own-preference)"
    check_only_topology 'sockets="1" cores="4" threads="1"'
}

# recorded NAME: what KubeVirt's own converter wrote for a VMI, with that VMI; see recorded/README.md.
recorded() {
    cp "$ROOT/tests/integrations/recorded/kubevirt-$1.xml" "$STATE/given.xml"
    expect_door "$(cat "$ROOT/tests/integrations/recorded/kubevirt-$1.json")"
}

# Four of sixteen are plugged in; what is enabled stands in <vcpus>, not in an attribute of <vcpu>.
test_hotplug_headroom() {
    recorded hotplug
    check_only_topology 'sockets="1" cores="16" threads="1"'
    expect_grep '^virt-topofix: default_desk-7: 16x1x1 -> 1x16x1' "$ERR"
}

# Two vCPUs on the two threads of each core of the host: they stay together.
test_pinned_threads() {
    recorded pinned
    check_only_topology 'sockets="1" cores="4" threads="2"'
}

test_nobody_says_it() {
    expect_door "$(vmi a b)"
    check_unchanged
    expect_grep 'unknown-guest' "$ERR"
}

test_bad_input_leaves_the_domain_alone() {
    local text
    for text in '' '{' '[]' '{"metadata": 1}' '{"metadata": {"annotations": [1]}}' "$(printf '[%.0s' {1..5000})"; do
        expect_door "$text"
        check_told '--vmi: found '
    done
    expect_door "$(vmi virt-topofix/os windows12)"
    check_told "--os: found 'windows12'"
    expect_door "$(vmi virt-topofix/os $'win7\tx\033[31m')"
    check_told "--os: found "
    expect_no_grep $'\033' "$ERR"
    expect_door "$(vmi virt-topofix/os win10 | sed 's/win10/win\\u000010/')"
    check_told "did not run"
    for text in '<domain>' 'no XML' '<domain type="kvm"><vcpu>4</vcpu><vcpu>4</vcpu></domain>'; do
        printf '%s' "$text" >"$STATE/given.xml"
        expect_door "$(vmi "$PREFERENCE" windows.11)"
        check_told "ended with status 1; the domain is not changed"
    done
}

test_bytes_that_are_no_utf8_come_out_as_they_are() {
    printf '<domain><name>\377</name>' >"$STATE/given.xml"
    expect_door "$(vmi "$PREFERENCE" windows.11)"
    check_told "the domain is not changed"
}

test_broken_programs() {
    with_broken_programs expect_door "$(vmi "$PREFERENCE" windows.11)"
}

test_a_missing_table() {
    TOPOFIX_NAMES=$STATE/none expect_door "$(vmi "$PREFERENCE" windows.11)"
    check_told "$STATE/none: cannot be read"
}

test_without_a_domain_there_is_nothing_to_hand_out() {
    expect_status 1 "$DOOR" --vmi '{}'
    check_equal "output" "" "$(cat "$OUT")"
    expect_grep '^virt-topofix: --domain: missing' "$ERR"
}

# Every library comes out of the bundle, whatever is installed around it.
test_the_bundle_needs_nothing_around_it() {
    local folder=$STATE/bundle
    expect_status 0 "$ROOT/integrations/kubevirt/bundle" "$TOPOFIX" "$folder"
    expect_status 0 "$folder"/lib/ld[-0-9a-z]*.so.* --library-path "$folder/lib" --list "$folder/lib/virt-topofix"
    expect_grep " => $folder/lib/libvirt.so.0 " "$OUT"
    check_equal "libraries from elsewhere" "" "$(grep -E '(=> |^\s+)/' "$OUT" | grep -vF "$folder/lib/")"
    TOPOFIX=$folder/virt-topofix expect_door "$(vmi "$PREFERENCE" windows.11)"
    check_only_topology 'sockets="1" cores="4" threads="1"'
}

test_the_bundle_refuses_what_it_cannot_copy() {
    expect_status 1 "$ROOT/integrations/kubevirt/bundle" "$ROOT/README.md" "$STATE/bundle"
    expect_grep '^bundle: .*README.md: no program that loads libraries$' "$ERR"
    expect_status 1 "$ROOT/integrations/kubevirt/bundle" "$TOPOFIX" bundle
    expect_grep "^bundle: found '.* bundle', expected PROGRAM FOLDER" "$ERR"
}

# What the Containerfile copies is in the tree, and goes where the door looks for it.
test_the_containerfile_copies_what_there_is() {
    local file=$ROOT/integrations/kubevirt/Containerfile path
    while read -r path; do
        check "$path is in the tree" test -e "$ROOT/$path"
    done < <(sed -nE 's/^COPY (--chmod=[0-9]+ )?([a-z][^ ]*) .*/\2/p' "$file")
    expect_grep " $(sed -nE 's/^NAMES = .*, "(.*)"\)$/\1/p' "$DOOR")\$" "$file"
    expect_grep '^ENV TOPOFIX=/opt/virt-topofix/virt-topofix$' "$file"
}

run_tests "$@"
