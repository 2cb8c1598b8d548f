#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parts of a disk that looks like one of Windows, made from public descriptions of their forms.

windows_parts.py hive FILE           an empty registry hive, to which hivexregedit can add keys
windows_parts.py program FILE        the headers of a 64-bit program, with nothing behind them
windows_parts.py policy SOCKETS      ProductPolicy's bytes, as the text of a .reg file has them
"""
import struct
import sys

PAGE = 4096
NOTHING = 0xFFFFFFFF
ROOT_AT = 0x20  # from the first page of cells on


def cell(body):
    size = (4 + len(body) + 7) // 8 * 8
    return struct.pack("<i", -size) + body.ljust(size - 4, b"\0")


def root_key(security_at):
    name = b"root"
    return cell(b"nk" + struct.pack("<HQI", 0x2C, 0, 0) + struct.pack("<I", ROOT_AT)
                + struct.pack("<IIII", 0, 0, NOTHING, NOTHING)  # keys below it, and their lists
                + struct.pack("<II", 0, NOTHING)  # values
                + struct.pack("<II", security_at, NOTHING)  # security, class
                + bytes(20) + struct.pack("<HH", len(name), 0) + name)


def security(at):
    descriptor = struct.pack("<BBHIIII", 1, 0, 0x8000, 0, 0, 0, 0)  # that says nothing
    return cell(b"sk" + struct.pack("<HIIII", 0, at, at, 1, len(descriptor)) + descriptor)


def page_of_cells():
    security_at = ROOT_AT + len(root_key(0))
    cells = root_key(security_at) + security(security_at)
    free = PAGE - ROOT_AT - len(cells)
    return (b"hbin" + struct.pack("<IIQQI", 0, PAGE, 0, 0, 0) + cells
            + struct.pack("<i", free).ljust(free, b"\0"))


def hive():
    header = b"regf" + struct.pack("<IIQIIIIIII", 1, 1, 0, 1, 3, 0, 1, ROOT_AT, PAGE, 1)
    header = header.ljust(0x1FC, b"\0")
    checksum = 0
    for (word,) in struct.iter_unpack("<I", header):
        checksum ^= word
    return (header + struct.pack("<I", checksum)).ljust(PAGE, b"\0") + page_of_cells()


def program():
    header_at = 0x80
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", header_at)
    optional = struct.pack("<H", 0x20B).ljust(68, b"\0") + struct.pack("<H", 3)  # 64-bit, console
    optional = optional.ljust(240, b"\0")
    return (dos.ljust(header_at, b"\0") + b"PE\0\0"
            + struct.pack("<HHIIIHH", 0x8664, 0, 0, 0, 0, len(optional), 0x22) + optional).ljust(512, b"\0")


def policy_value(name, number):
    name = name.encode("utf-16-le")
    length = (0x10 + len(name) + 4 + 3) // 4 * 4
    value = struct.pack("<HHHHII", length, len(name), 4, 4, 0, 0) + name + struct.pack("<I", number)
    return value.ljust(length, b"\0")


def policy(sockets):
    values = policy_value("Kernel-ProductInfo", 0x30) + policy_value("Kernel-RegisteredProcessors", sockets)
    return struct.pack("<IIIII", 0x14 + len(values) + 4, len(values), 4, 0, 1) + values + struct.pack("<I", 0x45)


def main(what, argument):
    if what == "policy":
        print(",".join("%02x" % byte for byte in policy(int(argument))))
        return
    with open(argument, "wb") as file:
        file.write({"hive": hive, "program": program}[what]())


if __name__ == "__main__":
    main(*sys.argv[1:])
