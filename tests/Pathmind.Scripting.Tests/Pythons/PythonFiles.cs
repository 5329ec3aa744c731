namespace Pathmind.Tests.Pythons;

/// <summary>Environments that the tests write as Python files.</summary>
internal static class PythonFiles
{
    /// <summary>A corridor of places 0 … 4, from a random one: right is better, the last one ends it, ten steps cut
    /// it.</summary>
    public const string Corridor = """
        class Corridor:
            observation_space = Box(0, 4, (2,))
            action_space = Discrete(2)
            def reset(self, seed=None, options=None):
                if seed is not None: self.random = np.random.default_rng(seed)
                self.place, self.steps = int(self.random.integers(3)), 0
                return np.array([self.place, self.random.random()], np.float32), {}
            def step(self, action):
                self.place = max(0, self.place + (1 if action == 1 else -1))
                self.steps += 1
                print("printed by the environment", flush=True)
                return (np.array([self.place, self.random.random()], np.float32), -0.1, self.place == 4, self.steps == 10, {})
        """;

    /// <summary>Reports the action that it got in its observation.</summary>
    public const string Echo = """
        class Echo:
            action_space = Dict({
                "turn": Discrete(3, start=-1), "pair": Tuple([MultiDiscrete([2, 4]), MultiBinary(2)]), "push": Box(-2, 2, (2, 2)),
                "whole": Box(0, 9, (1,), np.int64), "exact": Box(-0.1, 0.1, (), np.float64)})
            observation_space = Dict({
                "turn": Discrete(3, start=-1), "pair": Tuple([MultiDiscrete([2, 4]), MultiBinary(2)]), "push": Box(-2, 2, (2, 2)),
                "whole": Box(0, 9, (1,), np.int64), "exact": Box(-0.1, 0.1, (), np.float64)})
            def reset(self, seed=None, options=None):
                return {"turn": -1, "pair": (np.array([0, 0]), np.array([0, 0], np.int8)), "push": np.zeros((2, 2), np.float32),
                        "whole": np.array([0]), "exact": np.float64(0)}, {}
            def step(self, action):
                assert list(action) == ["turn", "pair", "push", "whole", "exact"], action
                assert action["push"].shape == (2, 2) and action["push"].dtype == np.float32
                assert action["whole"].dtype == np.int64 and action["pair"][1].dtype == np.int8
                assert -0.1 <= action["exact"] <= 0.1, action["exact"]
                return action, 1.5, False, False, {}
        """;

    /// <summary>What goes wrong depends on the action: 1 throws, 2 crashes, 3 hangs, 4 observes too much,
    /// 5 exits, 6 gives no number as the reward.</summary>
    public const string Faulty = """
        class Faulty:
            observation_space = Box(0, 1, (2,))
            action_space = Discrete(7)
            def reset(self, seed=None, options=None):
                return np.array([os.getpid() % 1000, 0], np.float32), {}
            def step(self, action):
                if action == 1: raise ValueError("the shelf is empty")
                if action == 2:
                    print("the last words", flush=True)
                    os._exit(3)
                if action == 3: time.sleep(600)
                if action == 4: return np.zeros(5, np.float32), 0.0, False, False, {}
                if action == 5: sys.exit("not so")
                if action == 6: return np.zeros(2, np.float32), "much", False, False, {}
                return np.array([0, 1], np.float32), 0.0, False, False, {}
        """;

    /// <summary>Two boxes, of which one is locked, as the mask says.</summary>
    public const string Locked = """
        class Locked:
            observation_space = Discrete(3)
            action_space = Discrete(2)
            def reset(self, seed=None, options=None):
                self.steps = 0
                return 2, {"action_mask": np.array([1, 0], np.int8)}
            def step(self, action):
                self.steps += 1
                info = {} if self.steps == 3 else {"action_mask": np.array([0, 1], np.int8)}
                return 0, float(action), False, False, info
        """;

    /// <summary>Two mice of the original's kind: reward terms, metrics, and one that is done before the
    /// other.</summary>
    public const string Mice = """
        import random
        from pathmind.simulation import Simulation, Discrete, Continuous

        class Mice(Simulation):
            def number_of_agents(self): return 2
            def action_space(self, agent_id): return Discrete(2) if agent_id == 0 else Continuous(shape=(2,), low=-1.0, high=1.0)
            def reset(self):
                self.places, self.start = [0, 0.0], random.randint(0, 1000)
            def step(self):
                self.places[0] += self.action[0]
                self.places[1] += float(self.action[1].sum())
            def is_done(self, agent_id): return self.places[agent_id] >= (2 if agent_id == 0 else 3)
            def get_observation(self, agent_id):
                assert not self.is_done(agent_id)
                return {"place": self.places[agent_id], "both": [0, 0], "start": self.start}
            def get_reward(self, agent_id):
                assert self.action[agent_id] is not None
                return {"found": int(self.is_done(agent_id)), "cost": -0.5}
            def get_metrics(self, agent_id): return {"walked": self.places[agent_id]}
        """;
}
