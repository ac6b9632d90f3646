using System.Management.Automation;

namespace RedisCompliance.Commands.Sources;

/// <summary>Reads an object of the pipeline as a record of a resource.</summary>
internal static class ObjectRecord
{
    private static readonly ResourceMember[] s_members = [.. Enum.GetValues(typeof(ResourceMember)).Cast<ResourceMember>()];

    private static readonly (string Name, MemberNames Flag)[] s_witnesses =
    [
        .. Enumerable.Range(MemberNameTable.WitnessesFrom, MemberNameTable.Count - MemberNameTable.WitnessesFrom)
            .Select(index => (MemberNames)(1 << index)).Select(flag => ($"{flag}", flag)),
    ];

    /// <summary>Takes what the object says of a resource, and which other members it has.</summary>
    public static ResourceRecord Read(PSObject input)
    {
        ResourceRecord record = default;
        foreach (ResourceMember member in s_members)
        {
            string name = $"{member}";
            if (ObjectMembers.Has(input, name))
            {
                Set(ref record, member, ObjectMembers.Value(input, name));
            }
        }

        foreach ((string name, MemberNames flag) in s_witnesses)
        {
            bool isThere = IsOfAnother(flag) ? HasValue(input, name) : ObjectMembers.Has(input, name);
            record.SetPresent(isThere ? flag : MemberNames.None);
        }

        return record;
    }

    /// <summary>Whether the object tells of encryption, and is no record of another command.</summary>
    public static bool TellsState(PSObject input) =>
        (ObjectMembers.Has(input, nameof(ResourceMember.AtRestEncryptionEnabled))
            || ObjectMembers.Has(input, nameof(ResourceMember.StorageEncryptionType)))
        && !s_witnesses.Any(witness => IsOfAnother(witness.Flag) && HasValue(input, witness.Name));

    private static bool IsOfAnother(MemberNames flag) => (flag & MemberNames.OfAnother) != 0;

    /// <summary>A table of several kinds of records has the others' columns too, without values.</summary>
    private static bool HasValue(PSObject input, string name) => ObjectMembers.Value(input, name) is not (null or DBNull or "");

    /// <summary>A flag may be a boolean or a number, and a version a number; all others are words.</summary>
    private static void Set(ref ResourceRecord record, ResourceMember member, object? value)
    {
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
