"""Runs simulations that are written in Python, for Pathmind.Scripting: docs/gymnasium.md has the protocol.

Started by the kit as: python3 -u -c <this text> <target as JSON>. Requests come in on standard input, replies go out on
standard output; whatever the simulation prints goes to standard error. gymnasium is imported only for gym:NAME.
"""
import importlib
import importlib.util
import inspect
import io
import json
import os
import signal
import struct
import sys
import threading
import time
import traceback
import types

requests = io.FileIO(os.dup(0), "rb")
replies = os.dup(1)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)                             # user code must not read requests
os.dup2(2, 1)                                                            # nor write between replies
if hasattr(signal, "SIGINT"):
    signal.signal(signal.SIGINT, signal.SIG_IGN)                         # Ctrl+C is the kit's to answer

FAILED, SPEC, OPENED, RECORDS = 0, 1, 2, 3                               # kinds of replies
OPEN, CLOSE, RESET, STEP, STEP_ON = 1, 2, 3, 4, 5                        # kinds of requests
GOES_ON, TERMINATED, TRUNCATED = 0, 1, 2


class Refused(Exception):
    """What the kit's user is told without a traceback."""


def send(kind, count, *parts):
    payload = b"".join(parts)
    write(memoryview(struct.pack("<III", 8 + len(payload), kind, count) + payload))


def write(frame):
    while len(frame) > 0:
        frame = frame[os.write(replies, frame):]


class Requests:
    """The request that came last, always at the beginning of one block of bytes: the usual one is a single read."""

    def __init__(self):
        self.block, self.length, self.filled = bytearray(1 << 12), 0, 0

    def next(self):
        """Waits for the next one; the last one is given up. Ends the process when the kit is gone."""
        rest = self.filled - self.length
        if rest > 0:
            self.block[:rest] = self.block[self.length:self.filled]
        self.filled = self.length = rest
        while self.filled < 12 or self.filled < self.whole():
            if self.filled == len(self.block) or self.filled >= 12 and self.whole() > len(self.block):
                self.block = self.block[:self.filled] + bytearray(2 * self.whole())      # views of the old one stay as they are
            part = requests.readinto(memoryview(self.block)[self.filled:] if self.filled > 0 else self.block)
            if not part:
                os._exit(0)
            self.filled += part
        self.length = self.whole()

    def whole(self):
        return 4 + int.from_bytes(self.block[:4], "little")


def is_of_user(file):
    """Whether a line can be the user's: not this text's, nor of what only passes calls on, or looks for modules."""
    libraries = [getattr(sys.modules[name], "__file__", None) for name in ("gymnasium", "gym", "importlib") if name in sys.modules]
    return not file.startswith("<") and not any(
        os.path.basename(library or "") == "__init__.py" and file.startswith(os.path.dirname(library) + os.sep) for library in libraries)


def explain(exception):
    """The exception with the lines of user code that led to it."""
    if isinstance(exception, Refused):
        return str(exception)
    frames = [f for f in traceback.extract_tb(exception.__traceback__) if is_of_user(f.filename)]
    places = "".join(f"\n  {f.filename}, line {f.lineno}, in {f.name}" for f in frames[-8:])
    return f"{type(exception).__name__}: {exception}{places}"


try:
    import numpy as np
except ImportError:
    send(FAILED, 0, f"{sys.executable} has no numpy, which every simulation in Python needs here: install it for this Python "
         "(pip install numpy, or apt-get install python3-numpy)".encode())
    sys.exit(1)


# ---- spaces: recognised by the names of their classes, so that gymnasium, gym and a file's own classes all do ----

def kind_of(space):
    for cls in type(space).__mro__:
        if cls.__name__ in ("Discrete", "MultiDiscrete", "MultiBinary", "Box", "Dict", "Tuple"):
            return cls.__name__
    return type(space).__name__


def parts_of(space):
    """Keys and spaces of a Dict or a Tuple."""
    inner = getattr(space, "spaces", space)
    return list(inner.items()) if kind_of(space) == "Dict" else list(enumerate(inner))


def unknown(space, what):
    return Refused(f"the {what} has a {type(space).__name__}, but only Discrete, MultiDiscrete, MultiBinary, Box, and Dict and Tuple "
                   "of them are fixed lists of numbers: flatten it in a wrapper of the environment")


