#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make_host.py HOST DIR: a /sys/devices/system of a host that nobody has, for libvirt to read.

Leaves DIR/cpu and DIR/node, which are to be bound over the real ones. HOST is a row of HOSTS. With --list
it prints the hosts, and with --lscpu HOST CPU... what `lscpu -e` says of these CPUs: node, socket, cluster,
core and last cache of each, numbered anew in the order of their first mention.
"""

import os
import sys

# What a core is: threads, and how many cores share an L2 (a cluster).
BIG = {"threads": 2, "l2": 1}
SINGLE = {"threads": 1, "l2": 1}
SMALL = {"threads": 1, "l2": 4}
ARM = {"threads": 1, "l2": 1}


def groups(count, each):
    """COUNT groups of the same cores."""
    return [each] * count


# sockets: a list of L3 groups per socket, each a list of cores. nodes: L3 groups per NUMA node. numbering:
# 'far' gives all first threads the lowest numbers and then all second ones, 'near' numbers siblings in a row,
# 'round' deals out the sockets in turn, as many two-socket machines do. clusters: cores per cluster_id.
HOSTS = {
    "ryzen": {"sockets": [groups(2, [BIG] * 8)], "nodes": 2, "numbering": "far"},
    "epyc-nps4": {"sockets": [groups(8, [BIG] * 4)], "nodes": 2, "numbering": "far"},
    "xeon": {"sockets": [groups(1, [BIG] * 8)] * 2, "nodes": 1, "numbering": "round"},
    "hybrid": {"sockets": [[[BIG] * 4 + [SMALL] * 8]], "nodes": 1, "numbering": "near"},
    "arm": {"sockets": [groups(1, [ARM] * 8)] * 2, "nodes": 1, "numbering": "near", "clusters": 4},
    "no-smt": {"sockets": [groups(1, [SINGLE] * 8)], "nodes": 1, "numbering": "near"},
}


class Cpu:
    """One thread of the host."""

    def __init__(self, socket, core, thread, l3, l2, node):
        self.socket, self.core, self.thread = socket, core, thread
        self.l3, self.l2, self.node = l3, l2, node
        self.number = None


def rank(numbering, cpu):
    if numbering == "near":
        return (cpu.core, cpu.thread)
    if numbering == "far":
        return (cpu.thread, cpu.core)
    return (cpu.thread, cpu.core_in_socket, cpu.socket)


def make_cpus(host):
    """All of them, by their number."""
    cpus, core, l3, l2 = [], 0, 0, 0
    per_cluster = host.get("clusters", 0)
    for socket, caches in enumerate(host["sockets"]):
        in_socket = 0
        for cores in caches:
            shared = 0
            for what in cores:
                shared += 1
                for thread in range(what["threads"]):
                    cpu = Cpu(socket, core, thread, l3, l2, l3 // host["nodes"])
                    cpu.core_in_socket = in_socket
                    cpu.cluster = in_socket // per_cluster if per_cluster else l2
                    cpus.append(cpu)
                if shared % what["l2"] == 0:
                    l2 += 1
                core, in_socket = core + 1, in_socket + 1
            l3 += 1
    cpus.sort(key=lambda cpu: rank(host["numbering"], cpu))
    for number, cpu in enumerate(cpus):
        cpu.number = number
    return cpus


def spell(numbers):
    """0-3,8: as the kernel does."""
    numbers, parts = sorted(numbers), []
    while numbers:
        last = 0
        while last + 1 < len(numbers) and numbers[last + 1] == numbers[last] + 1:
            last += 1
        parts.append(f"{numbers[0]}-{numbers[last]}" if last else f"{numbers[0]}")
        numbers = numbers[last + 1:]
    return ",".join(parts)


def mask(numbers):
    """The same as bits, in words of 32."""
    bits = sum(1 << number for number in numbers)
    words = []
    while bits or not words:
        words.append(f"{bits & 0xffffffff:08x}")
        bits >>= 32
    return ",".join(reversed(words))


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as file:
        file.write(f"{text}\n")


def put_topology(base, cpu, cpus):
    def alike(key):
        return [other.number for other in cpus if key(other) == key(cpu)]

    lists = {
        "core_cpus": alike(lambda other: other.core),
        "thread_siblings": alike(lambda other: other.core),
        "core_siblings": alike(lambda other: other.socket),
        "package_cpus": alike(lambda other: other.socket),
        "die_cpus": alike(lambda other: other.socket),
        "cluster_cpus": alike(lambda other: (other.socket, other.cluster)),
    }
    for name, numbers in lists.items():
        put(f"{base}/topology/{name}", mask(numbers))
        put(f"{base}/topology/{name}_list", spell(numbers))
    ids = {"physical_package_id": cpu.socket, "die_id": 0, "cluster_id": cpu.cluster, "core_id": cpu.core_in_socket}
    for name, number in ids.items():
        put(f"{base}/topology/{name}", number)


def put_caches(base, cpu, cpus):
    caches = [
        ("Data", 1, "32K", lambda other: other.core),
        ("Instruction", 1, "32K", lambda other: other.core),
        ("Unified", 2, "512K", lambda other: other.l2),
        ("Unified", 3, "32768K", lambda other: other.l3),
    ]
    for index, (kind, level, size, key) in enumerate(caches):
        shared = [other.number for other in cpus if key(other) == key(cpu)]
        path = f"{base}/cache/index{index}"
        values = {
            "type": kind,
            "level": level,
            "size": size,
            "id": key(cpu),
            "shared_cpu_list": spell(shared),
            "shared_cpu_map": mask(shared),
        }
        for name, value in values.items():
            put(f"{path}/{name}", value)


def put_nodes(target, cpus):
    numbers = sorted({cpu.node for cpu in cpus})
    for name in "online", "possible", "has_cpu", "has_memory":
        put(f"{target}/node/{name}", spell(numbers))
    for node in numbers:
        base = f"{target}/node/node{node}"
        members = [cpu.number for cpu in cpus if cpu.node == node]
        put(f"{base}/cpulist", spell(members))
        put(f"{base}/cpumap", mask(members))
        put(f"{base}/distance", " ".join("10" if other == node else "20" for other in numbers))
        put(f"{base}/meminfo", f"Node {node} MemTotal:       8388608 kB\nNode {node} MemFree:        4194304 kB")
        for member in members:
            os.symlink(f"../../cpu/cpu{member}", f"{base}/cpu{member}")
            os.symlink(f"../../node/node{node}", f"{target}/cpu/cpu{member}/node{node}")


def make(host, target):
    cpus = make_cpus(HOSTS[host])
    everything = spell(range(len(cpus)))
    for name in "online", "possible", "present":
        put(f"{target}/cpu/{name}", everything)
    put(f"{target}/cpu/offline", "")
    put(f"{target}/cpu/kernel_max", 8191)
    for cpu in cpus:
        base = f"{target}/cpu/cpu{cpu.number}"
        put(f"{base}/online", 1)
        put_topology(base, cpu, cpus)
        put_caches(base, cpu, cpus)
    put_nodes(target, cpus)


def renumber(values):
    seen = []
    for value in values:
        if value not in seen:
            seen.append(value)
    return " ".join(str(seen.index(value)) for value in values)


def lscpu(host, numbers):
    cpus = {cpu.number: cpu for cpu in make_cpus(HOSTS[host])}
    chosen = [cpus[int(number)] for number in numbers]
    fields = {
        "node": lambda cpu: cpu.node,
        "socket": lambda cpu: cpu.socket,
        "cluster": lambda cpu: (cpu.socket, cpu.cluster),
        "core": lambda cpu: cpu.core,
        "l3": lambda cpu: cpu.l3,
    }
    for name, field in fields.items():
        print(f"{name}: {renumber([field(cpu) for cpu in chosen])}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(HOSTS))
    elif len(sys.argv) > 3 and sys.argv[1] == "--lscpu":
        lscpu(sys.argv[2], sys.argv[3:])
    elif len(sys.argv) == 3 and sys.argv[1] in HOSTS:
        make(sys.argv[1], sys.argv[2])
    else:
        sys.exit(__doc__)
