namespace Pathmind.Training;

/// <summary>Moments of an Adam: bytes of little-endian float32 numbers.</summary>
internal sealed record AdamState(byte[] First, byte[] Second, long Steps);

/// <summary>The deviations of continuous actions and the moments of their Adam, [reals] each.</summary>
internal sealed record DeviationState(float[] LogStd, float[] First, float[] Second, long Steps);

/// <summary>Running statistics of the observations, [inputs] each.</summary>
internal sealed record StatisticsState(double[] Mean, double[] Variance, double Count);

/// <summary>Running statistics of the discounted return: Welford's count, mean and sum of squared differences.</summary>
internal sealed record RewardScaleState(double Count, double Mean, double Squares);

/// <summary>The four words of a random generator.</summary>
internal sealed record StreamState(ulong S0, ulong S1, ulong S2, ulong S3);

/// <summary>The last episodes' rewards, and what is known of all episodes.</summary>
internal sealed record RecentEpisodesState(double[] Rewards, double Lowest, double Highest, long Count);

/// <summary>Rewards of the last episodes with correlated and with independent noise, and the correlation in use.</summary>
internal sealed record ExplorationState(double[] Correlated, double[] Independent, float Correlation);

/// <summary>What the evaluations of the greedy policy may still cost, and what they found.</summary>
internal sealed record EvaluationState(double Budget, long LastAt, long LastCost, double Score, double Latest);
