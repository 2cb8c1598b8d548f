# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# For scripts that run the program without a hypervisor: the test framework, the paths of the tree and of the
# program, and a folder of their own. Sourced.

# shellcheck source=tests/support/check.bash
. "$(dirname "${BASH_SOURCE[0]}")/check.bash"
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${TOPOFIX:=$ROOT/build/dev/src/cli/virt-topofix}"
STATE=$(mktemp -d /tmp/topofix.XXXXXX) || exit 1
trap 'rm -rf "$STATE"' EXIT
# shellcheck disable=SC2034 # for the frame
OUT=$STATE/out
# shellcheck disable=SC2034
ERR=$STATE/err
