namespace RedisCompliance.Files;

/// <summary>Findings in an export apart from resources: faults, records without a name, and other commands' output.</summary>
/// <param name="json">The text.</param>
/// <param name="pages">Notes answers that continue on another page.</param>
internal sealed class ExportFindings(ExportBuffer json, PageTrail pages)
{
    /// <summary>The first description of another command's output.</summary>
    private string? _ofAnother;

    /// <summary>The first fault in a document that does not prevent reading the next.</summary>
    private (string What, bool IsOfAnother)? _failure;

    public PageTrail Pages => pages;

    /// <summary>The number of records that could not be judged.</summary>
    public int UnnamedCount { get; private set; }

    /// <summary>The number of documents from other commands.</summary>
    public int OtherCount { get; private set; }

    /// <summary>Throws the first fault, once everything readable has been read.</summary>
    public void ThrowIfNoExport()
    {
        if (_failure is { } failure)
        {
            throw new ExportFormatException(failure.What) { IsOfAnother = failure.IsOfAnother && !json.IsOurs };
        }

        if (_ofAnother is not null && !json.IsOurs)
        {
            throw new ExportFormatException(_ofAnother) { IsOfAnother = true };
        }
    }

    /// <summary>Notes what an object was, apart from the resources read from it.</summary>
    public void Conclude(in ResourceRecord record, bool isResource, string? resourceType, ObjectScan scan)
    {
        // For example, a user group holds its groups' names under the key "ReplicationGroups".
        bool isOfAnother = !isResource && scan.LastListed is null && (record.Present & MemberNames.OfAnother) != 0;
        if (isOfAnother)
        {
            PassOver(Messages.ExportOtherKeys.With(scan.Keys));
            return;
        }

        if (scan.HasLists)
        {
            json.IsOurs = true;

            // Beside resources, encryption members outside any list may belong to resources too.
            UnnamedCount += scan.Strays;
            Pages.Note(scan.HasToken, scan.ListedType, scan.LastListed);
        }

        if (scan.FailureOf(isResource) is { } failure)
        {
            Fail(failure);
        }
        else if (isResource || IsDamaged(record) || scan.HasLists)
        {
            return;
        }
        else if (resourceType is not null)
        {
            UnnamedCount++;
            json.IsOurs = true;
        }
        else
        {
            PassOver(Messages.ExportOtherKeys.With(scan.Keys));
        }
    }

    /// <summary>Notes the elements of an array that are not resources.</summary>
    public void Count(int others, bool hasOurs, bool isEmpty)
    {
        if (hasOurs)
        {
            UnnamedCount += others;
        }
        else if (others > 0)
        {
            PassOver(Messages.ExportOtherObjects);
        }

        json.IsOurs |= hasOurs || isEmpty;
    }

    /// <summary>Removes the other commands' documents counted since then, and returns their number.</summary>
    public int TakeBackOthers(int before)
    {
        int others = OtherCount - before;
        OtherCount = before;
        return others;
    }

    /// <summary>Counts a record that belongs to ElastiCache by its members but has no name.</summary>
    public bool IsDamaged(in ResourceRecord record)
    {
        bool isDamaged = (record.Present & MemberNames.OfElastiCache) != 0 && (record.Present & MemberNames.OfAnother) == 0
            && ElastiCacheArn.Parse(record.Get(ResourceMember.ARN)).ResourceId.IsEmpty;
        UnnamedCount += isDamaged ? 1 : 0;
        json.IsOurs |= isDamaged;
        return isDamaged;
    }

    private void PassOver(string what)
    {
        OtherCount++;
        _ofAnother ??= what;
    }

    /// <summary>Notes a fault in a document; the next documents are still read.</summary>
    public void Fail(string what, bool isOfAnother = false) => _failure ??= (what, isOfAnother);
}
