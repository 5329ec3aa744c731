using Pathmind;

var simulation = new StarterClass();
Console.WriteLine(simulation.Check());                               // says in plain words what is wrong with a new simulation
var training = simulation.Train(new() { Steps = 30_000, Folder = "policies/starter-name" });
Console.WriteLine(simulation.Compare(episodes: 100, seed: 1, Policy.Random(1), training.Policy));
