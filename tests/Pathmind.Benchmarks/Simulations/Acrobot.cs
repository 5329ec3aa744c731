using Pathmind;

/// <summary>Two links hang from a joint, a motor sits between them: swing the tip above the line. Gymnasium's
/// Acrobot-v1 (the book's equations), number by number.</summary>
/// <remarks>Sutton 1996; Sutton and Barto, Reinforcement Learning, section 11.3 of the first edition. Links of 1 m and
/// 1 kg, centres of mass at 0.5 m, moments of inertia 1 kg·m², g = 9.8 m/s². A step is 0.2 s, one Runge-Kutta step of
/// order 4. Angles: 0 hangs down, the second one is relative to the first.</remarks>
internal sealed class Acrobot : Simulation
{
    const double LargestSpeed1 = 4 * Math.PI, LargestSpeed2 = 9 * Math.PI, Seconds = 0.2;                       // rad/s
    const double Mass = 1, Length = 1, Centre = 0.5, Inertia = 1, Gravity = 9.8;
    Motion state;

    public override int MaxSteps => 500;

    /// <summary>Torque -1, 0 or 1 N·m.</summary>
    public override ActionSpace ActionSpace(int agent) => new Discrete(3);

    /// <summary>Gymnasium rounds the start, and only the start, to float32.</summary>
    public override void Reset() => state = new(Small(), Small(), Small(), Small());

    public override void Step()
    {
        double torque = Action[0].Choice - 1;
        var k1 = Derivative(state, torque);
        var k2 = Derivative(state + Seconds / 2 * k1, torque);
        var k3 = Derivative(state + Seconds / 2 * k2, torque);
        var k4 = Derivative(state + Seconds * k3, torque);
        var next = state + Seconds / 6.0 * (k1 + 2 * k2 + 2 * k3 + k4);
        state = new(
            Wrap(next.Angle1), Wrap(next.Angle2),
            Math.Clamp(next.Speed1, -LargestSpeed1, LargestSpeed1), Math.Clamp(next.Speed2, -LargestSpeed2, LargestSpeed2));
    }

    public override Observation GetObservation(int agent) => new()
    {
        ["cos_angle_1"] = Math.Cos(state.Angle1), ["sin_angle_1"] = Math.Sin(state.Angle1),
        ["cos_angle_2"] = Math.Cos(state.Angle2), ["sin_angle_2"] = Math.Sin(state.Angle2),
        ["speed_1"] = state.Speed1, ["speed_2"] = state.Speed2,
    };

    public override Reward GetReward(int agent) => new() { ["time"] = IsDone(agent) ? 0 : -1 };

    public override bool IsDone(int agent) => -Math.Cos(state.Angle1) - Math.Cos(state.Angle2 + state.Angle1) > 1;

    /// <summary>The book's equations of motion; the order of the operations is Gymnasium's.</summary>
    static Motion Derivative(in Motion s, double torque)
    {
        var (sin2, cos2) = (Math.Sin(s.Angle2), Math.Cos(s.Angle2));
        var d1 = Mass * (Centre * Centre) + Mass * (Length * Length + Centre * Centre + 2 * Length * Centre * cos2) + Inertia + Inertia;
        var d2 = Mass * (Centre * Centre + Length * Centre * cos2) + Inertia;
        var phi2 = Mass * Centre * Gravity * Math.Cos(s.Angle1 + s.Angle2 - Math.PI / 2);
        var phi1 = -Mass * Length * Centre * (s.Speed2 * s.Speed2) * sin2
            - 2 * Mass * Length * Centre * s.Speed2 * s.Speed1 * sin2
            + (Mass * Centre + Mass * Length) * Gravity * Math.Cos(s.Angle1 - Math.PI / 2)
            + phi2;
        var acceleration2 = (torque + d2 / d1 * phi1 - Mass * Length * Centre * (s.Speed1 * s.Speed1) * sin2 - phi2)
            / (Mass * (Centre * Centre) + Inertia - d2 * d2 / d1);
        var acceleration1 = -(d2 * acceleration2 + phi1) / d1;
        return new(s.Speed1, s.Speed2, acceleration1, acceleration2);
    }

    static double Wrap(double angle)
    {
        while (angle > Math.PI)
            angle -= 2 * Math.PI;
        while (angle < -Math.PI)
            angle += 2 * Math.PI;
        return angle;
    }

    float Small() => (float)(-0.1 + 0.2 * Random.NextDouble());

    /// <summary>Angles (rad) and speeds (rad/s) of the two joints, or their derivatives.</summary>
    readonly record struct Motion(double Angle1, double Angle2, double Speed1, double Speed2)
    {
        public static Motion operator +(in Motion a, in Motion b) =>
            new(a.Angle1 + b.Angle1, a.Angle2 + b.Angle2, a.Speed1 + b.Speed1, a.Speed2 + b.Speed2);

        public static Motion operator *(double factor, in Motion a) =>
            new(factor * a.Angle1, factor * a.Angle2, factor * a.Speed1, factor * a.Speed2);
    }
}