def told(bounds):
    """Bounds as JSON has them: it knows no infinity."""
    return [x if np.isfinite(x) else str(x) for x in bounds]


def flat_bounds(space, bound):
    return [float(x) for x in np.broadcast_to(np.asarray(bound, dtype=np.float64), space.shape).reshape(-1)]


def observed(space, name=""):
    """The leaves of an observation space: what the kit is told of each, and what writes its numbers.

    A writer is called with the value, the row of float32 and the place of its first number.
    """
    kind = kind_of(space)
    if kind in ("Dict", "Tuple"):
        leaves, readers, at = [], [], 0
        for key, part in parts_of(space):
            own = f"{name}_{key}" if name else (f"observation_{key}" if kind == "Tuple" else str(key))
            inner, writer = observed(part, own)
            readers.append((key, writer, at))
            at += sum(leaf["numbers"] for leaf in inner)
            leaves += inner

        def write_parts(value, row, start):
            for key, writer, at in readers:
                writer(value[key], row, start + at)
        return leaves, write_parts
    name = name or "observation"
    if kind == "Discrete":
        first, choices = int(getattr(space, "start", 0)), int(space.n)

        def write_choice(value, row, start):
            row[start] = int(value) - first
        return [{"name": name, "numbers": 1, "choices": [choices], "list": False}], write_choice
    if kind == "MultiDiscrete":
        sizes = np.asarray(space.nvec).reshape(-1)
        first = np.asarray(getattr(space, "start", 0))
        count = len(sizes)

        def write_choices(value, row, start):
            row[start:start + count] = (np.asarray(value) - first).reshape(-1)
        return [{"name": name, "numbers": count, "choices": [int(n) for n in sizes], "list": True}], write_choices
    if kind == "MultiBinary" or kind == "Box" and hasattr(space, "low"):
        shape = tuple(space.shape)
        count = int(np.prod(shape, dtype=np.int64))

        def write_number(value, row, start):
            row[start] = value if np.ndim(value) == 0 else np.asarray(value).reshape(-1)[0]

        def write_list(value, row, start):
            row[start:start + count] = value

        def write_array(value, row, start):
            value = np.asarray(value)
            if value.size != count:
                raise Refused(f"the observation '{name}' has {value.size} numbers, but its space {space} has {count}")
            row[start:start + count] = value.reshape(-1)
        writer = write_number if shape == () else write_list if len(shape) == 1 and count > 1 else write_array
        return [{"name": name, "numbers": count, "list": shape != ()}], writer
    raise unknown(space, "observation space")


def acted(space, choices=0, reals=0):
    """The leaves of an action space, what makes an action of its numbers, and how many numbers there are so far.

    A maker is called with a row of int64 choices and a row of float32 numbers.
    """
    kind = kind_of(space)
    if kind in ("Dict", "Tuple"):
        leaves, makers = [], []
        for key, part in parts_of(space):
            inner, maker, choices, reals = acted(part, choices, reals)
            leaves += inner
            makers.append((key, maker))
        if kind == "Dict":
            return leaves, lambda c, r: {key: maker(c, r) for key, maker in makers}, choices, reals
        return leaves, lambda c, r: tuple(maker(c, r) for _, maker in makers), choices, reals
    if kind == "Discrete":
        at, start = choices, int(getattr(space, "start", 0))
        maker = (lambda c, r: c[at] + start) if start else (lambda c, r: c[at])
        return [{"choices": [int(space.n)]}], maker, choices + 1, reals
    if kind == "MultiDiscrete":
        sizes, at = np.asarray(space.nvec), choices
        shape, start, dtype = sizes.shape, np.asarray(getattr(space, "start", 0)), getattr(space, "dtype", None) or np.int64
        count = sizes.size
        return ([{"choices": [int(n) for n in sizes.reshape(-1)]}],
                lambda c, r: (c[at:at + count].reshape(shape) + start).astype(dtype), choices + count, reals)
    if kind == "MultiBinary":
        shape, at = tuple(space.shape), choices
        count = int(np.prod(shape, dtype=np.int64))
        return ([{"choices": [2] * count}],
                lambda c, r: c[at:at + count].reshape(shape).astype(np.int8), choices + count, reals)
    if kind == "Box" and hasattr(space, "low"):
        shape, at = tuple(space.shape), reals
        low, high = flat_bounds(space, space.low), flat_bounds(space, space.high)
        count = len(low)
        dtype = np.dtype(getattr(space, "dtype", None) or np.float32)
        leaf = {"low": told(low), "high": told(high), "shape": list(shape) or [1]}
        if dtype == np.float32:
            return [leaf], lambda c, r: r[at:at + count].reshape(shape).copy(), choices, reals + count
        whole, bounds = np.issubdtype(dtype, np.integer), (np.asarray(low), np.asarray(high))

        def make_real(c, r):                                             # float32 may lie just outside of other types' bounds
            value = np.clip(r[at:at + count].astype(np.float64), *bounds)
            return (np.rint(value) if whole else value).reshape(shape).astype(dtype)
        return [leaf], make_real, choices, reals + count
    raise unknown(space, "action space")


