#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""validate_json.py [SCHEMA]: each line's or document's JSON on standard input, against a schema of docs/schema.

Without SCHEMA each document is of the kind that its fields say. The schemas let unknown fields pass, for the sake of later versions. Here each field must be known, so that
none can be added without its line in the schema. Prints what is wrong; exit status 1 where something is, or
where there is no document at all.
"""
import functools
import json
import pathlib
import re
import sys

import jsonschema


def tighten(schema):
    """No object may have a field that its schema does not name."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            schema["additionalProperties"] = False
        for value in schema.values():
            tighten(value)
    elif isinstance(schema, list):
        for value in schema:
            tighten(value)
    return schema


def load(path):
    """The schema, with the definitions of the neighbours that it refers to as its own."""
    text = path.read_text()
    schema = json.loads(text)
    for name in sorted(set(re.findall(r'"([a-z-]+\.schema\.json)#/', text))):
        text = text.replace(f'"{name}#/', '"#/')
        schema = {**json.loads(text), "$defs": json.loads((path.parent / name).read_text())["$defs"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    return tighten(schema)


def documents(text):
    decoder = json.JSONDecoder()
    at = 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        document, at = decoder.raw_decode(text, at)
        yield document


# The first field that a document has is of one kind only.
KINDS = {"domains": "run", "limits": "limits", "candidates": "solve", "readings": "smp", "fragment": "emit",
         "verdict": "watch-line"}
SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "schema"


def path_for(document):
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1])
    kind = next((kind for field, kind in KINDS.items() if field in document), None)
    if kind is None:
        sys.exit(f"a document of no kind, with the fields {', '.join(document)}")
    return SCHEMAS / f"{kind}.schema.json"


@functools.cache
def validator_of(path):
    return jsonschema.Draft202012Validator(load(path))


def main():
    n_documents = n_errors = 0
    for document in documents(sys.stdin.read()):
        n_documents += 1
        for error in validator_of(path_for(document)).iter_errors(document):
            n_errors += 1
            print(f"document {n_documents}, {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    if n_documents == 0:
        print("no document")
    return n_errors > 0 or n_documents == 0


sys.exit(main())
