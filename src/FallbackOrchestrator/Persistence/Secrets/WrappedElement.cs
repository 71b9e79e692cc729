using Npgsql;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>A row of the key ring.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WrappedBy">The fingerprint of the wrapping key.</param>
/// <param name="Wrapped">The encrypted element.</param>
internal sealed record WrappedElement(string Id, string WrappedBy, byte[] Wrapped)
{
    /// <summary>All rows, in the order of their ids.</summary>
    public static async Task<IReadOnlyList<WrappedElement>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<WrappedElement>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(Of(reader));
        return rows;
    }

    /// <summary>The same for Data Protection, which reads its keys synchronously, about once a day.</summary>
    public static IReadOnlyList<WrappedElement> Read(NpgsqlDataSource data)
    {
        using var command = data.CreateCommand(Select);
        using var reader = command.ExecuteReader();
        var rows = new List<WrappedElement>();
        while (reader.Read())
            rows.Add(Of(reader));
        return rows;
    }

    /// <summary>Adds a row.</summary>
    public void Insert(NpgsqlDataSource data)
    {
        using var command = data.CreateCommand("INSERT INTO data_protection_keys (id, wrapped_by, wrapped) VALUES ($1, $2, $3)");
        AddTo(command);
        command.ExecuteNonQuery();
    }

    /// <summary>Replaces the row of this id.</summary>
    public async Task ReplaceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("UPDATE data_protection_keys SET wrapped_by = $2, wrapped = $3 WHERE id = $1", connection);
        AddTo(command);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private const string Select = "SELECT id, wrapped_by, wrapped FROM data_protection_keys ORDER BY id";

    private static WrappedElement Of(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2));

    private void AddTo(NpgsqlCommand command)
    {
        command.Parameters.Add(RowArrays.Parameter(Id));
        command.Parameters.Add(RowArrays.Parameter(WrappedBy));
        command.Parameters.Add(RowArrays.Parameter(Wrapped));
    }
}