# ---- an environment with Gymnasium's five answers, or gym's four ----

class GymEnvironment:
    agents = 1
    metric_names = []
    reward_names = ["reward"]

    def __init__(self, env):
        self.env = env
        self.leaves, self.write = observed(env.observation_space)
        self.action_leaves, self.make_action, self.choices, self.reals = acted(env.action_space)
        self.numbers = sum(leaf["numbers"] for leaf in self.leaves)
        parameters = inspect.signature(env.reset).parameters.values()
        self.takes_seed = any(p.name == "seed" or p.kind == p.VAR_KEYWORD for p in parameters)
        self.mask_length = None                                          # known after the first reset
        self.step_env = env.step
        self.start = int(getattr(env.action_space, "start", 0)) if kind_of(env.action_space) == "Discrete" else 0

    def find_plain(self):
        """Whether it is a Box of several numbers seen, a choice or a list of float32 done, five answers, and no mask."""
        seen, done = self.env.observation_space, self.env.action_space
        if not self.takes_seed or self.mask_length or kind_of(seen) != "Box" or len(seen.shape) != 1 or self.numbers < 2:
            return False
        return kind_of(done) == "Discrete" or kind_of(done) == "Box" and len(done.shape) == 1 and done.dtype == np.float32

    def spec(self):
        limit = getattr(getattr(self.env, "spec", None), "max_episode_steps", None)
        return [{"observation": self.leaves, "action": self.action_leaves, "mask": self.mask_length}], limit

    def reset(self, seed, record):
        if self.takes_seed:
            answer = self.env.reset(seed=seed)
        else:
            if hasattr(self.env, "seed"):
                self.env.seed(seed)
            answer = self.env.reset()
        observation, info = answer if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], dict) else (answer, {})
        if self.mask_length is None:
            mask = info.get("action_mask")
            self.mask_length = 0 if mask is None else len(self.flat(mask))
            self.is_plain = self.find_plain()
        if record is not None:
            self.write(observation, record.observations, 0)
            record.rewards[0] = 0
            record.endings[0] = GOES_ON
            if self.mask_length:
                self.write_mask(info, record)

    def step(self, choices, reals, record):
        answer = self.env.step(self.make_action(choices, reals))
        if len(answer) == 5:
            observation, reward, terminated, truncated, info = answer
        else:
            observation, reward, done, info = answer
            truncated = bool(info.get("TimeLimit.truncated", False))
            terminated = done and not truncated
        self.write(observation, record.observations, 0)
        record.rewards[0] = reward
        record.endings[0] = TERMINATED if terminated else TRUNCATED if truncated else GOES_ON
        if self.mask_length:
            self.write_mask(info, record)

    def prepare(self, batch):
        """How many of this kind make one step: the usual case, a choice or a list of numbers and a list of numbers seen, in few
        calls."""
        if not self.is_plain:
            return step_each
        steps = [simulation.step_env for simulation in batch.simulations]
        choices, reals, start = batch.choices[:, 0] if self.choices else None, batch.reals, self.start
        frame, rows, endings_at = batch.columns.frame, batch.columns.observations, batch.columns.endings_at
        pack, go_on = struct.Struct(f"<{len(steps)}d").pack_into, bytes(len(steps))
        rewards = [0.0] * len(steps)

        def step_plain(batch):
            actions = reals.copy() if choices is None else choices + start if start else choices.copy()
            frame[endings_at:endings_at + len(go_on)] = go_on
            i = 0
            for step, action in zip(steps, actions):
                try:
                    rows[i], reward, terminated, truncated, _ = step(action)
                    rewards[i] = float(reward)
                    if terminated or truncated:
                        batch.ended.append(i)
                        frame[endings_at + i] = TERMINATED if terminated else TRUNCATED
                except BaseException as exception:
                    batch.fail(i, exception)
                i += 1
            pack(frame, 12, *rewards)
        return step_plain

    @staticmethod
    def flat(mask):
        if isinstance(mask, dict):
            mask = tuple(mask.values())
        if isinstance(mask, (tuple, list)) and any(np.ndim(part) > 0 for part in mask):
            return np.concatenate([GymEnvironment.flat(part) for part in mask])
        return np.asarray(mask).reshape(-1)

    def write_mask(self, info, record):
        if "action_mask" not in info:
            raise Refused("info has no 'action_mask', but the first reset's had one: give it after every reset and step")
        record.masks[:] = self.flat(info["action_mask"]) != 0

    def close(self):
        if hasattr(self.env, "close"):
            self.env.close()


