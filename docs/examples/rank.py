#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The best topology for eight vCPUs of Windows 7 Professional, and why four sockets are not."""
import topofix

knowledge = topofix.Knowledge()
best = knowledge.rank(8, os="win7", edition="professional")[0]
print(f"best: {best.sockets}x{best.cores}x{best.threads}")
outcome = knowledge.judge_facts(8, os="win7", edition="professional", topology=topofix.Topology(4, 1, 1, 2, 1))
print(f"4x2x1: {outcome.verdict}, {outcome.usable_now}")
for reason in outcome.reasons:
    print(f"  {reason.code}: {reason.text}")
