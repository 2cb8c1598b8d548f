# SPDX-License-Identifier: LGPL-2.1-or-later
"""CPU topologies by which a guest sees every vCPU: libtopofix for Python."""
from __future__ import annotations

import ctypes
import json
from typing import Any, Iterable, NamedTuple, Optional, Sequence, Union

from ._native import MESSAGE_SIZE, library

__all__ = ["Error", "Knowledge", "Outcome", "Reason", "Topology", "UsableRange", "library_version", "site_folder"]


class Error(Exception):
    """What the library refused, in its words; status is its number (TOPOFIX_E_...)."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message or f"libtopofix: status {status}")
        self.status = status


class Topology(NamedTuple):
    """Counts per next outer level; as bounds or wishes 0 says nothing."""

    sockets: int = 0
    dies: int = 0
    clusters: int = 0
    cores: int = 0
    threads: int = 0


class UsableRange(NamedTuple):
    """How many of the present vCPUs a guest uses, over the editions that it may be."""

    least: int
    most: int


class Reason(NamedTuple):
    code: str
    text: str
    source: Optional[str]


class Outcome(NamedTuple):
    """The verdict on one guest, and what should become of it."""

    name: str
    os: Optional[str]
    edition: Optional[str]
    verdict: str
    changes: bool
    now: Topology
    wanted: Topology
    usable_now: Optional[UsableRange]
    usable_wanted: Optional[UsableRange]
    xml: bytes
    reasons: tuple[Reason, ...]
    document: dict[str, Any]


def library_version() -> str:
    """The version of the library that runs."""
    return _text(library.topofix_library_version()) or ""


def site_folder() -> str:
    """Where a site keeps limits of its own on this machine."""
    return _text(library.topofix_library_site_folder()) or ""


def _text(value: Optional[bytes]) -> Optional[str]:
    return None if value is None else value.decode("utf-8", "replace")


def _bytes(value: Optional[str]) -> Optional[bytes]:
    if value is not None and "\0" in value:
        raise ValueError("a text holds a NUL character")
    return None if value is None else value.encode()


def _check(status: int, message: str = "") -> None:
    if status != 0:
        raise Error(status, message)


def _count(value: int) -> int:
    if not 0 <= value <= 0xFFFFFFFF:
        raise ValueError(f"{value} is no count")
    return value


class _Question:
    """Facts and wishes as the library takes them; a context manager that frees them."""

    def __init__(self, os: Optional[str], edition: Optional[str], most: Topology, exact: Topology,
                 libvirt_version: int, qemu_version: int, changes_may_lose: bool) -> None:
        self.handle = library.topofix_question_new()
        if not self.handle:
            raise MemoryError
        try:
            _check(library.topofix_question_set_os(self.handle, _bytes(os)))
            _check(library.topofix_question_set_edition(self.handle, _bytes(edition)))
            for part, (bound, wish) in enumerate(zip(most, exact)):
                _check(library.topofix_question_set_most(self.handle, part, _count(bound)), "a bound is too large")
                _check(library.topofix_question_set_exact(self.handle, part, _count(wish)), "a wish is too large")
            library.topofix_question_set_versions(self.handle, _count(libvirt_version), _count(qemu_version))
            library.topofix_question_set_may_lose(self.handle, int(changes_may_lose))
        except BaseException:
            library.topofix_question_free(self.handle)
            raise

    def add_facts(self, vcpus: int, present: Optional[int], arch: Optional[str], machine: Optional[str],
                  topology: Optional[Topology]) -> None:
        now = vcpus if present is None else present
        _check(library.topofix_question_set_vcpus(self.handle, _count(vcpus), _count(now)),
               f"{now} of {vcpus} vCPUs, expected 1 to 8192")
        _check(library.topofix_question_set_arch(self.handle, _bytes(arch)), f"'{arch}' is no architecture")
        _check(library.topofix_question_set_machine(self.handle, _bytes(machine)), f"'{machine}' is no machine type")
        if topology is not None:
            _check(library.topofix_question_set_topology(self.handle, *map(_count, topology)),
                   f"{topology}: each count must be 1 to 8192")

    def __enter__(self) -> "_Question":
        return self

    def __exit__(self, *_: object) -> None:
        library.topofix_question_free(self.handle)


_NOTHING = Topology()


class Knowledge:
    """What is known of guests. May be shared by threads."""

    def __init__(self, folder: Optional[str] = None, files: Sequence[str] = ()) -> None:
        """The built-in knowledge, with the *.xml of folder and then the files on top."""
        self._handle = ctypes.c_void_p()
        message = ctypes.create_string_buffer(MESSAGE_SIZE)
        names = (ctypes.c_char_p * len(files))(*[_bytes(name) for name in files])
        _check(library.topofix_ctx_new(_bytes(folder), names, len(files), ctypes.byref(self._handle),
                                       message, MESSAGE_SIZE), _text(message.value) or "")

    def __del__(self) -> None:
        handle, self._handle = getattr(self, "_handle", None), ctypes.c_void_p()
        if handle:
            library.topofix_ctx_free(handle)

    def judge_xml(self, xml: Union[str, bytes], *, os: Optional[str] = None, edition: Optional[str] = None,
                  most: Topology = _NOTHING, exact: Topology = _NOTHING, libvirt_version: int = 0,
                  qemu_version: int = 0, changes_may_lose: bool = False) -> Outcome:
        """Judges a libvirt domain XML; the outcome's xml is the changed one."""
        data = xml.encode() if isinstance(xml, str) else xml
        with _Question(os, edition, most, exact, libvirt_version, qemu_version, changes_may_lose) as question:
            return self._judge(question, data)

    def judge_facts(self, vcpus: int, *, present: Optional[int] = None, arch: Optional[str] = None,
                    machine: Optional[str] = None, topology: Optional[Topology] = None, os: Optional[str] = None,
                    edition: Optional[str] = None, most: Topology = _NOTHING, exact: Topology = _NOTHING,
                    libvirt_version: int = 0, qemu_version: int = 0, changes_may_lose: bool = False) -> Outcome:
        """Judges a guest of which only this is known."""
        with _Question(os, edition, most, exact, libvirt_version, qemu_version, changes_may_lose) as question:
            question.add_facts(vcpus, present, arch, machine, topology)
            return self._judge(question, None)

    def rank(self, vcpus: int, *, arch: Optional[str] = None, machine: Optional[str] = None, os: Optional[str] = None,
             edition: Optional[str] = None, most: Topology = _NOTHING, exact: Topology = _NOTHING,
             libvirt_version: int = 0, qemu_version: int = 0) -> list[Topology]:
        """Every legal topology, best first."""
        handle = ctypes.c_void_p()
        message = ctypes.create_string_buffer(MESSAGE_SIZE)
        with _Question(os, edition, most, exact, libvirt_version, qemu_version, False) as question:
            question.add_facts(vcpus, None, arch, machine, None)
            _check(library.topofix_ranking_new(self._handle, question.handle, ctypes.byref(handle),
                                               message, MESSAGE_SIZE), _text(message.value) or "")
        try:
            return [_topology(library.topofix_ranking_get, handle, index)
                    for index in range(library.topofix_ranking_count(handle))]
        finally:
            library.topofix_ranking_free(handle)

    def _judge(self, question: _Question, xml: Optional[bytes]) -> Outcome:
        handle = ctypes.c_void_p()
        message = ctypes.create_string_buffer(MESSAGE_SIZE)
        if xml is None:
            status = library.topofix_outcome_of_facts(self._handle, question.handle, ctypes.byref(handle),
                                                      message, MESSAGE_SIZE)
        else:
            status = library.topofix_outcome_of_xml(self._handle, question.handle, xml, len(xml),
                                                    ctypes.byref(handle), message, MESSAGE_SIZE)
        _check(status, _text(message.value) or "")
        try:
            return _read_outcome(handle)
        finally:
            library.topofix_outcome_free(handle)