# ---- the original's pathmind.simulation.Simulation: eight methods, several agents, reward terms by name ----

class PathmindDiscrete:
    def __init__(self, choices, size=1):
        self.choices, self.size = int(choices), int(size)


class PathmindContinuous:
    def __init__(self, shape, low=-np.inf, high=np.inf):
        self.shape = tuple(shape) if isinstance(shape, (tuple, list)) else (int(shape),)
        self.low, self.high = low, high


class PathmindBase:
    """The base class that a file imports from pathmind.simulation."""

    def __init__(self, *args, **kwargs):
        pass

    def set_action(self, action):
        self.action = action

    def train(self, *args, **kwargs):
        raise RuntimeError("train and run this file from outside: pathmind train FILE.py, pathmind run FILE.py")

    run = train


def provide_pathmind():
    package, simulation = types.ModuleType("pathmind"), types.ModuleType("pathmind.simulation")
    simulation.Simulation, simulation.Discrete, simulation.Continuous = PathmindBase, PathmindDiscrete, PathmindContinuous
    package.simulation, package.Simulation, package.__path__ = simulation, PathmindBase, []
    sys.modules["pathmind"], sys.modules["pathmind.simulation"] = package, simulation


class Named:
    """The numbers of a dictionary, in the order of the names that it had first."""

    def __init__(self, values, what):
        self.what, self.entries, self.leaves, at = what, [], [], 0
        if not isinstance(values, dict):
            raise Refused(f"{what} returned {type(values).__name__}, but must return a dictionary: names and numbers")
        for name, value in values.items():
            count = int(np.size(value))
            self.entries.append((name, at, count, np.ndim(value) > 0))
            self.leaves.append({"name": str(name), "numbers": count, "list": np.ndim(value) > 0})
            at += count
        self.numbers = at

    def column_names(self):
        return [f"{name}_{i}" if is_list else str(name) for name, _, count, is_list in self.entries for i in range(count)]

    def write(self, values, row):
        if len(values) != len(self.entries):
            raise Refused(f"{self.what} returned {list(values)}, but at first {[entry[0] for entry in self.entries]}: "
                          "return the same names every time")
        for name, at, count, is_list in self.entries:
            if name not in values:
                raise Refused(f"{self.what} returned no '{name}', but {list(values)}: return the same names every time")
            value = values[name]
            if not is_list:
                row[at] = value
            elif np.size(value) != count:
                raise Refused(f"{self.what} returned {np.size(value)} numbers as '{name}', but {count} at first: "
                              "return the same length every time")
            else:
                row[at:at + count] = np.asarray(value, dtype=np.float64).reshape(-1)


