namespace Pathmind.Tests;

/// <summary>A clock that only a simulation's steps turn: 20 ms each.</summary>
sealed class StepClock : TimeProvider
{
    public long Steps { get; private set; }

    public override long TimestampFrequency => 50;

    public override long GetTimestamp() => Steps;

    public void Turn(long steps) => Steps += steps;
}
