# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ansible module: the CPU topologies of a host's libvirt domains. virt-topofix does the work."""

import json

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: topofix
short_description: Gives libvirt guests a CPU topology with which they use every vCPU
description:
  - Runs C(virt-topofix) on the managed host, which judges the topologies of libvirt domains by what their guest OS can use,
    and fixes those by which vCPUs would be lost or which QEMU would refuse. A running guest is never touched; what is
    fixed takes effect when it starts next.
version_added: "0.1.0"
author:
  - virt-topofix maintainers (@virt-topofix)
attributes:
  check_mode:
    description: Says what would change, by C(--dry-run).
    support: full
  diff_mode:
    description: Shows the change of each definition.
    support: full
options:
  state:
    description:
      - C(fixed) fixes what needs it; C(checked) changes nothing and returns the document that C(--merge) takes;
        C(undone) brings back what a fix replaced.
    type: str
    choices: [fixed, checked, undone]
    default: fixed
  name:
    description: Domains, each by name, UUID or id. Named domains are fixed although they are marked to be ignored.
    type: list
    elements: str
  all:
    description: All persistent domains of the connections.
    type: bool
    default: false
  connect:
    description: URIs of the hypervisors. Without one it is libvirt's default.
    type: list
    elements: str
    default: []
  only:
    description: Act only on domains with these verdicts. With C(may-lose) among them, a topology is changed although somebody wrote it.
    type: list
    elements: str
    choices: [legal, loses, may-lose, invalid, unknown-guest, unfixable, pending]
    default: []
  os:
    description: The guest OS, as a libosinfo id or short id. It wins over what the domains say.
    type: str
  edition:
    description: The edition of the guest OS.
    type: str
  profile:
    description: The application that the guests are there for.
    type: str
  program:
    description: The program on the managed host.
    type: path
    default: virt-topofix
requirements:
  - virt-topofix on the managed host
notes:
  - Domains that cannot be made right, or that a manager writes anew at each start, are no failure but a warning.
"""

EXAMPLES = r"""
- name: Fix all domains of a host
  virt_topofix.topofix.topofix:
    all: true

- name: Fix one, and say which Windows it is
  virt_topofix.topofix.topofix:
    name: win10-dev
    edition: pro
"""

RETURN = r"""
domains:
  description: The domains as C(--format json) tells them.
  type: list
  elements: dict
  returned: when virt-topofix ran
summary:
  description: The counts of C(--format json), true after the run.
  type: dict
  returned: when virt-topofix ran
document:
  description: All of C(--format json).
  type: dict
  returned: when I(state=checked)
"""

OPTIONS = {
    "state": {"type": "str", "choices": ["fixed", "checked", "undone"], "default": "fixed"},
    "name": {"type": "list", "elements": "str"},
    "all": {"type": "bool", "default": False},
    "connect": {"type": "list", "elements": "str", "default": []},
    "only": {
        "type": "list",
        "elements": "str",
        "choices": ["legal", "loses", "may-lose", "invalid", "unknown-guest", "unfixable", "pending"],
        "default": [],
    },
    "os": {"type": "str"},
    "edition": {"type": "str"},
    "profile": {"type": "str"},
    "program": {"type": "path", "default": "virt-topofix"},
}

CHANGES = ("would-change", "changed", "undone")

# 0 done, 3 something needs a change (state=checked), 4 something cannot be made right. Others are failures.
STATUSES = (0, 3, 4)


def command_of(params, check_mode):
    """The command line for the module's options."""
    command = [params["program"], "--format=json", "--quiet", "--progress=never"]
    command += {"fixed": [], "checked": ["--check"], "undone": ["--undo"]}[params["state"]]
    if check_mode and params["state"] != "checked":
        command.append("--dry-run")
    command += [f"--connect={uri}" for uri in params["connect"]]
    command += [f"--{key}={params[key]}" for key in ("os", "edition", "profile") if params[key]]
    if params["only"]:
        command.append("--only=" + ",".join(params["only"]))
    return command + (["--all"] if params["all"] else ["--", *params["name"]])


def document_of(text):
    """The document that the program printed, or None where it printed another thing."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if not isinstance(document, dict) or document.get("version") != 1:
        return None
    return document


def errors_of(document):
    """A line per domain that failed."""
    failed = (domain for domain in document["domains"] if domain["error"])
    return [f"{domain['name']}: {domain['error']}" if domain["name"] else domain["error"] for domain in failed]


def left_of(document):
    """The names of the domains that still are not as they should be, and that a fix leaves alone."""
    wrong = ("loses", "invalid", "unfixable")
    left = (domain for domain in document["domains"] if domain["action"] == "none" and domain["verdict"] in wrong)
    return [domain["name"] for domain in left]


def result_of(document, state):
    """What the module returns, apart from failures."""
    changes = [domain for domain in document["domains"] if domain["action"] in CHANGES]
    result = {"changed": state != "checked" and bool(changes), "domains": document["domains"], "summary": document["summary"]}
    if state == "checked":
        result["document"] = document
    else:
        result["diff"] = [{"prepared": domain["diff"]} for domain in changes if domain["diff"]]
    return result


def main():
    module = AnsibleModule(
        argument_spec=OPTIONS,
        supports_check_mode=True,
        required_one_of=[("name", "all")],
        mutually_exclusive=[("name", "all")],
    )
    if not module.params["all"] and not module.params["name"]:
        module.fail_json(msg="neither 'name' nor 'all: true' says which domains, expected one of them")
    command = command_of(module.params, module.check_mode)
    try:
        status, out, err = module.run_command(command, handle_exceptions=False)
    except OSError as error:
        module.fail_json(msg=f"{command[0]} did not run: {error.strerror}; virt-topofix must be installed on the host", cmd=command)
    document = document_of(out)
    if document is None:
        why = err.strip() or f"{command[0]} printed no document of version 1"
        module.fail_json(msg=f"{why} (exit status {status})", cmd=command, rc=status)
    result = result_of(document, module.params["state"])
    if status not in STATUSES:
        why = errors_of(document) or [err.strip() or f"{command[0]} ended with status {status}"]
        module.fail_json(msg="; ".join(why), cmd=command, rc=status, **result)
    left = left_of(document)
    if left and module.params["state"] == "fixed":
        module.warn(f"left as they are, because no fix is possible or they are on hold: {', '.join(left)}")
    module.exit_json(**result)


if __name__ == "__main__":
    main()
