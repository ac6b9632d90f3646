using System.Management.Automation;

namespace RedisCompliance.Bench;

[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : Cmdlet;
