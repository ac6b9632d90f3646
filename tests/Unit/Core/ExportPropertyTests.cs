using CsCheck;

namespace RedisCompliance.Core.Tests;

/// <summary>What holds for every export, shown on random ones.</summary>
public sealed class ExportPropertyTests
{
    /// <summary>Whatever stands around a resource, in whatever encoding, however the bytes arrive.</summary>
    [Fact]
    public void Every_export_reads_back_as_the_resources_that_are_in_it()
    {
        Gen.Select(RandomExport.Any, Gen.Int[1, 300].Array[1, 20]).Sample((export, sizes) =>
        {
            using ChunkedStream stream = new(export.File, sizes);

            Assert.Equal(export.Resources.Select(Exports.Describe), new ExportReader(stream).Read().Select(Exports.Describe));
        });
    }

    /// <summary>White space before the document puts the edge of the reader's buffer somewhere within it.</summary>
    [Fact]
    public void Every_export_reads_back_wherever_the_edge_of_the_buffer_falls()
    {
        Gen.Select(RandomExport.Any, Gen.Double[0, 1]).Sample((export, share) =>
        {
            string moved = export.Json.PadLeft(Exports.BufferSize + (int)(share * export.Json.Length));

            List<RedisResource> resources = Exports.Read(moved.In(Exports.Encodings[export.Encoding]));

            Assert.Equal(export.Resources.Select(Exports.Describe), resources.Select(Exports.Describe));
        });
    }

    /// <summary>No beginning of a document passes for the document; what was given until then is its beginning too.</summary>
    [Fact]
    public void Every_export_that_is_cut_off_is_an_error_after_its_first_resources()
    {
        Gen.Select(RandomExport.Any, Gen.Double[0, 1]).Sample((export, share) =>
        {
            int length = (int)(share * (export.File.Length - 1));
            List<RedisResource> given = [];

            Assert.Throws<ExportFormatException>(() =>
            {
                foreach (RedisResource resource in new ExportReader(new MemoryStream(export.File[..length])).Read())
                {
                    given.Add(resource);
                }
            });

            Assert.Equal(export.Resources.Take(given.Count).Select(Exports.Describe), given.Select(Exports.Describe));
        });
    }

    /// <summary>Damage of one byte may go unnoticed within a text, but it never ends in any other exception.</summary>
    [Fact]
    public void Every_damaged_export_is_read_or_is_an_error_of_its_format()
    {
        Gen.Select(RandomExport.Any, Gen.Double[0, 1], Gen.Byte).Sample((export, share, damage) =>
        {
            byte[] file = [.. export.File];
            file[(int)(share * (file.Length - 1))] = damage;

            Assert.True(Record.Exception(() => Exports.Read(file)) is null or ExportFormatException);
        });
    }
}