class PathmindSimulation:
    def __init__(self, simulation):
        self.simulation = simulation
        simulation.reset()
        count = simulation.number_of_agents
        self.agents = int(count() if callable(count) else count)
        self.kinds, self.makers, self.choices, self.reals, self.mask_length = [], [], 0, 0, 0
        self.rest = []                                                   # real numbers nearest to 0 within their bounds
        self.observations, at = [], 0
        for agent in range(self.agents):
            leaf, maker = self.of_space(simulation.action_space(agent))
            named = Named(simulation.get_observation(agent), f"get_observation({agent})")
            self.observations.append((named, at))
            at += named.numbers
            self.kinds.append({"observation": named.leaves, "action": [leaf], "mask": 0})
            self.makers.append(maker)
        self.numbers = at
        self.act(np.zeros(self.choices, np.int64), np.array(self.rest, np.float32))
        simulation.step()                                                # names of terms and metrics are known after a step
        self.rewards = Named(simulation.get_reward(0), "get_reward(0)")
        metrics = simulation.get_metrics(0) if hasattr(simulation, "get_metrics") else None
        self.metrics = Named(metrics or {}, "get_metrics(0)")
        self.reward_names, self.metric_names = self.rewards.column_names(), self.metrics.column_names()
        self.done = [False] * self.agents

    def of_space(self, space):
        if hasattr(space, "choices"):
            at, size = self.choices, int(getattr(space, "size", 1))
            self.choices += size
            return ({"choices": [int(space.choices)] * size},
                    (lambda c, r: int(c[at])) if size == 1 else (lambda c, r: c[at:at + size].copy()))
        if not (hasattr(space, "low") and hasattr(space, "high") and hasattr(space, "shape")):
            raise Refused(f"action_space returned {type(space).__name__}, but must return Discrete(choices, size) or "
                          "Continuous(shape, low, high) of pathmind.simulation")
        shape = tuple(space.shape)
        at, low, high = self.reals, flat_bounds(space, space.low), flat_bounds(space, space.high)
        self.reals += len(low)
        self.rest += np.clip(0, low, high).tolist()
        return ({"low": told(low), "high": told(high), "shape": list(shape) or [1]},
                lambda c, r: r[at:at + len(low)].reshape(shape).copy())

    def spec(self):
        return self.kinds, None

    def reset(self, seed, record):
        import random
        random.seed(seed)                                                # a process of its own: nobody else draws from these
        np.random.seed(seed % (1 << 32))
        self.simulation.reset()
        self.done = [False] * self.agents
        record.rewards[:] = 0
        record.metrics[:] = 0
        record.endings[:] = GOES_ON
        for agent in range(self.agents):
            self.observe(agent, record)

    def act(self, choices, reals):
        self.simulation.set_action({agent: self.makers[agent](choices, reals) for agent in range(self.agents)})

    def step(self, choices, reals, record):
        self.act(choices, reals)
        self.simulation.step()
        self.read(record)

    def observe(self, agent, record):
        named, at = self.observations[agent]
        named.write(self.simulation.get_observation(agent), record.observations[at:at + named.numbers])

    def prepare(self, batch):
        return step_each                                                 # one, as each has its own process

    def read(self, record):
        for agent in range(self.agents):
            was_done = self.done[agent]
            if not was_done:
                self.done[agent] = bool(self.simulation.is_done(agent))
            record.endings[agent] = TERMINATED if self.done[agent] else GOES_ON
            if was_done:
                continue                                                 # it takes no part any more
            terms, rewards = len(self.reward_names), record.rewards
            self.rewards.write(self.simulation.get_reward(agent), rewards[agent * terms:(agent + 1) * terms])
            if self.metrics.numbers:
                count = self.metrics.numbers
                self.metrics.write(self.simulation.get_metrics(agent), record.metrics[agent * count:(agent + 1) * count])
            if not self.done[agent]:
                self.observe(agent, record)

    def close(self):
        if hasattr(self.simulation, "close"):
            self.simulation.close()


# ---- what is to be run ----

def is_candidate(cls, module):
    return (inspect.isclass(cls) and cls.__module__ == module.__name__ and not cls.__name__.startswith("_")
            and not inspect.isabstract(cls) and callable(getattr(cls, "reset", None)) and callable(getattr(cls, "step", None)))


def class_in(module, name, place):
    candidates = {cls.__name__: cls for cls in vars(module).values() if is_candidate(cls, module)}
    if name is not None:
        if callable(getattr(module, name, None)):
            return getattr(module, name)
        raise Refused(f"{place} has no class '{name}'" + (f". There are: {', '.join(candidates)}" if candidates else ""))
    if not candidates:
        raise Refused(f"{place} declares no environment: a class with the methods reset and step, of Gymnasium's or of "
                      "pathmind.simulation.Simulation's kind")
    return list(candidates.values())[-1]


