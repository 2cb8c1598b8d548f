#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Domain XML of others, for tests/real/test-foreign.bash.

pick FOLDER FROM...     copies each <domain> below FROM, with a name and a UUID of its own, as what libvirt
                        would otherwise refuse as taken
split FOLDER            writes each <domain> of standard input to a file, named after the domain
compare WHAT ONE OTHER  both folders must have the same files, and these differ at most in our record, and
                        where WHAT is "rest" in the topology; a <cpu> or <metadata> that is empty then is none
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

RECORD = "{urn:virt-topofix:domain:1}domain"


def files(folder):
    for path, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".xml"):
                yield os.path.join(path, name)


def put(text, name, value):
    """The text with <name>value</name> as the root's; text may have no such element."""
    element = "<%s>%s</%s>" % (name, value, name)
    changed, count = re.subn(r"<%s>[^<]*</%s>" % (name, name), element, text, count=1)
    return changed if count else re.sub(r"(<domain\b[^>]*>)", r"\1" + element, text, count=1)


def pick(folder, *sources):
    number = 0
    for source in sources:
        for path in files(source):
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                text = file.read()
            if not re.search(r"<domain\b[^>]*\btype\s*=", text):
                continue
            number += 1
            # without KVM, which is never used, libvirt would take few
            text = re.sub(r"(<domain\b[^>]*\btype\s*=\s*[\"'])kvm\b", r"\1qemu", text, count=1)
            # QEMU permits eight characters
            text = re.sub(r"passwd=(?:'[^']*'|\"[^\"]*\")", "passwd='s3&amp;\"t'", text)
            text = put(text, "uuid", "c0ffee00-0000-4000-8000-%012x" % number)
            text = put(text, "name", "foreign-%04d" % number)
            with open(os.path.join(folder, "%04d.xml" % number), "w", encoding="utf-8", newline="") as file:
                file.write(text)


def split(folder):
    for text in re.findall(r"^<domain\b.*?^</domain>\n", sys.stdin.read(), re.M | re.S):
        name = re.search(r"^  <name>(.*)</name>$", text, re.M).group(1)
        with open(os.path.join(folder, name + ".xml"), "w", encoding="utf-8") as file:
            file.write(text)


def strip(root, what):
    cpu = root.find("cpu")
    metadata = root.find("metadata")
    if cpu is not None and what == "rest":
        for topology in cpu.findall("topology"):
            cpu.remove(topology)
    if metadata is not None:
        for record in metadata.findall(RECORD):
            metadata.remove(record)
    for part in (cpu, metadata):
        if part is not None and len(part) == 0 and not part.attrib:
            root.remove(part)


def lines(path, what):
    # libvirt keeps what others have in the metadata, even their comments
    builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
    root = ET.parse(path, ET.XMLParser(target=builder)).getroot()
    strip(root, what)
    text = ET.canonicalize(ET.tostring(root, encoding="unicode"), strip_text=True, with_comments=True)
    return text.replace("><", ">\n<").splitlines()


def compare(what, one, other):
    import difflib

    names = [sorted(os.path.basename(path) for path in files(folder)) for folder in (one, other)]
    if names[0] != names[1] or not names[0]:
        sys.exit("the folders have other files: %d and %d" % (len(names[0]), len(names[1])))
    status = 0
    for name in names[0]:
        before, after = (lines(os.path.join(folder, name), what) for folder in (one, other))
        if before != after:
            print("    " + name)
            print("\n".join(list(difflib.unified_diff(before, after, lineterm="", n=1))[:20]))
            status = 1
    sys.exit(status)


if __name__ == "__main__":
    {"pick": pick, "split": split, "compare": compare}[sys.argv[1]](*sys.argv[2:])
