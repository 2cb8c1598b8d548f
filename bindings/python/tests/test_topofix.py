# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python module against the installed library."""
import unittest

import topofix

XML = """<domain type='kvm'><name>win7</name><vcpu>4</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <features><acpi/></features></domain>
"""


class TestKnowledge(unittest.TestCase):
    def setUp(self) -> None:
        self.knowledge = topofix.Knowledge()

    def test_xml_is_judged_and_changed(self) -> None:
        outcome = self.knowledge.judge_xml(XML, os="win7")
        self.assertEqual((outcome.name, outcome.os, outcome.verdict), ("win7", "http://microsoft.com/win/7", "loses"))
        self.assertEqual((outcome.now, outcome.wanted), (topofix.Topology(4, 1, 1, 1, 1), topofix.Topology(1, 1, 1, 4, 1)))
        self.assertEqual((outcome.usable_now, outcome.usable_wanted), ((1, 2), (4, 4)))
        self.assertEqual(outcome.document["version"], 1)
        self.assertEqual(outcome.document["domains"][0]["topology"]["wanted"]["cores"], 4)
        again = self.knowledge.judge_xml(outcome.xml, os="win7")
        self.assertEqual((again.verdict, again.changes, again.xml), ("legal", False, outcome.xml))

    def test_what_is_refused_is_an_error(self) -> None:
        for status, call in [
            (-1, lambda: self.knowledge.judge_xml("no XML")),
            (-3, lambda: self.knowledge.judge_xml(XML, os="win77")),
            (-3, lambda: self.knowledge.rank(7, most=topofix.Topology(cores=3, threads=1, sockets=2))),
            (-1, lambda: self.knowledge.judge_facts(0)),
            (-1, lambda: self.knowledge.judge_facts(4, machine="a'/>")),
            (-1, lambda: topofix.Knowledge(files=["/dev/null"])),
        ]:
            with self.assertRaises(topofix.Error) as caught:
                call()
            self.assertEqual(caught.exception.status, status, caught.exception)
            self.assertNotEqual(str(caught.exception), "")

    def test_ranking(self) -> None:
        ranked = self.knowledge.rank(8, os="win7", edition="professional", most=topofix.Topology(threads=1))
        self.assertEqual([(t.sockets, t.cores) for t in ranked], [(1, 8), (2, 4)])


if __name__ == "__main__":
    unittest.main()
