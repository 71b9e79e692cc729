using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The form in which values of a type are stored in a column: written for many rows as one array, and read.</summary>
/// <typeparam name="T">The type in the code.</typeparam>
internal abstract class ColumnType<T>
{
    /// <summary>The type in PostgreSQL, as <c>format_type</c> writes it.</summary>
    public required string Sql { get; init; }

    /// <summary>The texts that an enum's values are stored as; null for all other types.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>
    /// The SQL that makes the stored value of the array's element, with <c>{0}</c> for the element; null where they are the same. An array
    /// of arrays would have to be rectangular, so a row's array is sent as one text and split there.
    /// </summary>
    public string? FromElement { get; init; }

    /// <summary>The parameter with the values of these rows, in their order.</summary>
    public abstract NpgsqlParameter Array<TRow>(List<TRow> rows, Func<TRow, T> value);

    /// <summary>Reads the value at a place of the current row.</summary>
    public abstract T Read(NpgsqlDataReader reader, int ordinal);
}

/// <summary>The types of columns.</summary>
internal static class ColumnTypes
{
    // Separates the elements of an array that is sent as one text. Ids of providers contain no control characters.
    private const char Separator = '\x1f';

    public static ColumnType<Guid> Uuid { get; } = Stored<Guid>("uuid", NpgsqlDbType.Uuid);
    public static ColumnType<Guid?> UuidOrNull { get; } = Stored<Guid?>("uuid", NpgsqlDbType.Uuid);
    public static ColumnType<string> Text { get; } = Stored<string>("text", NpgsqlDbType.Text);
    public static ColumnType<string?> TextOrNull { get; } = Stored<string?>("text", NpgsqlDbType.Text);
    public static ColumnType<string> Json { get; } = Stored<string>("jsonb", NpgsqlDbType.Jsonb);
    public static ColumnType<string?> JsonOrNull { get; } = Stored<string?>("jsonb", NpgsqlDbType.Jsonb);
    public static ColumnType<int> Integer { get; } = Stored<int>("integer", NpgsqlDbType.Integer);
    public static ColumnType<int?> IntegerOrNull { get; } = Stored<int?>("integer", NpgsqlDbType.Integer);
    public static ColumnType<bool> Bool { get; } = Stored<bool>("boolean", NpgsqlDbType.Boolean);
    public static ColumnType<DateTimeOffset> Time { get; } = Stored<DateTimeOffset>("timestamp with time zone", NpgsqlDbType.TimestampTz);
    public static ColumnType<DateTimeOffset?> TimeOrNull { get; } =
        Stored<DateTimeOffset?>("timestamp with time zone", NpgsqlDbType.TimestampTz);

    /// <summary>Texts without control characters.</summary>
    public static ColumnType<ImmutableArray<string>> TextArray { get; } = Texts(emptyIsNull: false);

    /// <summary>Texts without control characters; no text is stored as null.</summary>
    public static ColumnType<ImmutableArray<string>> TextArrayOrNull { get; } = Texts(emptyIsNull: true);

    /// <summary>A closed set, stored as <see cref="EnumText"/> writes it.</summary>
    public static ColumnType<T> Enum<T>() where T : struct, Enum => new Converted<T, string>(
        NpgsqlDbType.Text, value => EnumText.Of(value), (reader, ordinal) => EnumText.Parse<T>(reader.GetString(ordinal)))
    {
        Sql = "text",
        Texts = TextsOf<T>(),
    };

    /// <summary>A closed set, or null.</summary>
    public static ColumnType<T?> EnumOrNull<T>() where T : struct, Enum => new Converted<T?, string?>(
        NpgsqlDbType.Text,
        value => EnumText.Of(value),
        (reader, ordinal) => reader.IsDBNull(ordinal) ? null : EnumText.Parse<T>(reader.GetString(ordinal)))
    {
        Sql = "text",
        Texts = TextsOf<T>(),
    };

    private static Plain<T> Stored<T>(string sql, NpgsqlDbType type) => new(type) { Sql = sql };

    private static Converted<ImmutableArray<string>, string?> Texts(bool emptyIsNull) => new(
        NpgsqlDbType.Text,
        texts => emptyIsNull && texts.IsEmpty ? null : string.Join(Separator, texts.AsSpan()),
        (reader, ordinal) => reader.IsDBNull(ordinal)
            ? []
            : ImmutableCollectionsMarshal.AsImmutableArray(reader.GetFieldValue<string[]>(ordinal)))
    {
        Sql = "text[]",
        FromElement = $"string_to_array({{0}}, chr({(int)Separator}))",
    };

    private static IReadOnlyList<string> TextsOf<T>() where T : struct, Enum =>
        [.. System.Enum.GetValues<T>().Select(value => EnumText.Of(value))];

    // Stored as it is.
    private sealed class Plain<T>(NpgsqlDbType type) : ColumnType<T>
    {
        public override NpgsqlParameter Array<TRow>(List<TRow> rows, Func<TRow, T> value) => RowArrays.Column(rows, type, value);

        public override T Read(NpgsqlDataReader reader, int ordinal) =>
            reader.IsDBNull(ordinal) ? default! : reader.GetFieldValue<T>(ordinal);
    }

    private sealed class Converted<T, TStored>(NpgsqlDbType type, Func<T, TStored> store, Func<NpgsqlDataReader, int, T> read)
        : ColumnType<T>
    {
        public override NpgsqlParameter Array<TRow>(List<TRow> rows, Func<TRow, T> value) =>
            RowArrays.Column(rows, type, row => store(value(row)));

        public override T Read(NpgsqlDataReader reader, int ordinal) => read(reader, ordinal);
    }
}