def gymnasium_or_gym(name):
    for library in ("gymnasium", "gym"):
        try:
            return importlib.import_module(library)
        except ModuleNotFoundError as missing:
            if missing.name != library:
                raise
    raise Refused(f"gym:{name} needs Gymnasium, but {sys.executable} has neither gymnasium nor gym: install it for this Python "
                  "(pip install gymnasium), or name another one in PATHMIND_PYTHON")


def find(target):
    """What makes an environment."""
    arguments = json.loads(target["arguments"]) if target.get("arguments") else {}
    if not isinstance(arguments, dict):
        raise Refused("the arguments must be a JSON object, as in {\"map_name\": \"8x8\"}")
    provide_pathmind()
    if "file" in target:
        path = os.path.abspath(target["file"])
        sys.path.insert(0, os.path.dirname(path))
        name = os.path.splitext(os.path.basename(path))[0]
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        cls = class_in(module, target.get("class"), os.path.basename(path))
        return lambda: cls(**arguments)
    sys.path.insert(0, os.getcwd())
    name = target["environment"]
    if ":" in name:
        place, own = name.split(":", 1)
        module = importlib.import_module(place)
        if callable(getattr(module, own, None)):
            cls = getattr(module, own)
            return lambda: cls(**arguments)
    library = gymnasium_or_gym(name)
    return lambda: library.make(name, **arguments)


def adapt(env):
    if hasattr(env, "observation_space") and not callable(env.observation_space):
        return GymEnvironment(env)
    if hasattr(env, "number_of_agents") and hasattr(env, "get_reward"):
        return PathmindSimulation(env)
    raise Refused(f"{type(env).__name__} is neither an environment of Gymnasium's kind (it has no observation_space after __init__) nor a "
                  "pathmind.simulation.Simulation (it has no number_of_agents and get_reward)")


class Record:
    """One simulation's part of a reply."""
    __slots__ = ("rewards", "metrics", "observations", "endings", "masks")


class Columns:
    """The reply for a number of simulations: one block of bytes, and a record for each."""

    def __init__(self, sizes, count):
        agents, terms, metrics, numbers, mask = sizes
        lengths = [("<f8", agents * terms), ("<f8", agents * metrics), ("<f4", numbers), ("u1", agents), ("u1", mask)]
        total = sum(np.dtype(kind).itemsize * length * count for kind, length in lengths) + count
        self.frame = bytearray(12 + total)
        struct.pack_into("<III", self.frame, 0, 8 + total, RECORDS, count)
        # 12 bytes before the numbers: numpy reads and writes unaligned ones as well
        arrays, at = [], 12
        for kind, length in lengths:
            arrays.append(np.frombuffer(self.frame, kind, length * count, at).reshape(count, length))
            at += np.dtype(kind).itemsize * length * count
        _, _, self.observations, self.endings, _ = arrays
        self.endings_at = at - count * (agents + mask)
        self.failed = np.frombuffer(self.frame, "u1", count, at)
        self.records = []
        for i in range(count):
            record = Record()
            record.rewards, record.metrics, record.observations, record.endings, record.masks = (array[i] for array in arrays)
            self.records.append(record)
        self.failures = []

    def fail(self, i, exception):
        self.failed[i] = 1
        self.failures.append(explain(exception).encode())

    def texts(self):
        """What follows the columns: why some failed. Empties them for the next time."""
        tail = b"".join(struct.pack("<I", len(text)) + text for text in self.failures)
        self.failures.clear()
        return tail


class Batch:
    """Simulations that make their steps together, as one request after the other asks for: where its numbers lie, and the reply."""

    def __init__(self, numbers, simulations, block, kind, columns_of):
        self.simulations, self.kind, self.columns_of = simulations, kind, columns_of
        first, count = simulations[0], len(simulations)
        at = 12 + 4 * count
        if kind == STEP_ON:
            self.seeds = np.frombuffer(block, "<i8", count, at)
            at += 8 * count
        self.choices = np.frombuffer(block, "<i8", count * first.choices, at).reshape(count, first.choices)
        at += 8 * count * first.choices
        self.reals = np.frombuffer(block, "<f4", count * first.reals, at).reshape(count, first.reals)
        self.block, self.head = block, bytes(block[:12]) + numbers
        self.columns = columns_of(count)
        self.fail = self.columns.fail
        self.ended = []                                                  # those whose episode ended in this step
        self.step = first.prepare(self)

    def reset_ended(self):
        """Begins the next episode of those that ended; a record for each, in their order."""
        columns = self.columns_of(len(self.ended), of_resets=True)
        for row, i in enumerate(self.ended):
            reset(self.simulations[i], int(self.seeds[i]), columns, row)
        return columns


