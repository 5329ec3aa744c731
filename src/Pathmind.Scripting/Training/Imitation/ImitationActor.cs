namespace Pathmind.Training;

/// <summary>Who acts while a teacher is asked.</summary>
internal enum ImitationActor
{
    Teacher,

    /// <summary>The policy that learns, which draws its actions.</summary>
    Student,

    /// <summary>The same by what it finds likeliest, as it is judged.</summary>
    GreedyStudent,
}
