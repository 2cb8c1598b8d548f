#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The line of --emit=nova, run: OpenStack's own client reads it and tells an image API, which then has what Nova reads.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
IMAGE=0f4d1f6e-5a3b-4a58-9a5d-6f6f2b1f7c10

# Serves $STATE/image until the end. Sets PORT.
start_api() {
    printf '{"id": "%s", "name": "win", "status": "active", "os_distro": "windows", "hw_cpu_max_sockets": "4"}' "$IMAGE" >"$STATE/image"
    exec {API}< <(exec python3 "$ROOT/tests/integrations/image_api.py" "$STATE/image")
    API_PID=$!
    trap 'kill "$API_PID"; rm -rf "$STATE"' EXIT
    read -r -t 20 -u "$API" PORT || fail "no image API"
}

# set_image ARGUMENT...: emits a line for the arguments and runs it as it is, but for the image's name.
set_image() {
    local words
    expect_status 0 "$TOPOFIX" --emit nova "$@"
    read -ra words <<<"$(sed "s/ IMAGE\$/ $IMAGE/" "$OUT")"
    check_equal "the program" openstack "${words[0]}"
    expect_status 0 env no_proxy=127.0.0.1 OS_AUTH_TYPE=none OS_ENDPOINT="http://127.0.0.1:$PORT" "${words[@]}"
}

test_the_client_sets_the_properties() {
    command -v openstack >/dev/null || skip "openstack is not installed (scripts/install-deps integrations)"
    start_api
    set_image --os win7 --vcpus 4
    check_equal "the image" '{"hw_cpu_max_sockets":"1","hw_cpu_max_threads":"1","name":"win","os_distro":"windows"}' \
        "$(jq -cS 'del(.id, .status)' "$STATE/image")"
    set_image --os win2k22 --vcpus 8 --threads 2
    check_equal "what Nova reads" "$(jq -r 'to_entries[] | select(.key | startswith("hw_")) | "--property \(.key)=\(.value)"' "$STATE/image" | sort)" \
        "$("$TOPOFIX" --emit nova --os win2k22 --vcpus 8 --threads 2 | grep -o -e '--property [^ ]*' | sort)"
}

run_tests "$@"