def step_each(batch):
    for i, simulation in enumerate(batch.simulations):
        record = batch.columns.records[i]
        try:
            simulation.step(batch.choices[i], batch.reals[i], record)
            if record.endings[0] != GOES_ON:
                batch.ended.append(i)
        except BaseException as exception:
            batch.fail(i, exception)


def reset(simulation, seed, columns, row):
    try:
        simulation.reset(seed, columns.records[row])
    except BaseException as exception:
        columns.fail(row, exception)


def watch_parent():
    """Ends a process whose kit was killed while it was busy."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)


def open_environment(make):
    env = adapt(make())
    if isinstance(env, GymEnvironment):
        env.reset(0, None)
    return env


class Host:
    """Answers requests: makes simulations, resets and steps them."""

    def __init__(self, make, first):
        self.make, self.spare, self.slots = make, [first], {}
        self.sizes = (first.agents, len(first.reward_names), len(first.metric_names), first.numbers, first.mask_length)
        self.columns, self.requests, self.batches = {}, Requests(), {}

    def columns_of(self, count, of_resets=False):
        key = (count, of_resets)
        if key not in self.columns:
            self.columns[key] = Columns(self.sizes, count)
        return self.columns[key]

    def serve(self):
        waiting, batch = self.requests, None
        while True:
            waiting.next()
            if batch is None or not waiting.block.startswith(batch.head) or batch.block is not waiting.block:
                batch = self.answer(waiting.block)                       # other simulations than those of the last request, or no step
            if batch is not None:
                self.step(batch)

    def step(self, batch):
        batch.step(batch)
        columns = batch.columns
        if not batch.ended and not columns.failures:
            sent = os.write(replies, columns.frame)
            if sent < len(columns.frame):
                write(memoryview(columns.frame)[sent:])
            return
        parts = [columns.frame[12:], columns.texts()]
        columns.failed[:] = 0
        if batch.ended and batch.kind == STEP_ON:
            resets = batch.reset_ended()
            parts += [resets.frame[12:], resets.texts()]
            resets.failed[:] = 0
        batch.ended.clear()
        send(RECORDS, len(batch.simulations), *parts)

    def answer(self, block):
        """Answers a request; of a step only the batch that is to make it."""
        length, kind, count = struct.unpack_from("<III", block)
        if kind == OPEN:
            try:
                self.slots[count] = self.spare.pop() if self.spare else open_environment(self.make)
                send(OPENED, count)
            except BaseException as exception:
                send(FAILED, 0, explain(exception).encode())
            return None
        if kind == CLOSE:
            self.batches.clear()
            try:
                self.slots.pop(count).close()
            except BaseException:
                traceback.print_exc()
            return None
        numbers = bytes(block[12:12 + 4 * count])
        if kind == RESET:
            columns = self.columns_of(count)
            seeds = struct.unpack_from(f"<{count}q", block, 12 + 4 * count)
            for row, number in enumerate(struct.unpack(f"<{count}I", numbers)):
                reset(self.slots[number], seeds[row], columns, row)
            send(RECORDS, count, columns.frame[12:], columns.texts())
            columns.failed[:] = 0
            return None
        batch = self.batches.get((kind, numbers))
        if batch is None or batch.block is not block:
            simulations = [self.slots[number] for number in struct.unpack(f"<{count}I", numbers)]
            batch = self.batches[kind, numbers] = Batch(numbers, simulations, block, kind, self.columns_of)
        return batch


def main():
    target = json.loads(sys.argv[1])
    try:
        make = find(target)
        first = open_environment(make)
        kinds, limit = first.spec()
    except BaseException as exception:                                   # sys.exit() in a file as well
        send(FAILED, 0, explain(exception).encode())
        return
    send(SPEC, 1, json.dumps({
        "protocol": 2, "agents": kinds, "rewards": first.reward_names, "metrics": first.metric_names, "max_steps": limit,
        "shares": isinstance(first, GymEnvironment)}).encode())
    if os.name == "posix":
        threading.Thread(target=watch_parent, daemon=True).start()
    Host(make, first).serve()


main()
