#!/usr/bin/env python3
"""Makes the test data in tests/Unit/Aws/Models anew: what AWS publishes of the operations and endpoints that are used.

Takes an installed botocore, and the unpacked packages @aws-sdk/client-* for members that are younger than it:

    python3 tools/AwsModels/make.py [folder with config-service/package, elasticache/package ... (needs node)]

Tests need the data alone. No documentation text is kept. See tests/Unit/Aws/Models/README.md.
"""

import gzip
import json
import os
import re
import subprocess
import sys

import botocore
from botocore.endpoint_provider import EndpointProvider

DATA = os.path.join(os.path.dirname(botocore.__file__), "data")
TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Unit", "Aws", "Models")

# Folder in botocore, version, folder of the npm package, how the hosts begin, operations.
SERVICES = [
    ("elasticache", "2015-02-02", "elasticache", "elasticache",
     "DescribeReplicationGroups DescribeCacheClusters DescribeServerlessCaches DescribeSnapshots DescribeServerlessCacheSnapshots "
     "ListTagsForResource DescribeCacheParameters DescribeCacheSubnetGroups DescribeGlobalReplicationGroups"),
    ("config", "2014-11-12", "config-service", "config",
     "PutEvaluations PutExternalEvaluation GetComplianceDetailsByConfigRule DescribeAggregateComplianceByConfigRules "
     "GetAggregateComplianceDetailsByConfigRule DescribeConfigurationRecorders DescribeConfigurationRecorderStatus "
     "DescribeDeliveryChannels PutConfigurationRecorder PutDeliveryChannel StartConfigurationRecorder DescribeConfigRules "
     "DescribeConfigRuleEvaluationStatus PutConfigRule DeleteConfigRule ListTagsForResource TagResource "
     "StartConfigRulesEvaluation DescribeOrganizationConfigRules PutOrganizationConfigRule DeleteOrganizationConfigRule "
     "DescribeOrganizationConfigRuleStatuses GetOrganizationConfigRuleDetailedStatus"),
    ("iam", "2010-05-08", "iam", "iam",
     "GetRole CreateRole UpdateAssumeRolePolicy TagRole ListRolePolicies GetRolePolicy PutRolePolicy DeleteRolePolicy "
     "ListAttachedRolePolicies AttachRolePolicy DetachRolePolicy DeleteRole CreateServiceLinkedRole"),
    ("lambda", "2015-03-31", "lambda", "lambda",
     "GetFunction CreateFunction UpdateFunctionConfiguration UpdateFunctionCode TagResource UntagResource DeleteFunction "
     "GetPolicy AddPermission RemovePermission GetResourcePolicy PutResourcePolicy GetFunctionEventInvokeConfig "
     "DeleteFunctionEventInvokeConfig DeleteFunctionConcurrency ListFunctions"),
    ("logs", "2014-03-28", "cloudwatch-logs", "logs",
     "DescribeLogGroups ListTagsForResource CreateLogGroup PutRetentionPolicy TagResource DeleteLogGroup FilterLogEvents"),
    ("cloudwatch", "2010-08-01", "cloudwatch", "monitoring",
     "DescribeAlarms PutMetricAlarm DeleteAlarms ListTagsForResource TagResource"),
    ("events", "2015-10-07", "eventbridge", "events",
     "DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets DeleteRule ListTagsForResource TagResource"),
    ("cloudformation", "2010-05-15", "cloudformation", "cloudformation",
     "ActivateType SetTypeConfiguration BatchDescribeTypeConfigurations DescribeType DeactivateType ListTypes"),
    ("sns", "2010-03-31", "sns", "sns", "GetTopicAttributes"),
    ("sts", "2011-06-15", "sts", "sts", "GetCallerIdentity AssumeRole AssumeRoleWithWebIdentity"),
    ("ec2", "2016-11-15", "ec2", "ec2", "DescribeRegions"),
    ("kms", "2014-11-01", "kms", "kms", "DescribeKey"),
    ("organizations", "2016-11-28", "organizations", "organizations",
     "DescribeOrganization ListAccounts ListAccountsForParent ListOrganizationalUnitsForParent"),
    ("securityhub", "2018-10-26", "securityhub", "securityhub", "BatchImportFindings GetFindings"),
    ("sso", "2019-06-10", "sso", "portal.sso", "GetRoleCredentials"),
    ("sso-oidc", "2019-06-10", "sso-oidc", "oidc", "CreateToken"),
]

