# SPDX-License-Identifier: LGPL-2.1-or-later
"""The functions of libtopofix.so.1 as ctypes calls them."""
from ctypes import CDLL, POINTER, c_char_p, c_int, c_size_t, c_uint, c_void_p

MESSAGE_SIZE = 1024

library = CDLL("libtopofix.so.1")

_HANDLE_OUT = POINTER(c_void_p)
_COUNT_OUT = POINTER(c_uint)
# name: what it returns, what it takes
_FUNCTIONS = {
    "library_version": (c_char_p, []),
    "library_site_folder": (c_char_p, []),
    "ctx_new": (c_int, [c_char_p, POINTER(c_char_p), c_size_t, _HANDLE_OUT, c_char_p, c_size_t]),
    "ctx_free": (None, [c_void_p]),
    "question_new": (c_void_p, []),
    "question_free": (None, [c_void_p]),
    "question_set_os": (c_int, [c_void_p, c_char_p]),
    "question_set_edition": (c_int, [c_void_p, c_char_p]),
    "question_set_vcpus": (c_int, [c_void_p, c_uint, c_uint]),
    "question_set_arch": (c_int, [c_void_p, c_char_p]),
    "question_set_machine": (c_int, [c_void_p, c_char_p]),
    "question_set_topology": (c_int, [c_void_p, c_uint, c_uint, c_uint, c_uint, c_uint]),
    "question_set_most": (c_int, [c_void_p, c_int, c_uint]),
    "question_set_exact": (c_int, [c_void_p, c_int, c_uint]),
    "question_set_versions": (None, [c_void_p, c_uint, c_uint]),
    "question_set_may_lose": (None, [c_void_p, c_int]),
    "outcome_of_xml": (c_int, [c_void_p, c_void_p, c_char_p, c_size_t, _HANDLE_OUT, c_char_p, c_size_t]),
    "outcome_of_facts": (c_int, [c_void_p, c_void_p, _HANDLE_OUT, c_char_p, c_size_t]),
    "outcome_free": (None, [c_void_p]),
    "outcome_verdict": (c_char_p, [c_void_p]),
    "outcome_name": (c_char_p, [c_void_p]),
    "outcome_os": (c_char_p, [c_void_p]),
    "outcome_edition": (c_char_p, [c_void_p]),
    "outcome_changes": (c_int, [c_void_p]),
    "outcome_now": (c_uint, [c_void_p, c_int]),
    "outcome_wanted": (c_uint, [c_void_p, c_int]),
    "outcome_usable_now": (c_int, [c_void_p, _COUNT_OUT, _COUNT_OUT]),
    "outcome_usable_wanted": (c_int, [c_void_p, _COUNT_OUT, _COUNT_OUT]),
    "outcome_xml": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "outcome_reasons": (c_size_t, [c_void_p]),
    "outcome_reason_code": (c_char_p, [c_void_p, c_size_t]),
    "outcome_reason_text": (c_char_p, [c_void_p, c_size_t]),
    "outcome_reason_source": (c_char_p, [c_void_p, c_size_t]),
    "outcome_json": (c_char_p, [c_void_p]),
    "ranking_new": (c_int, [c_void_p, c_void_p, _HANDLE_OUT, c_char_p, c_size_t]),
    "ranking_free": (None, [c_void_p]),
    "ranking_count": (c_size_t, [c_void_p]),
    "ranking_get": (c_uint, [c_void_p, c_size_t, c_int]),
    "ranking_json": (c_char_p, [c_void_p]),
}

for _name, (_result, _arguments) in _FUNCTIONS.items():
    _function = getattr(library, "topofix_" + _name)
    _function.restype = _result
    _function.argtypes = _arguments
