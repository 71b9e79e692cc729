using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>Stores the sequences of a subaccount, for operators and for customers.</summary>
internal sealed class SequenceStore(DirectoryChange change, ManagementRequestParser parser, SubaccountDirectory directory)
{
    /// <summary>Creates or replaces a sequence.</summary>
    /// <param name="find">Finds the subaccount.</param>
    /// <param name="name">The sequence's name.</param>
    /// <param name="request">The new sequence.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <param name="customer">The subaccount of the calling customer; null for an operator.</param>
    public async Task<Results<Ok<SequenceView>, Problem>> PutAsync(
        Func<DirectorySnapshot, Subaccount?> find, string name, SequenceRequest request, CancellationToken cancellationToken,
        SubaccountId? customer = null)
    {
        if (ManagementRequestParser.CheckSequenceName(name) is { } wrong)
            return wrong;
        var refused = await change.DoAsync(
            async now =>
            {
                if (Changeable(find(now), out var subaccount) is { } not)
                    return not;
                if (parser.Check(request, subaccount!) is { } misfit)
                    return misfit;
                if (subaccount!.Sequences.Count >= SubaccountLimits.MostSequences && !subaccount.Sequences.ContainsKey(name))
                    return Problems.OutOfRange(
                        "name", $"a subaccount can have at most {SubaccountLimits.MostSequences} sequences: delete one first");
                // Done before the row is written, because there may be only one default at any time.
                if (request.IsDefault == true)
                {
                    await change.Db.Sequences.Where(s => s.SubaccountId == subaccount.Id.Value && s.Name != name)
                        .ExecuteUpdateAsync(s => s.SetProperty(row => row.IsDefault, false), cancellationToken);
                }
                var row = await change.Db.Sequences.FindAsync([subaccount.Id.Value, name], cancellationToken);
                if (row is null)
                    change.Db.Sequences.Add(row = new SequenceRow { SubaccountId = subaccount.Id.Value, Name = name });
                row.Channels = SequenceJson.Write(request.Channels!.OfType<SequenceEntry>().ToList());
                row.IsDefault = request.IsDefault ?? row.IsDefault;
                return null;
            },
            cancellationToken,
            customer);
        return refused is null ? Show(find, name) : refused;
    }

    /// <summary>Deletes a sequence; messages that use it keep their steps.</summary>
    public async Task<Results<NoContent, Problem>> DeleteAsync(
        Func<DirectorySnapshot, Subaccount?> find, string name, CancellationToken cancellationToken, SubaccountId? customer = null)
    {
        var refused = await change.DoAsync(
            async now =>
            {
                if (Changeable(find(now), out var subaccount) is { } not)
                    return not;
                return await change.Db.Sequences.Where(s => s.SubaccountId == subaccount!.Id.Value
                    && s.Name == name).ExecuteDeleteAsync(cancellationToken) == 0
                    ? Problems.NotFound("sequence")
                    : null;
            },
            cancellationToken,
            customer);
        return refused is null ? TypedResults.NoContent() : refused;
    }

    /// <summary>Shows the present sequence.</summary>
    public async Task<Results<Ok<SequenceView>, Problem>> GetAsync(
        Func<DirectorySnapshot, Subaccount?> find, string name, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        return Show(find, name);
    }

    private Results<Ok<SequenceView>, Problem> Show(Func<DirectorySnapshot, Subaccount?> find, string name) =>
        find(directory.Now) is not { } subaccount ? Problems.NotFound("subaccount")
        : ManagementViews.Sequence(subaccount, name) is { } view ? TypedResults.Ok(view)
        : Problems.NotFound("sequence");

    private static Problem? Changeable(Subaccount? found, out Subaccount? subaccount)
    {
        subaccount = found;
        return found is null ? Problems.NotFound("subaccount")
            : found.IsConfigured ? Problems.IsConfigured("the subaccount")
            : found.IsClosed ? Problems.InvalidParameter("subAccountId", "is closed")
            : null;
    }
}
