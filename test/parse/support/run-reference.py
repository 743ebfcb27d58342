"""Runs templates with the reference implementation: a JSON list of {template, text} in, a list of outcomes out."""

import io
import json
import sys
import warnings

import textfsm

warnings.simplefilter("ignore")


def outcome(case):
    try:
        machine = textfsm.TextFSM(io.StringIO(case["template"]))
    except Exception:  # whatever it is, it is refused
        return {"kind": "refused"}
    try:
        return {"kind": "rows", "rows": machine.ParseText(case["text"])}
    except Exception:
        return {"kind": "stopped"}


json.dump([outcome(case) for case in json.load(sys.stdin)], sys.stdout)
