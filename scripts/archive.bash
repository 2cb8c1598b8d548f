# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Finds out where this machine's apt gets Debian from, for scripts that make a root or fetch from it. Sourced.

find_mirror() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' 'Created-By: Packages' |
        awk '$2 == "Debian" && $1 !~ /security/ { print $1; exit }'
}

find_keyring() {
    local dir
    for dir in /usr/share/keyrings /etc/apt/trusted.gpg.d; do
        if [[ -r $dir/debian-archive-keyring.gpg ]]; then
            echo "$dir/debian-archive-keyring.gpg"
            return
        fi
    done
}

# The settings with which this machine's apt reaches the archive, for the apt inside. No cache of packages is
# kept.
apt_settings() {
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries|Languages)' || true
    echo 'APT::Sandbox::User "root";'
}
