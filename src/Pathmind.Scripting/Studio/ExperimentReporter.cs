using System.Net;
using System.Text.Json;

namespace Pathmind.Reporting;

/// <summary>Reports a training to a studio, on a thread of its own and from a bounded queue: whatever the studio does,
/// or does not, the training neither waits nor fails.</summary>
/// <remarks>A studio that ended is looked for again, with pauses that grow; one that started again gets what it missed.
/// After the end of the training what is left is sent as long as the process lives, at most
/// <see cref="ReportingPace.AfterEnd"/>.</remarks>
internal sealed class ExperimentReporter : IDisposable
{
    readonly Func<StudioFile?> find;
    readonly Func<ExperimentStart> describe;
    readonly ReportingPace pace;
    readonly ProgressQueue queue;
    readonly CancellationTokenSource stop = new();
    readonly ManualResetEventSlim news = new();
    readonly Thread thread;
    readonly EventHandler onExit;
    volatile ExperimentEnd? end;
    SetState? state;
    Func<byte[]>? policy;
    volatile Uri? page;
    volatile bool isFailing;
    ExperimentStart? start;
    StudioClient? client;
    StudioFile? studio;
    ExperimentPlace? place;
    ExperimentEnded? ended;

    /// <param name="find">Where the studio is now; null while there is none.</param>
    /// <param name="describe">The training; called on the reporting thread.</param>
    /// <param name="pace">How often, and how long.</param>
    public ExperimentReporter(Func<StudioFile?> find, Func<ExperimentStart> describe, ReportingPace? pace = null)
    {
        (this.find, this.describe, this.pace) = (find, describe, pace ?? new());
        queue = new(this.pace.Capacity);
        onExit = (_, _) =>
        {
            Wait(this.pace.AtExit);
            LeaveNote();
        };
        AppDomain.CurrentDomain.ProcessExit += onExit;
        thread = new(Run) { IsBackground = true, Name = "pathmind studio report", Priority = ThreadPriority.BelowNormal };
        thread.Start();
    }

    /// <summary>The experiment's page; null until the studio has answered.</summary>
    public Uri? Page => page;

    /// <summary>Cancelled when the studio's user asks the training to stop.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Takes a row after an iteration.</summary>
    /// <param name="row">Names and values of its columns; asked for on the reporting thread.</param>
    public void Add(Func<IEnumerable<(string Name, double? Value)>> row) => queue.Add(row);

    /// <summary>Takes how the trainings stand for which it stands; the newest alone is sent.</summary>
    public void Tell(SetState newest) => Volatile.Write(ref state, newest);

    /// <summary>Takes how the training ended; what is left is sent soon after.</summary>
    /// <param name="how">Why, and with which figures.</param>
    /// <param name="onnx">The policy, in case that the studio can read no folder of the training; asked for on the
    /// reporting thread. Null for none.</param>
    public void End(ExperimentEnd how, Func<byte[]>? onnx = null)
    {
        if (end is null)
            (policy, end) = (onnx, how);                                 // in this order: the other thread looks at the end
        news.Set();
    }

    /// <summary>A training that never said how it ended has failed. Does not wait.</summary>
    public void Dispose() => End(new() { Stop = ExperimentEnd.Failed, Message = "The training ended without a result." });

    /// <summary>Waits until all is sent, or the time is over; not at all while the studio does not answer.</summary>
    /// <returns>Whether all was sent.</returns>
    internal bool Wait(TimeSpan longest) => end is not null && !isFailing && thread.Join(longest);

    void Run()
    {
        var failures = 0;
        long? endedAt = null;
        try
        {
            while (true)
            {
                try
                {
                    if (Send())
                        return;
                    (failures, isFailing) = (0, false);
                }
                catch (Exception exception) when (IsOfTheStudio(exception))
                {
                    isFailing = true;
                    failures++;
                    Forget(exception);
                }
                if (end is not null)
                    endedAt ??= Environment.TickCount64;
                if (endedAt is { } since && Environment.TickCount64 - since > pace.AfterEnd.TotalMilliseconds)
                    return;
                news.Wait(isFailing ? pace.Pause(failures) : end is null ? pace.Interval : TimeSpan.Zero);
                news.Reset();
            }
        }
        catch (Exception)                                                // nothing that goes wrong here may end the user's process
        {
            isFailing = true;
        }
        finally
        {
            LeaveNote();
            AppDomain.CurrentDomain.ProcessExit -= onExit;
            client?.Dispose();
        }
    }

    /// <summary>Sends what there is. True when the end is sent.</summary>
    bool Send()
    {
        if (client is null)
        {
            studio = find() ?? throw new HttpRequestException("There is no studio.");
            client = new(studio, pace.Timeout);
        }
        if (place is null)
        {
            place = client.Register(start ??= describe());
            page = studio!.PageOf(place.Number);
        }
        var last = end;                                                  // before the queue is emptied: no row comes after it
        do
        {
            var rows = queue.Take(pace.BatchRows);
            try
            {
                if (client.Append(place.Number, ProgressBatch.Of(rows.Select(row => row()))).Stop)
                    stop.Cancel();
            }
            catch
            {
                queue.PutBack(rows);
                throw;
            }
        }
        while (queue.Count > 0);
        TellSet(client, place.Number);
        if (last is null)
            return false;
        ended ??= client.End(place.Number, last);
        if (ended.WantsPolicy)
            SendPolicy(client, place.Number);
        return true;
    }

    /// <summary>A studio of an older version knows no sets, and does without.</summary>
    void TellSet(StudioClient studio, int number)
    {
        if (Interlocked.Exchange(ref state, null) is not { } newest)
            return;
        try
        {
            studio.Tell(number, newest);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is not (null or HttpStatusCode.ServiceUnavailable))
        {
            return;
        }
        catch
        {
            Interlocked.CompareExchange(ref state, newest, null);        // the next round tries again
            throw;
        }
    }

    /// <summary>Sends the policy once; a studio that refuses it does without.</summary>
    void SendPolicy(StudioClient studio, int number)
    {
        if (policy?.Invoke() is not { Length: <= StudioClient.MostPolicyBytes } content)
            return;
        try
        {
            studio.SendPolicy(number, content);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is not null)
        {
            return;
        }
    }

    /// <summary>What a studio that is known, but does not answer, will find when it starts again.</summary>
    void LeaveNote()
    {
        if (place is null && start is { } training && end is { } how && StudioSearch.IsByFile)
            new MissedTraining { Start = training, End = how }.Leave(StudioSearch.DataFolder);
    }

    static bool IsOfTheStudio(Exception exception) => exception
        is HttpRequestException or OperationCanceledException or IOException or JsonException or UriFormatException;

    /// <summary>A studio that does not answer is looked for again; one that does not know the experiment (its data are
    /// others) is told of it again.</summary>
    void Forget(Exception exception)
    {
        client?.Dispose();
        client = null;
        if (exception is HttpRequestException { StatusCode: HttpStatusCode.NotFound })
            (place, ended) = (null, null);
    }
}