# Of shapes with hundreds of members for other resources, those that a finding of the module has, or that are next to them.
CUTS = {
    "ResourceDetails": {"AwsEc2Instance", "Other"},
    "AwsEc2InstanceDetails": {"Type", "LaunchedAt"},
    "AwsSecurityFinding": {"SchemaVersion", "Id", "ProductArn", "ProductName", "CompanyName", "Region", "GeneratorId", "AwsAccountId", "Types", "FirstObservedAt",
                           "LastObservedAt", "CreatedAt", "UpdatedAt", "Severity", "Confidence", "Title", "Description", "Remediation", "SourceUrl", "ProductFields",
                           "Resources", "Compliance", "Workflow", "RecordState", "FindingProviderFields", "Sample"},
    "AwsSecurityFindingFilters": {"ProductArn", "AwsAccountId", "Id", "GeneratorId", "Region", "RecordState", "UpdatedAt"},
}

# The schemas of an npm package as JSON: its ES module without imports and error registries, and this behind it.
DUMP = """
const scalars = { 0: "string", 1: "integer", 2: "boolean", 4: "timestamp", 5: "timestamp", 6: "timestamp", 7: "timestamp", 21: "blob" };
const shapes = {};
function of(ref) {
  if (Array.isArray(ref) && ref.length === 2 && (typeof ref[0] === "function" || typeof ref[0] === "number")) { ref = ref[0]; }
  if (typeof ref === "function") { ref = ref(); }
  if (ref === "unit") { return "unit"; }
  if (typeof ref === "number") {
    return ref & 64 ? { list: of(ref & 63) } : ref & 128 ? { map: of(ref & 127) } : scalars[ref] ?? "string";
  }
  switch (ref[0]) {
    case 0: return of(ref[4]);
    case 1: return { list: of(ref[4]), item: traits(ref[4]).xmlName };
    case 2: return { map: of(ref[5]) };
    default: describe(ref); return { structure: ref[2] };
  }
}
const traits = ref => Array.isArray(ref) && ref.length === 2 && typeof ref[1] === "object" && ref[1] || {};
function describe(structure) {
  if (!shapes[structure[2]]) {
    const members = shapes[structure[2]] = {};
    structure[4].forEach((name, i) => {
      const t = traits(structure[5][i]);
      members[name] = {
        type: of(structure[5][i]), locationName: t.xmlName ?? t.jsonName,
        isLabel: Array.isArray(structure[5][i]) && structure[5][i][1] === 1, isRequired: i < (structure[6] ?? 0),
      };
    });
  }
}
const operations = {};
for (const name of OPERATIONS) {
  const operation = eval(name + "$");
  operations[name] = [of(operation[4]), of(operation[5]), operation[3].http];
}
console.log(JSON.stringify({ operations, shapes }));
"""

SHAPE_KEYS = ("type", "required", "min", "max", "pattern", "enum", "flattened", "timestampFormat", "payload", "box", "union", "exception")
MEMBER_KEYS = ("shape", "location", "locationName", "queryName", "flattened", "timestampFormat", "idempotencyToken", "jsonvalue", "streaming")
METADATA_KEYS = ("apiVersion", "endpointPrefix", "globalEndpoint", "jsonVersion", "protocol", "serviceId", "signingName", "targetPrefix")


