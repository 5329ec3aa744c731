"""A simulation that is written in C# for Pathmind.Scripting, as an environment of Gymnasium.

    from pathmind_gym import PathmindEnv
    env = PathmindEnv("mouse.cs")

Needs numpy, gymnasium, and the command pathmind (dotnet tool install --global Pathmind.Tool), which it starts. This file
was written by pathmind gym --python-file; docs/gymnasium.md has the protocol that it speaks.
"""
import json
import struct
import subprocess
import threading
import time

import gymnasium
import numpy as np
from gymnasium import spaces

FAILED, SPEC, OPENED, RECORDS = 0, 1, 2, 3
OPEN, CLOSE, RESET, STEP = 1, 2, 3, 4
TERMINATED, TRUNCATED = 1, 2


class PathmindEnv(gymnasium.Env):
    """One agent's simulation; its observation is a Box of float32, named number by number in observation_names.

    The reward is the sum of the terms, which info["reward_terms"] has by name; info["metrics"] has the metrics, and
    info["action_mask"] what is allowed, if the simulation says so. Choices are Discrete or MultiDiscrete, real numbers a
    Box, and both together a Dict of "choices" and "values".

    script:     script or project that declares the simulation
    simulation: class; the last one that the script declares unless given
    command:    how the tool is started
    time_limit: seconds of a step, a reset or the start after which the process is ended
    """

    metadata = {"render_modes": []}

    def __init__(self, script, simulation=None, command=("pathmind",), time_limit=120.0):
        self.render_mode = None
        self.time_limit, self.process = time_limit, None
        self.arguments = [*command, "gym", str(script)] + ([simulation] if simulation else [])
        self._start()
        agent = self.schema["agents"][0]
        self.observation_names = [f"{leaf['name']}_{i}" if leaf["list"] else leaf["name"]
                                  for leaf in agent["observation"] for i in range(leaf["numbers"])]
        self._numbers = len(self.observation_names)
        self._mask, self._terms, self._metrics = agent["mask"], self.schema["rewards"], self.schema["metrics"]
        self.observation_space = spaces.Box(-np.inf, np.inf, (self._numbers,), np.float32)
        sizes = [n for part in agent["action"] for n in part.get("choices", [])]
        reals = [part for part in agent["action"] if "low" in part]
        self._choices, self._reals = len(sizes), sum(len(part["low"]) for part in reals)
        low = np.array([float(x) for part in reals for x in part["low"]], np.float32)
        high = np.array([float(x) for part in reals for x in part["high"]], np.float32)
        shape = tuple(reals[0]["shape"]) if len(reals) == 1 else low.shape
        choices = None if not sizes else spaces.Discrete(sizes[0]) if len(sizes) == 1 else spaces.MultiDiscrete(sizes)
        values = None if not reals else spaces.Box(low.reshape(shape), high.reshape(shape), dtype=np.float32)
        self.action_space = choices if values is None else values if choices is None else spaces.Dict(
            {"choices": choices, "values": values})

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if self.process is None:
            self._start()
        own = int(self.np_random.integers(2**31 - 1))
        observation, _, _, info = self._exchange("reset", RESET, struct.pack("<Iq", 0, own))
        return observation, info

    def step(self, action):
        if self.process is None:
            raise RuntimeError("the process of the simulation has ended: call reset(), which starts another one")
        choices, values = (action["choices"], action["values"]) if self._choices and self._reals else (action, action)
        body = struct.pack("<I", 0)
        if self._choices:
            body += np.asarray(choices, "<i8").reshape(-1).tobytes()
        if self._reals:
            body += np.asarray(values, "<f4").reshape(-1).tobytes()
        observation, reward, ending, info = self._exchange("step", STEP, body)
        return observation, reward, ending == TERMINATED, ending == TRUNCATED, info

    def close(self):
        process, self.process = self.process, None
        if process is not None:
            process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
            process.stdout.close()

    def __del__(self):
        if getattr(self, "process", None) is not None:
            self.close()

    def _start(self):
        try:
            self.process = subprocess.Popen(self.arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except FileNotFoundError as missing:
            raise RuntimeError(f"{self.arguments[0]} cannot be started: install it (dotnet tool install --global Pathmind.Tool), or name "
                               "it in command") from missing
        self._deadline = None
        threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()
        kind, _, body = self._read("its start")
        if kind != SPEC:
            self.close()
            raise RuntimeError(body.decode())
        self.schema = json.loads(body)
        self._send(OPEN, 0, b"")
        self._read("its start")

    def _watch(self, process):
        """Ends a process that gives no answer in time."""
        while process.poll() is None and self.process is process:
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                process.kill()
            time.sleep(min(0.2, self.time_limit / 4))

    def _exchange(self, what, kind, body):
        self._send(kind, 1, body)
        _, _, reply = self._read(what)
        at = 0

        def column(kind, length):
            nonlocal at
            numbers = np.frombuffer(reply, kind, length, at)
            at += numbers.nbytes
            return numbers
        terms, metrics = column("<f8", len(self._terms)), column("<f8", len(self._metrics))
        observation, ending = column("<f4", self._numbers).astype(np.float32), int(column("u1", 1)[0])
        mask, failed = column("u1", self._mask), column("u1", 1)[0]
        if failed:
            raise RuntimeError(reply[at + 4:].decode())
        info = {"reward_terms": dict(zip(self._terms, terms.tolist()))}
        if len(metrics):
            info["metrics"] = dict(zip(self._metrics, metrics.tolist()))
        if self._mask:
            info["action_mask"] = mask.astype(np.int8)
        return observation, float(terms.sum()), ending, info

    def _send(self, kind, count, body):
        try:
            self.process.stdin.write(struct.pack("<III", 8 + len(body), kind, count) + body)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self._gone("before a request") from None

    def _read(self, what):
        self._deadline = time.monotonic() + self.time_limit
        head = self.process.stdout.read(12)
        if len(head) == 12:
            length, kind, count = struct.unpack("<III", head)
            body = self.process.stdout.read(length - 8)
            if len(body) == length - 8:
                self._deadline = None
                return kind, count, body
        late = time.monotonic() > self._deadline
        self._deadline = None
        raise self._gone(f"in {what}: it gave no answer within {self.time_limit} s and was ended" if late else f"in {what}")

    def _gone(self, where):
        process, self.process = self.process, None
        process.kill()
        code = process.wait()
        return RuntimeError(f"{' '.join(self.arguments)} ended {where} (exit code {code}); reset() starts another one")
