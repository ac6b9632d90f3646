using System.Text.Json;

namespace RedisCompliance.Files;

/// <content>Finds resources under keys that are not members of a resource, at any depth.</content>
public sealed partial class ExportReader
{
    /// <summary>Reads the value of a key that is not a member of a resource: the resources in it, at any depth.</summary>
    private IEnumerable<RedisResource> ReadValue(string name, string? resourceType, ObjectScan scan)
    {
        ExportKey? key = ExportKey.Find(name, _source.HasBackups);
        JsonTokenType first = _json.ReadValueStart();
        _scalar = null;
        if (key is { } found && Enter(found, first, resourceType) is { } entered)
        {
            RedisResource? before = _last;
            int othersBefore = _findings.OtherCount;
            foreach (RedisResource resource in entered)
            {
                yield return resource;
            }

            bool isOfNames = _scalar is not null && ReferenceEquals(_last, before);

            // Amazon EC2, MemoryDB and Redshift also have lists named Snapshots.
            bool isOfOthers = found is { IsList: true, ResourceType: ResourceType.Snapshot } && ReferenceEquals(_last, before)
                && _findings.TakeBackOthers(othersBefore) > 0;
            if (!isOfNames && !isOfOthers)
            {
                scan.AddList(found.ResourceType ?? resourceType, ReferenceEquals(_last, before) ? null : _last);
                NoteList(found.IsList ? found.ResourceType : null);
            }

            scan.Scalar ??= _scalar;
            yield break;
        }

        if (key is { IsList: true, ResourceType: not null })
        {
            scan.NotAList ??= (key.Value.Name, first);
        }

        foreach (RedisResource resource in Search(first, scan))
        {
            yield return resource;
        }
    }

    /// <summary>The resources under a key whose value has begun; null if the value cannot hold any.</summary>
    private IEnumerable<RedisResource>? Enter(ExportKey key, JsonTokenType first, string? outerType) =>
        key.IsList && first == JsonTokenType.StartArray ? ReadArray(key.ResourceType ?? outerType)
        : key.ResourceType is not null && first == JsonTokenType.StartObject ? ReadObject(key.ResourceType)
        : null;

    /// <summary>
    /// Skips the rest of a value of any size, but reads the answers in it: users collect those of several Regions or accounts in
    /// one table. Records in lists of other names may be anything, such as a template, and are ignored.
    /// </summary>
    private IEnumerable<RedisResource> Search(JsonTokenType first, ObjectScan scan)
    {
        bool hasToken = false;
        bool hasLists = false;
        int strays = 0;
        MemberNames seen = MemberNames.None;
        for (int depth = ExportBuffer.DepthOf(first); depth > 0;)
        {
            JsonTokenType token = _json.ReadNext(out string? name);
            if (token != JsonTokenType.PropertyName)
            {
                depth += ExportBuffer.DepthOf(token);
                continue;
            }

            MemberNames flag = FlagOf(name!);
            seen |= flag;
            strays += (flag & MemberNames.OfState) != 0 ? 1 : 0;
            string? text = null;
            token = IsToken(name!) ? _json.ReadText(out text) : _json.ReadValueStart();
            hasToken |= !string.IsNullOrEmpty(text);
            if (ExportKey.Find(name!, _source.HasBackups) is { IsList: true, ResourceType: { } type } && token == JsonTokenType.StartArray)
            {
                RedisResource? before = _last;
                NoteList(type);
                foreach (RedisResource resource in ReadArray(type))
                {
                    yield return resource;
                }

                // A list of names alone is not a listing; a user group, for example, names its groups.
                if (!ReferenceEquals(_last, before))
                {
                    hasLists = true;
                    scan.AddList(type, _last);
                }
            }
            else
            {
                depth += ExportBuffer.DepthOf(token);
            }
        }

        scan.HasToken |= hasToken && hasLists;

        // A Global Datastore has an encryption flag too.
        scan.Strays += (seen & MemberNames.OfAnother) == 0 ? strays : 0;
    }

    private void NoteList(string? resourceType)
    {
        if (resourceType is not null)
        {
            ListedTypes.Add(resourceType);
        }
    }

    private static MemberNames FlagOf(string name) =>
        MemberNameTable.FindIgnoringCase(System.Text.Encoding.UTF8.GetBytes(name)) is { } index ? (MemberNames)(1 << index)
            : MemberNames.None;
}