def load(*path):
    name = os.path.join(DATA, *path)
    with gzip.open(name + ".gz") if os.path.exists(name + ".gz") else open(name, "rb") as file:
        return json.load(file)


def pick(source, keys):
    return {key: source[key] for key in keys if key in source}


def trim(model, names):
    """The operations of those names, and every shape that can be reached from them."""
    shapes, waiting = {}, []
    operations = {}
    for name in names:
        operation = model["operations"].get(name)
        if operation is None:
            continue  # Younger than this botocore.
        operations[name] = pick(operation, ("http", "input", "output", "authtype", "auth"))
        waiting += [operation[key]["shape"] for key in ("input", "output") if key in operation]
    while waiting:
        name = waiting.pop()
        if name not in shapes:
            shape = model["shapes"][name]
            kept = pick(shape, SHAPE_KEYS)
            for key in ("member", "key", "value"):
                if key in shape:
                    kept[key] = pick(shape[key], MEMBER_KEYS)
                    waiting.append(shape[key]["shape"])
            if "members" in shape:
                members = {key: member for key, member in shape["members"].items() if key in CUTS.get(name, shape["members"])}
                kept["members"] = {key: pick(member, MEMBER_KEYS) for key, member in members.items()}
                waiting += [member["shape"] for member in members.values()]
            shapes[name] = kept
    metadata = pick(model["metadata"], METADATA_KEYS)
    if "json" in model["metadata"].get("protocols", []):
        metadata["protocol"] = "json"  # Of several, the one that the module speaks.
    return {"metadata": metadata, "operations": operations, "shapes": shapes}


