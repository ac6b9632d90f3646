#!/usr/bin/env python3
"""Makes the test data in tests/Unit/Remediation/Models anew: what AWS publishes of the calls and resources that plans print.

Takes an installed botocore, the unpacked package @aws-sdk/client-elasticache (needs node) for members that are younger than that
botocore, and the unpacked package @aws-cdk/aws-service-spec:

    python3 tools/AwsModels/make_commands.py <client-elasticache/package> <aws-service-spec/package>

Tests need the data alone. No documentation text is kept. See tests/Unit/Remediation/Models/README.md.
"""

import gzip
import json
import os
import sys

import botocore
from botocore import xform_name

import make

TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Unit", "Remediation", "Models")
OPERATIONS = (
    "CopyServerlessCacheSnapshot CopySnapshot CreateCacheParameterGroup CreateGlobalReplicationGroup CreateReplicationGroup "
    "CreateServerlessCache CreateServerlessCacheSnapshot CreateSnapshot DeleteCacheCluster DeleteReplicationGroup "
    "DeleteServerlessCache DeleteServerlessCacheSnapshot DeleteSnapshot DescribeCacheClusters DescribeGlobalReplicationGroups "
    "DescribeReplicationGroups DescribeServerlessCaches DescribeServerlessCacheSnapshots DescribeSnapshots "
    "DisassociateGlobalReplicationGroup IncreaseReplicaCount ModifyCacheParameterGroup ModifyReplicationGroup").split()
RESOURCES = ("AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::ServerlessCache")


def inputs_only(model):
    """Answers are of no interest here."""
    for operation in model["operations"].values():
        operation.pop("output", None)
    shapes, waiting = {}, [operation["input"]["shape"] for operation in model["operations"].values()]
    while waiting:
        name = waiting.pop()
        if name not in shapes:
            shape = shapes[name] = model["shapes"][name]
            waiting += [member["shape"] for member in shape.get("members", {}).values()]
            waiting += [shape[key]["shape"] for key in ("member", "key", "value") if key in shape]
    return {"operations": model["operations"], "shapes": shapes}


def cli(model):
    """How the AWS CLI writes operations and members, and what it can wait for."""
    return {
        "commands": {xform_name(name, "-"): {
            "operation": name,
            "options": {xform_name(member, "-"): member for member in model["shapes"][operation["input"]["shape"]]["members"]},
        } for name, operation in model["operations"].items()},
        "waiters": {xform_name(name, "-"): waiter["operation"]
                    for name, waiter in make.load("elasticache", "2015-02-02", "waiters-2.json")["waiters"].items()},
    }


def cloudformation(package):
    with gzip.open(os.path.join(package, "db.json.gz")) as file:
        entities = json.load(file)["schema"]
    types = {one["$id"]: one for one in entities["typeDefinition"]["entities"]}

    def typed(kind):
        if kind["type"] == "ref":
            definition = types[kind["reference"]["$ref"].split("/")[-1]]
            return {"properties": {name: typed(member["type"]) for name, member in definition["properties"].items()},
                    "required": sorted(name for name, member in definition["properties"].items() if member.get("required"))}
        if kind["type"] in ("array", "map"):
            return {kind["type"]: typed(kind["element"])}
        if kind["type"] == "union":
            return typed(kind["types"][0])
        if kind["type"] == "tag":
            return {"properties": {"Key": "string", "Value": "string"}, "required": ["Key", "Value"]}
        return kind["type"]

    found = {}
    for resource in entities["resource"]["entities"]:
        if resource["cloudFormationType"] in RESOURCES:
            found[resource["cloudFormationType"]] = {
                "properties": {name: typed(member["type"]) for name, member in resource["properties"].items()},
                "required": sorted(name for name, member in resource["properties"].items() if member.get("required")),
            }
    return found


def main():
    client, spec = sys.argv[1:3]
    make.TARGET = TARGET
    model = make.trim(make.load("elasticache", "2015-02-02", "service-2.json"), OPERATIONS)
    for name in make.add_younger(model, make.younger(client, OPERATIONS)):
        print(f"{name} is younger than botocore {botocore.__version__}")
    model = inputs_only(model)
    make.write("elasticache", model, 2)
    make.write("cli", cli(model), 2)
    make.write("cloudformation", cloudformation(spec), 3)
    versions = {"botocore": botocore.__version__}
    for name, package in (("@aws-sdk/client-elasticache", client), ("@aws-cdk/aws-service-spec", spec)):
        with open(os.path.join(package, "package.json"), encoding="utf-8") as file:
            versions[name] = json.load(file)["version"]
    make.write("versions", versions, 1)


if __name__ == "__main__":
    main()
