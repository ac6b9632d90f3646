using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Reads a pipeline object as the record of a resource.</summary>
internal static class ObjectRecord
{
    private static readonly ResourceMember[] s_members = [.. Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()];

    private static readonly (string Name, MemberNames Flag)[] s_witnesses =
    [
        .. Enumerable.Range(MemberNameTable.WitnessesFrom, MemberNameTable.Count - MemberNameTable.WitnessesFrom)
            .Select(index => (MemberNames)(1 << index)).Select(flag => ($"{flag}", flag)),
    ];

    /// <summary>Reads the members that describe a resource, and notes which others are present.</summary>
    public static ResourceRecord Read(PSObject input, bool hasBackups)
    {
        ResourceRecord record = default;
        foreach (ResourceMember member in s_members)
        {
            string name = $"{member}";
            MemberNames flag = MemberNameTable.FlagOf(member);
            if ((hasBackups || !ResourceRecord.IsTime(member))
                && (IsOfAnother(flag) ? HasValue(input, name) : ObjectMembers.Has(input, name)))
            {
                Set(ref record, member, ObjectMembers.Value(input, name));
            }
        }

        foreach ((string name, MemberNames flag) in s_witnesses)
        {
            bool isThere = IsOfAnother(flag) ? HasValue(input, name) : ObjectMembers.Has(input, name);
            record.SetPresent(isThere ? flag : MemberNames.None);
        }

        if (hasBackups)
        {
            ReadSource(ref record, input);
        }

        return record;
    }

    /// <summary>Reads what a backup says about its source: its nodes, or the configuration of its serverless cache.</summary>
    private static void ReadSource(ref ResourceRecord record, PSObject input)
    {
        object? nodes = ObjectMembers.Value(input, nameof(MemberNames.NodeSnapshots));
        object? cache = ObjectMembers.Value(input, nameof(MemberNames.ServerlessCacheConfiguration));
        foreach (object? part in (nodes is IEnumerable several and not (string or IDictionary) ? several.Cast<object?>() : [nodes])
            .Append(cache).Where(part => part is not null))
        {
            PSObject item = PSObject.AsPSObject(part!);
            BackupItem members = default;
            foreach (string name in BackupItem.Names)
            {
                members.Set(name, BackupItem.IsTime(name) ? Moment(ObjectMembers.Value(item, name)) : ObjectMembers.Text(item, name));
            }

            members.AddTo(ref record);
        }
    }

    /// <summary>A time as text, from a date or from its form in a file; null for anything else.</summary>
    private static string? Moment(object? value) => value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Moment(wrapped.BaseObject),
        PSObject saved => Moment(ObjectMembers.Value(saved, "value")),
        DateTime time => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
        string text => text,
        _ => null,
    };

    /// <summary>Whether the object tells of encryption, and is not a record of another command.</summary>
    public static bool TellsState(PSObject input) =>
        (ObjectMembers.Has(input, nameof(ResourceMember.AtRestEncryptionEnabled))
            || ObjectMembers.Has(input, nameof(ResourceMember.StorageEncryptionType)))
        && !s_witnesses.Any(witness => IsOfAnother(witness.Flag) && HasValue(input, witness.Name));

    private static bool IsOfAnother(MemberNames flag) => (flag & MemberNames.OfAnother) != 0;

    /// <summary>A table with several kinds of records also has the columns of the others, without values.</summary>
    private static bool HasValue(PSObject input, string name) => ObjectMembers.Value(input, name) is not (null or DBNull or "");

    /// <summary>A flag may be a boolean or a number, and a version may be a number; all other members must be words.</summary>
    private static void Set(ref ResourceRecord record, ResourceMember member, object? value)
    {
        if (ResourceRecord.IsTime(member))
        {
            record.Set(member, Moment(value));
            return;
        }

        bool isOfKind = value is null or DBNull or string || member switch
        {
            ResourceMember.AtRestEncryptionEnabled => true,
            ResourceMember.EngineVersion => value is not bool,
            _ => value is Enum or not IConvertible,
        };
        if (isOfKind && ObjectMembers.TryText(value, out string? text))
        {
            record.Set(member, text);
        }
        else
        {
            record.SetUnreadable(member);
        }
    }
}
