#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# --emit: each form is read by the program that it is for, or by a reader of its format. QEMU reads its own in
# tests/cli/smp.bash.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
export LC_ALL=C.UTF-8
URI=test://$STATE/node.xml

needs() {
    command -v "$1" >/dev/null || skip "$1 is not installed (scripts/install-deps test)"
}

# emit FORM OPTION...: to $OUT, without a word on standard error.
emit() {
    expect_status 0 "$TOPOFIX" --emit "$@"
    check_equal "complaints of $*" "" "$(cat "$ERR")"
}

# check_refused STATUS PATTERN OPTION...: nothing is printed but one line of error.
check_refused() {
    local status=$1 pattern=$2
    shift 2
    expect_status "$status" "$TOPOFIX" --emit "$@"
    check_equal "output of --emit $*" "" "$(cat "$OUT")"
    check_equal "lines of error of --emit $*" 1 "$(wc -l <"$ERR")"
    expect_grep "^virt-topofix: $pattern" "$ERR"
}

# domain_says FILE: "present/maximum SxDxCxT" of a domain's XML.
domain_says() {
    xmllint --xpath 'concat(/domain/vcpu/@current, "/", /domain/vcpu, " ", /domain/cpu/topology/@sockets, "x",
        /domain/cpu/topology/@dies, "x", /domain/cpu/topology/@cores, "x", /domain/cpu/topology/@threads)' "$1"
}

# A node with one Windows 7 whose topology has two dies, and whose vCPUs are not all present.
make_node() {
    cat >"$STATE/node.xml" <<XML
<node><domain type='test'><name>win7</name><uuid>5c4a7fd9-f08e-4d8e-9d7c-0a4f5a6b7c8d</uuid><memory>8192</memory>
<vcpu current='2'>8</vcpu><os><type arch='x86_64'>hvm</type></os><features><acpi/></features>
<cpu><topology sockets='2' dies='2' cores='2' threads='1'/></cpu></domain></node>
XML
}

test_virt_install() {
    local line
    needs virt-install
    needs xmllint
    for line in "4 /4 1x1x4x1" "4,maxvcpus=8 4/8 1x1x8x1"; do
        emit virt-install --os win7 --vcpus "${line%% *}"
        # shellcheck disable=SC2046 # two words
        expect_status 0 virt-install --connect test:///default --name emitted --memory 64 --disk none --boot hd \
            --graphics none --osinfo win7 --print-xml $(cat "$OUT")
        cp "$OUT" "$STATE/made.xml"
        check_equal "what virt-install makes of ${line%% *}" "${line#* }" "$(domain_says "$STATE/made.xml")"
        expect_status 0 "$TOPOFIX" --check --file "$STATE/made.xml"
        expect_grep '^emitted: legal: ' "$OUT"
    done
}

test_virt_install_with_dies() {
    needs virt-install
    needs xmllint
    emit virt-install --os win7 --vcpus 8 --dies 2
    # shellcheck disable=SC2046 # two words
    expect_status 0 virt-install --connect test:///default --name emitted --memory 64 --disk none --boot hd \
        --graphics none --osinfo win7 --print-xml $(cat "$OUT")
    check_equal "what virt-install makes of it" "/8 1x2x4x1" "$(domain_says "$OUT")"
}

# Nothing of what the domain had may stay, neither its dies nor its count of present vCPUs.
test_virt_xml() {
    local words
    needs virt-xml
    needs xmllint
    make_node
    emit virt-xml --os win7 --vcpus 4
    read -r -a words <"$OUT"
    check_equal "the command" "virt-xml DOMAIN --edit" "${words[*]:0:3}"
    expect_status 0 virt-xml --connect "$URI" win7 "${words[@]:2}" --print-xml
    check_equal "what virt-xml makes of it" "4/4 1x1x4x1" "$(domain_says "$OUT")"
    expect_status 0 virt-xml --connect "$URI" win7 "${words[@]:2}" # libvirt takes it
}

# stylesheet XML: applies $OUT to it, into $STATE/made.xml.
stylesheet() {
    cp "$OUT" "$STATE/topology.xsl"
    printf '%s' "$1" >"$STATE/input.xml"
    expect_status 0 xsltproc --nonet "$STATE/topology.xsl" "$STATE/input.xml"
    check_equal "complaints" "" "$(cat "$ERR")"
    cp "$OUT" "$STATE/made.xml"
    cp "$STATE/topology.xsl" "$OUT"
}

