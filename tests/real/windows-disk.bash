# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A disk that looks like one of Windows: NTFS, two registry hives and the headers of a program, all of them made here.
# Sourced by test-inspect.bash.

PARTS=$REAL_DIR/../support/windows_parts.py

# make_hive FILE ROOT: the keys come as the text of a .reg file on standard input. Each key needs those above it.
make_hive() {
    python3 "$PARTS" hive "$1"
    { printf 'Windows Registry Editor Version 5.00\n\n' && cat; } >"$1.reg"
    hivexregedit --merge --prefix "HKEY_LOCAL_MACHINE\\$2" "$1" "$1.reg"
}

# software_hive FILE PRODUCT EDITION BUILD
software_hive() {
    make_hive "$1" SOFTWARE <<REG
[HKEY_LOCAL_MACHINE\\SOFTWARE]

[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft]

[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT]

[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]
"ProductName"="$2"
"EditionID"="$3"
"InstallationType"="Client"
"CurrentVersion"="6.3"
"CurrentBuildNumber"="$4"
"CurrentMajorVersionNumber"=dword:0000000a
"CurrentMinorVersionNumber"=dword:00000000
REG
}

# system_hive FILE SOCKETS
system_hive() {
    make_hive "$1" SYSTEM <<REG
[HKEY_LOCAL_MACHINE\\SYSTEM]

[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]
"Current"=dword:00000002
"Default"=dword:00000002

[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet002]

[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet002\\Control]

[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet002\\Control\\ProductOptions]
"ProductType"="WinNT"
"ProductPolicy"=hex:$(python3 "$PARTS" policy "$2")
REG
}

# make_windows_disk IMAGE PRODUCT EDITION BUILD SOCKETS
make_windows_disk() {
    local work=$STATE/disk
    mkdir -p "$work/mnt"
    truncate -s 64M "$1"
    mkntfs -F -q -Q "$1" >/dev/null 2>&1
    ntfs-3g "$1" "$work/mnt"
    mkdir -p "$work/mnt/Windows/System32/config" "$work/mnt/Windows/System32/drivers"
    software_hive "$work/SOFTWARE" "$2" "$3" "$4"
    system_hive "$work/SYSTEM" "$5"
    cp "$work/SOFTWARE" "$work/SYSTEM" "$work/mnt/Windows/System32/config"
    python3 "$PARTS" program "$work/mnt/Windows/System32/cmd.exe"
    umount "$work/mnt"
}
