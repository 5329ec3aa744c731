/// <summary>Six numbers that each follow the one before at half the distance; the first follows the choice.</summary>
internal struct SixNumbersModel
{
    public const int Size = 6, EpisodeSteps = 200;

    public float First { get; private set; }

    public float Second { get; private set; }

    public float Third { get; private set; }

    public float Fourth { get; private set; }

    public float Fifth { get; private set; }

    public float Sixth { get; private set; }

    public readonly float Reward => First;

    public void Move(int choice)
    {
        Sixth += 0.5f * (Fifth - Sixth);
        Fifth += 0.5f * (Fourth - Fifth);
        Fourth += 0.5f * (Third - Fourth);
        Third += 0.5f * (Second - Third);
        Second += 0.5f * (First - Second);
        First += 0.5f * (choice - First);
    }

    /// <param name="destination">[Size].</param>
    public readonly void Write(Span<float> destination)
    {
        destination[5] = Sixth;
        (destination[0], destination[1], destination[2], destination[3], destination[4]) = (First, Second, Third, Fourth, Fifth);
    }
}
