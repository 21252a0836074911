"""Reads a JUnit file with junitparser and prints what it found as JSON: how a stranger's tool sees the report."""

import json
import sys

from junitparser import JUnitXml


def problem(result):
    return {"kind": result._tag, "type": result.type, "message": result.message, "text": result.text}


def case(each):
    return {
        "classname": each.classname,
        "name": each.name,
        "time": each.time,
        "output": each.system_out,
        "results": [problem(result) for result in each.result],
    }


def suite(each):
    stated = {name: getattr(each, name) for name in ("tests", "failures", "errors", "skipped", "time", "timestamp")}
    each.update_statistics()
    recounted = {name: getattr(each, name) for name in ("tests", "failures", "errors", "skipped")}
    properties = {item.name: item.value for item in each.properties()}
    return {
        "name": each.name,
        "stated": stated,
        "recounted": recounted,
        "properties": properties,
        "cases": [case(one) for one in each],
    }


json.dump([suite(each) for each in JUnitXml.fromfile(sys.argv[1])], sys.stdout)