test_terraform() {
    local before after xml
    needs xsltproc
    emit terraform --os win7 --vcpus 4
    expect_grep 'cpu = \{ topology = \{ sockets = 1, cores = 4, threads = 1 \} \} -->$' "$OUT"
    after='<topology sockets="1" cores="4" threads="1"/>'
    for before in '' '<cpu/>' '<cpu mode="host-passthrough"/>' '<cpu><topology sockets="2" dies="2" cores="1" threads="1"/></cpu>' \
        '<cpu mode="custom"><model>qemu64</model><numa><cell id="0" cpus="0-3" memory="1"/></numa></cpu>'; do
        xml="<domain type=\"kvm\"><name>d</name><metadata><m:a xmlns:m=\"urn:x\">&lt;</m:a></metadata><vcpu placement=\"static\">4</vcpu>$before<devices/></domain>"
        stylesheet "$xml"
        check_equal "topologies" 1 "$(grep -o '<topology' "$STATE/made.xml" | wc -l)"
        expect_grep "$after" "$STATE/made.xml"
        expect_grep '<m:a xmlns:m="urn:x">&lt;</m:a>' "$STATE/made.xml"
        expect_grep '<vcpu placement="static">4</vcpu>' "$STATE/made.xml"
        # without the topology, nothing else has changed
        check_equal "the rest of $before" \
            "$(sed -E 's,<topology[^>]*/>,,; s,<cpu/>|<cpu></cpu>,,; s,(<cpu [^>]*)></cpu>,\1/>,' "$STATE/input.xml" | sed 's,</domain>,,')" \
            "$(sed -E 's,<topology[^>]*/>,,; s,<cpu></cpu>,,; s,(<cpu [^>]*)></cpu>,\1/>,' "$STATE/made.xml" | tr -d '\n' | sed 's,</domain>,,')"
    done
}

test_terraform_with_room_to_plug_in() {
    needs xsltproc
    needs xmllint
    emit terraform --os win10 --edition professional --vcpus 4,maxvcpus=8 --sockets 2 --dies 1
    expect_grep '^ +vcpu_current = 4$' "$OUT"
    stylesheet '<domain><vcpu placement="static">8</vcpu></domain>'
    check_equal "what the stylesheet makes of it" "4/8 2xx4x1" "$(domain_says "$STATE/made.xml")"
    expect_grep 'placement="static"' "$STATE/made.xml"
    emit terraform --os win7 --vcpus 8 --dies 2 --clusters 2
    expect_grep 'sockets = 1, dies = 2, clusters = 2, cores = 2, threads = 1' "$OUT"
    expect_grep '<topology sockets="1" dies="2" clusters="2" cores="2" threads="1"/>' "$OUT"
}

test_kubevirt() {
    needs jq
    python3 -c 'import yaml' 2>/dev/null || skip "python3-yaml is not installed (scripts/install-deps test)"
    emit kubevirt --os win10 --edition professional --vcpus 8,maxvcpus=16 --sockets 2
    python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)' <"$OUT" >"$STATE/cpu.json"
    check_equal "by KubeVirt's schema" "" \
        "$(python3 "$ROOT/tests/support/validate_json.py" "$ROOT/tests/cli/kubevirt-cpu.schema.json" <"$STATE/cpu.json" 2>&1)"
    check_equal "the counts" '[1,8,1,2]' "$(jq -c '.cpu | [.sockets, .cores, .threads, .maxSockets]' "$STATE/cpu.json")"
    check_refused 1 '--emit: KubeVirt plugs in whole sockets: found 4 of 8 vCPUs on sockets of 8' kubevirt --os win7 --vcpus 4,maxvcpus=8
}

test_proxmox() {
    emit proxmox --os win7 --vcpus 4
    check_equal "the line" "qm set ID --sockets 1 --cores 4" "$(cat "$OUT")"
    emit proxmox --os win7 --vcpus 4,maxvcpus=8
    check_equal "the line" "qm set ID --sockets 1 --cores 8 --vcpus 4" "$(cat "$OUT")"
    # Its guests are "pc" unless they are told otherwise.
    check_refused 1 '--emit proxmox: found 256 vCPUs, expected at most the 255 of machine type pc: ' proxmox --os win2k22 --vcpus 256
    expect_status 0 "$TOPOFIX" --emit proxmox --os win2k22 --vcpus 256 --machine q35
}

# nova_makes VCPUS: what Nova chooses with the properties in $OUT.
nova_makes() {
    local property options=()
    while read -r property; do
        options+=(--image "$property")
    done < <(grep -oE 'hw_cpu[a-z_]*=[0-9]+' "$OUT")
    "$TOPOFIX" --solve "$1" --order nova "${options[@]}" 2>&1 | head -n 1
}

