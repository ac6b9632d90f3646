#!/usr/bin/env python3
"""Makes tests/Unit/Reports/Schemas/ocsf-*.json anew: OCSF's class Compliance Finding as a JSON schema.

Takes folders with a release of https://github.com/ocsf/ocsf-schema each:

    python3 tools/OcsfSchema/make.py folder-of-1.6.0 folder-of-1.8.0 ...

Tests need the schemas alone. No documentation text is kept. Objects that no report has stay objects of any members.
"""

import json
import os
import sys

TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Unit", "Reports", "Schemas")
PROFILES = {"cloud"}
OBJECTS = ["account", "analytic", "check", "cloud", "compliance", "finding_info", "key_value_object", "metadata", "organization", "product",
           "remediation", "resource_details"]
SCALARS = {"boolean_t": "boolean", "float_t": "number", "integer_t": "integer", "long_t": "integer", "json_t": None, "string_t": "string"}


def load(root, *path):
    with open(os.path.join(root, *path), encoding="utf-8") as file:
        return json.load(file)


def attributes(root, kind, name):
    """The attributes of a class or object with those that it inherits; a later word on one adds to an earlier."""
    found = load(root, *(("events", "findings", name + ".json") if kind == "class" and name != "base_event"
                         else ("events", name + ".json") if kind == "class" else ("objects", name + ".json")))
    parent = found.get("extends")
    merged = attributes(root, kind, parent) if parent else {}
    own = dict(found.get("attributes", {}))
    for include in own.pop("$include", []):
        profile = load(root, *include.split("/"))
        if profile.get("name") in PROFILES or profile.get("meta") != "profile":
            for key, value in profile["attributes"].items():
                own.setdefault(key, value)
    for key, value in own.items():
        if (value.get("profile") or "cloud") in PROFILES:
            merged[key] = merge(merged.get(key, {}), value)
    return merged


def merge(before, after):
    both = {**before, **after}
    if "enum" in before and "enum" in after:
        both["enum"] = {**before["enum"], **after["enum"]}
    return both


def schema(dictionary, name, attribute):
    """One attribute: its type, what it may be, and whether there are several."""
    known = merge(dictionary["attributes"][name], attribute)
    kind = known["type"]
    if kind in dictionary["types"]["attributes"] or kind in SCALARS:
        of = dictionary["types"]["attributes"].get(kind, {})
        base = SCALARS.get(of.get("type", kind), "string")
        one = {} if base is None else {"type": base}
        if "regex" in of and base == "string":
            one["pattern"] = of["regex"]
        if "enum" in known:
            one["enum"] = [int(value) if base == "integer" else value for value in known["enum"]]
    else:
        one = {"$ref": "#/$defs/" + kind} if kind in OBJECTS else {"type": "object"}
    return {"type": "array", "items": one} if known.get("is_array") else one


def describe(root, dictionary, found, constraints=None):
    result = {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(name for name, value in found.items() if value.get("requirement") == "required"),
        "properties": {name: schema(dictionary, name, value) for name, value in sorted(found.items())},
    }
    if constraints and "at_least_one" in constraints:
        result["anyOf"] = [{"required": [name]} for name in constraints["at_least_one"]]
    return result


def constraints(root, name):
    found = load(root, "objects", name + ".json")
    return found.get("constraints") or (constraints(root, found["extends"]) if found.get("extends") else None)


def main():
    for root in sys.argv[1:]:
        version = load(root, "version.json")["version"]
        dictionary = load(root, "dictionary.json")
        event = describe(root, dictionary, attributes(root, "class", "compliance_finding"))
        event["properties"]["class_uid"] = {"const": 2003}
        event["properties"]["category_uid"] = {"const": 2}
        event["properties"]["type_uid"] = {"enum": [200300, 200301, 200302, 200303, 200399]}
        whole = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": f"Made by tools/OcsfSchema/make.py from OCSF {version}, https://github.com/ocsf/ocsf-schema, Apache License 2.0.",
            **event,
            "$defs": {name: describe(root, dictionary, attributes(root, "object", name), constraints(root, name)) for name in OBJECTS},
        }
        with open(os.path.join(TARGET, f"ocsf-{version}-compliance-finding.json"), "w", encoding="utf-8", newline="\n") as file:
            json.dump(whole, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
