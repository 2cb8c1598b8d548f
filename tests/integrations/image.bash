#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# KubeVirt's sidecar image, built from its Containerfile and run. No registry is asked: the image to build in is this
# machine's own folders, copied on write, and that of the shim is a shell and a Python, which is all that the door may
# count on there.

# shellcheck source=tests/support/program.bash
. "$(dirname "${BASH_SOURCE[0]}")/../support/program.bash"
# shellcheck source=tests/integrations/door.bash
. "$ROOT/tests/integrations/door.bash"
DOMAIN=$ROOT/tests/integrations/recorded/kubevirt-hotplug.xml
VMI=$ROOT/tests/integrations/recorded/kubevirt-hotplug.json

# Low enough for every host: the defaults of some versions are higher than what root may have in a container itself.
LIMITS=(--ulimit nofile=1024 --ulimit nproc=4096)

# vfs and chroot: neither a driver of the kernel nor another container's rights are needed.
image() {
    buildah --root "$STATE/images" --runroot "$STATE/run" --storage-driver vfs "$@"
}

# image_of FOLDER NAME: an image with nothing but what is in it.
image_of() {
    printf 'FROM scratch\nCOPY . /\n' >"$STATE/Containerfile"
    expect_status 0 image bud --isolation chroot -t "localhost/$2" -f "$STATE/Containerfile" "$1"
}

# merged FOLDER: /bin and its like, as the distributions have them.
merged() {
    local name
    for name in bin lib lib64 sbin; do
        mkdir -p "$1/usr/$name"
        ln -s "usr/$name" "$1/$name"
    done
}

# What the build stage mounts over these is this machine's.
make_builder() {
    mkdir -p "$STATE"/builder/{etc,opt,proc,root,run,sys,var}
    mkdir -m 1777 "$STATE/builder/tmp"
    merged "$STATE/builder"
    image_of "$STATE/builder" builder
}

make_shim() {
    local python library
    python=$(readlink -f /usr/bin/python3)
    merged "$STATE/shim"
    cp -L /bin/sh "$STATE/shim/usr/bin/sh"
    cp "$python" "$STATE/shim/usr/bin/python3"
    while read -r library; do
        cp -L --parents "$library" "$STATE/shim"
    done < <(LC_ALL=C ldd /bin/sh "$python" | sed -nE 's/^\t(.* => )?(\/[^ ]+) \(0x.*/\2/p' | sort -u)
    cp -r "/usr/lib/${python##*/}" "$STATE/shim/usr/lib"
    image_of "$STATE/shim" shim
}

# run_image ARGUMENT...: what a container of the image does as the user that KubeVirt gives it.
run_image() {
    expect_status 0 image run --isolation chroot --user 107:107 sidecar -- "$@"
}

test_the_image_builds_and_runs() {
    command -v buildah >/dev/null || skip "buildah is not installed (scripts/install-deps integrations)"
    make_builder
    make_shim
    expect_status 0 image bud --isolation chroot "${LIMITS[@]}" --ignorefile "$ROOT/.dockerignore" \
        -v /usr:/usr:O -v /var:/var:O -v /etc:/etc:O --build-arg BUILD=localhost/builder --build-arg SHIM=localhost/shim \
        -t localhost/sidecar -f "$ROOT/integrations/kubevirt/Containerfile" "$ROOT"
    expect_status 0 image from "${LIMITS[@]}" --name sidecar localhost/sidecar
    run_image /opt/virt-topofix/virt-topofix --version
    expect_grep '^virt-topofix [0-9]' "$OUT"
    cp "$DOMAIN" "$STATE/given.xml"
    run_image onDefineDomain --vmi "$(cat "$VMI")" --domain "$(cat "$DOMAIN")"
    check_only_topology 'sockets="1" cores="16" threads="1"'
    check_equal "the log" 'virt-topofix: default_desk-7: 16x1x1 -> 1x16x1' "$(cut -d ';' -f 1 "$ERR")"
}

run_tests "$@"