def younger(folder, names):
    """The shapes of an npm package."""
    with open(os.path.join(folder, "dist-es", "schemas", "schemas_0.js"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"^import .*?;$", "", text, flags=re.M)
    text = re.sub(r"^.*(TypeRegistry|registerError|errorTypeRegistries).*$(\n^ .*$)*(\n^\];$)?", "", text, flags=re.M)
    text = f"const OPERATIONS = {json.dumps(names)};\n" + text + DUMP
    return json.loads(subprocess.run(["node", "--input-type=module", "-"], input=text, capture_output=True, check=True, text=True).stdout)


def add_younger(model, newer):
    """Adds the members that the model lacks; gives their names."""
    added, seen = [], set()

    def make(kind):
        if isinstance(kind, str):
            name = "Younger" + kind.capitalize()
            model["shapes"].setdefault(name, {"type": kind})
        elif "list" in kind:
            item = make(kind["list"])
            name = "YoungerListOf" + item
            member = {"shape": item, **({"locationName": kind["item"]} if kind.get("item") else {})}
            model["shapes"].setdefault(name, {"type": "list", "member": member})
        elif "map" in kind:
            value = make(kind["map"])
            name = "YoungerMapOf" + value
            model["shapes"].setdefault(name, {"type": "map", "key": {"shape": make("string")}, "value": {"shape": value}})
        else:
            name = kind["structure"]
            if name not in model["shapes"]:
                model["shapes"][name] = {"type": "structure", "members": {}}
                fill(name, name)
        return name

    def fill(shape_name, newer_name):
        members = model["shapes"][shape_name]["members"]
        for name, member in newer["shapes"][newer_name].items():
            if name not in members:
                added.append(f"{shape_name}.{name}")
                members[name] = {"shape": make(member["type"]), **pick({k: v for k, v in member.items() if v}, ("locationName",))}
            else:
                walk(members[name]["shape"], member["type"])

    def walk(shape_name, kind):
        shape = model["shapes"][shape_name]
        if (shape_name, str(kind)) in seen or isinstance(kind, str):
            return
        seen.add((shape_name, str(kind)))
        if "list" in kind and shape["type"] == "list":
            walk(shape["member"]["shape"], kind["list"])
        elif "map" in kind and shape["type"] == "map":
            walk(shape["value"]["shape"], kind["map"])
        elif "structure" in kind and shape["type"] == "structure":
            fill(shape_name, kind["structure"])

    def add(name, taken, given, http):
        added.append(name)
        method, uri, code = http
        operation = {"http": {"method": method, "requestUri": uri, "responseCode": code}}
        for key, kind in (("input", taken), ("output", given)):
            if kind != "unit":
                operation[key] = {"shape": make(kind)}
        shape = model["shapes"][operation["input"]["shape"]]
        for member, described in newer["shapes"][taken["structure"]].items():
            if described["isLabel"]:
                shape["members"][member].update(location="uri", locationName=member)
            if described["isRequired"]:
                shape.setdefault("required", []).append(member)
        model["operations"][name] = operation

    for name, (taken, given, http) in newer["operations"].items():
        if name not in model["operations"]:
            add(name, taken, given, http)
            continue
        for key, kind in (("input", taken), ("output", given)):
            if key in model["operations"][name] and kind != "unit":
                walk(model["operations"][name][key]["shape"], kind)
    return added


def write(name, value, depth):
    """JSON with one line for each thing at that depth."""
    def text(part, level):
        if level == 0 or not isinstance(part, dict) or not part:
            return json.dumps(part, separators=(",", ":"), sort_keys=True)
        inner = ",\n".join(f"{json.dumps(key)}:{text(part[key], level - 1)}" for key in sorted(part))
        return "{\n" + inner + "\n}"

    with open(os.path.join(TARGET, name + ".json"), "w", encoding="utf-8", newline="\n") as file:
        file.write(text(value, depth) + "\n")


def endpoints():
    """What the rule sets give: for each service and partition the plain, the FIPS, the dual-stack and the doubled endpoint."""
    partitions = load("partitions.json")["partitions"]
    described = {
        partition["id"]: {**pick(partition["outputs"], ("dnsSuffix", "dualStackDnsSuffix")), "regionRegex": partition["regionRegex"],
                          "regions": [region for region in partition["regions"] if not region.endswith("-global")]}
        for partition in partitions
    }
    services = {}
    for folder, version, _, prefix, _ in SERVICES:
        provider = EndpointProvider(load(folder, version, "endpoint-rule-set-1.json"), {"version": "1.1", "partitions": partitions})
        services[prefix] = {
            name: [common({region: endpoint(provider, folder, region, fips, dual) for region in partition["regions"]})
                   for dual in (False, True) for fips in (False, True)]
            for name, partition in described.items()
        }
    return {"partitions": described, "services": services}


def common(found):
    """The one template that gives the endpoints of all Regions; all of them where none does."""
    for region, text in found.items():
        template = text.replace(region, "{region}")
        if all(template.replace("{region}", other) == expected for other, expected in found.items()):
            return template
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    return found


def endpoint(provider, folder, region, fips, dual):
    """The URL, and the Region to sign for."""
    parameters = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
    if folder == "sts":
        parameters["UseGlobalEndpoint"] = False
    found = provider.resolve_endpoint(**parameters)
    scheme = (found.properties.get("authSchemes") or [{}])[0]
    return f"{found.url} {scheme.get('signingRegion', region)}"


def main():
    packages = sys.argv[1] if len(sys.argv) > 1 else None
    versions = {"botocore": botocore.__version__}
    for folder, version, package, _, names in SERVICES:
        model = trim(load(folder, version, "service-2.json"), names.split())
        if packages:
            root = os.path.join(packages, package, "package")
            with open(os.path.join(root, "package.json"), encoding="utf-8") as file:
                versions["@aws-sdk/client-" + package] = json.load(file)["version"]
            for name in add_younger(model, younger(root, names.split())):
                print(f"{folder}: {name} is younger than botocore {botocore.__version__}")
        write(folder, model, 2)
    write("endpoints", endpoints(), 3)
    write("versions", versions, 1)


if __name__ == "__main__":
    main()
