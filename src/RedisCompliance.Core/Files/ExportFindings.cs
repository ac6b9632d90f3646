namespace RedisCompliance.Files;

/// <summary>What was found in an export beside its resources: what is wrong, what nothing names, and what is of other commands.</summary>
/// <param name="json">The text.</param>
/// <param name="pages">Takes note of answers that go on.</param>
internal sealed class ExportFindings(ExportBuffer json, PageTrail pages)
{
    /// <summary>What is of another command.</summary>
    private string? _ofAnother;

    /// <summary>What is wrong with a document that does not keep the next from being read.</summary>
    private (string What, bool IsOfAnother)? _failure;

    public PageTrail Pages => pages;

    /// <summary>How many records could not be judged.</summary>
    public int UnnamedCount { get; private set; }

    /// <summary>How many documents are of other commands.</summary>
    public int OtherCount { get; private set; }

    /// <summary>Throws what is wrong, when everything was read that can be.</summary>
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

    /// <summary>Says what an object was beside the resources that were read of it.</summary>
    public void Conclude(in ResourceRecord record, bool isResource, string? resourceType, ObjectScan scan)
    {
        // A user group, for example, has the names of its replication groups under the key of the list of these.
        bool isOfAnother = !isResource && scan.LastListed is null && (record.Present & MemberNames.OfAnother) != 0;
        if (isOfAnother)
        {
            PassOver(Messages.ExportOtherKeys.With(scan.Keys));
            return;
        }

        if (scan.HasLists)
        {
            json.IsOurs = true;

            // Beside resources, what tells of encryption and stands in no list may be resources, too.
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

    /// <summary>Takes note of the records of an array that are no resources.</summary>
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

    /// <summary>Takes back what was counted as documents of other commands, and says how many they are.</summary>
    public int TakeBackOthers(int before)
    {
        int others = OtherCount - before;
        OtherCount = before;
        return others;
    }

    /// <summary>Counts a record that is of ElastiCache by its members and that nothing names.</summary>
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

    /// <summary>Notes what is wrong with a document; the next ones are read all the same.</summary>
    public void Fail(string what, bool isOfAnother = false) => _failure ??= (what, isOfAnother);
}