def _topology(get: Any, *where: Any) -> Topology:
    return Topology(*(get(*where, part) for part in range(len(Topology._fields))))


def _range(get: Any, handle: ctypes.c_void_p) -> Optional[UsableRange]:
    least, most = ctypes.c_uint(), ctypes.c_uint()
    known = get(handle, ctypes.byref(least), ctypes.byref(most))
    return UsableRange(least.value, most.value) if known else None


def _reasons(handle: ctypes.c_void_p) -> Iterable[Reason]:
    for index in range(library.topofix_outcome_reasons(handle)):
        yield Reason(_text(library.topofix_outcome_reason_code(handle, index)) or "",
                     _text(library.topofix_outcome_reason_text(handle, index)) or "",
                     _text(library.topofix_outcome_reason_source(handle, index)))


def _document(handle: ctypes.c_void_p) -> dict[str, Any]:
    text = library.topofix_outcome_json(handle)
    if text is None:
        raise MemoryError("no memory is left")
    return json.loads(text)


def _read_outcome(handle: ctypes.c_void_p) -> Outcome:
    length = ctypes.c_size_t()
    xml = library.topofix_outcome_xml(handle, ctypes.byref(length))
    return Outcome(
        name=_text(library.topofix_outcome_name(handle)) or "",
        os=_text(library.topofix_outcome_os(handle)),
        edition=_text(library.topofix_outcome_edition(handle)),
        verdict=_text(library.topofix_outcome_verdict(handle)) or "",
        changes=bool(library.topofix_outcome_changes(handle)),
        now=_topology(library.topofix_outcome_now, handle),
        wanted=_topology(library.topofix_outcome_wanted, handle),
        usable_now=_range(library.topofix_outcome_usable_now, handle),
        usable_wanted=_range(library.topofix_outcome_usable_wanted, handle),
        xml=ctypes.string_at(xml, length.value),
        reasons=tuple(_reasons(handle)),
        document=_document(handle))
