"""Steps a second of Gymnasium's own vector environments, the better of the two: vector_env.py NAME SIMULATIONS SECONDS."""
import sys
import time

import gymnasium
from gymnasium.vector import AsyncVectorEnv, SyncVectorEnv

name, simulations, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


def steps_a_second(kind):
    env = kind([lambda: gymnasium.make(name) for _ in range(simulations)])
    env.action_space.seed(0)
    actions = [env.action_space.sample() for _ in range(1024)]
    env.reset(seed=0)
    for action in actions[:256]:
        env.step(action)
    steps, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        env.step(actions[steps % len(actions)])
        steps += 1
    taken = time.perf_counter() - start
    env.close()
    return steps * simulations / taken


print(max(steps_a_second(kind) for kind in (SyncVectorEnv, AsyncVectorEnv)))