test_nova() {
    emit nova --os win7 --vcpus 4
    check_equal "the line" "openstack image set --property hw_cpu_max_sockets=1 --property hw_cpu_max_threads=1 IMAGE" "$(cat "$OUT")"
    check_equal "Nova's choice" "sockets=1 cores=4 threads=1" "$(nova_makes 4)"
    check_equal "Nova's choice for another flavor" "sockets=1 cores=7 threads=1" "$(nova_makes 7)"
    emit nova --os win7 --vcpus 8 --threads 2
    check_equal "Nova's choice" "sockets=1 cores=4 threads=2" "$(nova_makes 8)"
}

# The topology is the solver's, by what is said of the guest.
test_what_the_guest_needs() {
    local sockets
    emit qemu --os win10 --vcpus 8
    check_equal "of any edition" "-smp 8,sockets=1,cores=8,threads=1" "$(cat "$OUT")"
    emit qemu --os win10 --edition professional --vcpus 8 --max-cores 4
    check_equal "with a wish" "-smp 8,sockets=2,cores=4,threads=1" "$(cat "$OUT")"
    expect_status 4 "$TOPOFIX" --emit qemu --os msdos6.22 --vcpus 2
    expect_grep '^-smp 2,sockets=1,' "$OUT"
    expect_grep '^virt-topofix: 1x2x1: unfixable: .*: 1 of 2 vCPUs are used$' "$ERR"
    expect_status 4 "$TOPOFIX" --emit nova --os win7 --vcpus 8 --sockets 4
    expect_grep '^virt-topofix: 4x2x1: loses: ' "$ERR"
    expect_status 4 "$TOPOFIX" --emit nova --os win7 --vcpus 8 --sockets 4 --quiet
    check_equal "complaints" "" "$(cat "$ERR")"
    expect_status 0 "$TOPOFIX" --emit qemu --os fedora38 --vcpus 6 -v
    expect_grep '^virt-topofix: 1x6x1: legal: 6 of 6 vCPUs are used$' "$ERR"
    for sockets in 1 2; do
        expect_status 0 "$TOPOFIX" --emit proxmox --os win2k22 --vcpus 32 --sockets "$sockets"
        check_equal "the line" "qm set ID --sockets $sockets --cores $((32 / sockets))" "$(cat "$OUT")"
    done
}

test_refusals() {
    check_refused 2 '--emit: found .word., expected virt-install, virt-xml, qemu, terraform, kubevirt, proxmox or nova' word --os win7 --vcpus 4
    check_refused 2 '--emit needs --os' qemu --vcpus 4
    check_refused 2 '--emit needs --vcpus' qemu --os win7
    check_refused 2 '--os: ' qemu --os win77 --vcpus 4
    check_refused 2 '--emit: found .a-domain., expected no DOMAIN' qemu --os win7 --vcpus 4 a-domain
    check_refused 2 '--emit: Proxmox VE has no threads: found --threads 2, expected 1 or none' proxmox --os win7 --vcpus 4 --threads 2
    check_refused 2 '--emit: Nova starts a guest with all of its vCPUs: ' nova --os win7 --vcpus 4,maxvcpus=8
    check_refused 1 '--emit qemu: no legal topology of 7 vCPUs has --sockets 2$' qemu --os win7 --vcpus 7 --sockets 2
    check_refused 1 '--emit qemu: found 4 vCPUs, expected at most the 1 of machine type isapc: ' qemu --os win7 --vcpus 4 --machine isapc
    check_refused 2 '--emit and --check cannot be combined' qemu --os win7 --vcpus 4 --check
}

test_json() {
    needs jq
    expect_status 0 "$TOPOFIX" --emit virt-install --os win7 --vcpus 4,maxvcpus=8 --format json
    check_equal "json" '[1,"virt-install","--vcpus 4,maxvcpus=8,sockets=1,cores=8,threads=1\n",{"maximum":8,"current":4},8,"legal",{"min":4,"max":4},[]]' \
        "$(jq -c '[.version, .form, .fragment, .vcpus, .topology.cores, .verdict, .usable, .reasons]' "$OUT")"
    check_equal "complaints" "" "$(cat "$ERR")"
    expect_status 4 "$TOPOFIX" --emit nova --os win7 --vcpus 8 --sockets 4 --json
    check_equal "reasons" '["socket-limit","wish-loses"]' "$(jq -c '[.reasons[].code]' "$OUT")"
}

run_tests "$@"
