using Pathmind.Displays;

namespace Pathmind.Comparisons;

/// <summary>A comparison as tables.</summary>
internal static class ComparisonTables
{
    /// <summary>One row per policy: reward, difference, verdict.</summary>
    public static Table OfReward(Comparison comparison)
    {
        var rewards = comparison.Policies.Select(policy => policy.Reward).ToArray();
        List<TableColumn> columns = [new("policy", ColumnAlignment.Left), new("reward") { Rank = ColumnRank.Always }];
        if (rewards.Length > 1)
            columns.AddRange(
                [new($"more than {comparison.Policies[0].Name}"), new("verdict", ColumnAlignment.Left) { Rank = ColumnRank.Always }]);
        if (comparison.Goals.Any(goal => goal.Value.Bound is not null))
            columns.Add(new("goals", ColumnAlignment.Left));
        return new(columns, [.. comparison.Policies.Select(policy => Row(policy)[..columns.Count])])
        {
            Title = $"{comparison.Title} (mean ± 95 % interval)", ShownRows = Math.Max(2, rewards.Length),
        };

        object?[] Row(ComparedPolicy policy)
        {
            List<object?> row = [policy.Name, policy.Reward.Value];
            if (rewards.Length > 1)
                row.AddRange([policy.Reward.Difference is { } difference ? new SignedEstimate(difference) : null, policy.Reward.InWords]);
            row.Add(Goals(policy));
            return [.. row];
        }
    }

    /// <summary>Whether all bounds are kept; of several, which are not.</summary>
    static string Goals(ComparedPolicy policy)
    {
        if (policy.KeepsGoals == true)
            return "kept";
        ComparedNumber[] bounds = [.. policy.Numbers.Where(number => number.HasBound)];
        var words = policy.KeepsGoals is null ? "not told" : "not kept";
        var those = bounds.Where(number => number.IsKept == policy.KeepsGoals).Select(number => number.Name);
        return bounds.Length == 1 ? words : $"{words}: {string.Join(", ", those)}";
    }

    /// <summary>One row per number, those with a goal first, then metrics; one column per policy. What has a goal says
    /// in a second line what the episodes tell of it; of what has none an arrow shows that it is higher or lower than
    /// the first policy's.</summary>
    public static Table OfNumbers(Comparison comparison)
    {
        var policies = comparison.Policies;
        string[] names =
        [
            .. policies[0].Numbers.Where(number => number.Name != "reward" || number.Goal is not null)
                .OrderBy(number => number.Goal is null)
                .ThenBy(number => number.Goal is null && comparison.Logs[0].MetricOf(number.Name) is null)
                .Select(number => number.Name),
        ];
        var hasArrows = policies.Any(policy => policy.Numbers.Any(number => number.Verdict is Verdict.Higher or Verdict.Lower));
        Table table = new(
            [new("", ColumnAlignment.Left), .. policies.Select(policy => new TableColumn(policy.Name))],
            [.. names.Select(name => (object?[])[Header(policies[0][name]), .. policies.Select(policy => Cell(policy[name]))])])
        {
            ShownRows = Math.Max(2, names.Length),
            Title = hasArrows ? $"▲ higher, ▼ lower than {policies[0].Name}" : null,
        };
        return table with { Narrow = table };
    }

    static string Header(ComparedNumber number) => number.Goal is { } goal ? $"{number.Name}\n{goal}" : number.Name;

    static string Cell(ComparedNumber number)
    {
        if (number.Goal is null)
            return number.Verdict switch
            {
                Verdict.Higher => $"{number.Value} ▲",
                Verdict.Lower => $"{number.Value} ▼",
                _ => $"{number.Value}",
            };
        var words = number.HasBound ? number.BoundInWords : number.InWords;
        return words.Length == 0 ? $"{number.Value}" : $"{number.Value}\n{words}";
    }

    /// <summary>A difference in a cell: with its sign.</summary>
    readonly record struct SignedEstimate(Estimate Difference)
    {
        public override string ToString() => Difference.Signed;
    }
}
