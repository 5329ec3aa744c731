"""What Stable-Baselines3 learns of Gymnasium's problems in few decisions, with the settings of its zoo.

    python3 stable_baselines.py --seeds 1-10 --only Pendulum-v1/SAC --keep scores.txt

Needs stable_baselines3 and gymnasium. One thread. Appends lines as the benchmarks' --keep has them: a row's name, the
seed, the mean reward of greedy episodes of another environment, the processor's seconds that training took so far
(without the greedy episodes), the decisions. Trainings that the file has already are not made again.
"""
import argparse
import os
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import gymnasium
import numpy
import stable_baselines3
import torch
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.noise import NormalActionNoise, OrnsteinUhlenbeckActionNoise

EPISODES = 50
NAMES = {
    "CartPole-v1": "cartpole", "Pendulum-v1": "pendulum", "Acrobot-v1": "acrobot", "MountainCarContinuous-v0": "mountain-car-continuous",
}
POINTS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def noise(kind, deviation):
    return kind(mean=numpy.zeros(1), sigma=deviation * numpy.ones(1))


# problem, algorithm: steps, settings of rl-baselines3-zoo
TRAININGS = {
    ("CartPole-v1", "DQN"): (50_000, lambda: dict(
        learning_rate=2.3e-3, batch_size=64, buffer_size=100_000, learning_starts=1_000, gamma=0.99, target_update_interval=10,
        train_freq=256, gradient_steps=128, exploration_fraction=0.16, exploration_final_eps=0.04,
        policy_kwargs=dict(net_arch=[256, 256]))),
    ("Pendulum-v1", "SAC"): (10_000, lambda: dict(learning_rate=1e-3)),
    ("Pendulum-v1", "TD3"): (20_000, lambda: dict(
        gamma=0.98, buffer_size=200_000, learning_starts=10_000, action_noise=noise(NormalActionNoise, 0.1), gradient_steps=1,
        train_freq=1, learning_rate=1e-3, policy_kwargs=dict(net_arch=[400, 300]))),
    ("Acrobot-v1", "DQN"): (100_000, lambda: dict(
        learning_rate=6.3e-4, batch_size=128, buffer_size=50_000, learning_starts=0, gamma=0.99, target_update_interval=250,
        train_freq=4, gradient_steps=-1, exploration_fraction=0.12, exploration_final_eps=0.1,
        policy_kwargs=dict(net_arch=[256, 256]))),
    ("MountainCarContinuous-v0", "SAC"): (20_000, lambda: dict(
        learning_rate=3e-4, buffer_size=50_000, batch_size=512, ent_coef=0.1, train_freq=32, gradient_steps=32, gamma=0.9999,
        tau=0.01, learning_starts=0, use_sde=True, policy_kwargs=dict(log_std_init=-3.67, net_arch=[64, 64]))),
    ("MountainCarContinuous-v0", "TD3"): (20_000, lambda: dict(
        action_noise=noise(OrnsteinUhlenbeckActionNoise, 0.5), gradient_steps=1, train_freq=1, learning_rate=1e-3, batch_size=256,
        policy_kwargs=dict(net_arch=[400, 300]))),
}


class Points(BaseCallback):
    """Plays greedy episodes at some numbers of decisions."""

    def __init__(self, problem, write):
        super().__init__()
        self.judge, self.write, self.paused = Monitor(gymnasium.make(problem)), write, 0.0

    def _on_training_start(self):
        self.start = time.process_time()

    def _on_step(self):
        if self.num_timesteps in POINTS:
            now = time.process_time()
            seconds = now - self.start - self.paused
            self.judge.reset(seed=10_000)
            reward, _ = evaluate_policy(self.model, self.judge, EPISODES, deterministic=True, warn=False)
            self.write(self.num_timesteps, seconds, reward)
            self.paused += time.process_time() - now
        return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="1-10")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    first, last = (int(part) for part in (options.seeds + "-" + options.seeds).split("-")[:2])
    known = set()
    if os.path.exists(options.keep):
        with open(options.keep) as file:
            known = {tuple(line.split()[:2]) for line in file}
    with open(options.keep, "a") as file:
        for seed in range(first, last + 1):
            for (problem, algorithm), (steps, settings) in TRAININGS.items():
                row = f"slow.{NAMES[problem]}.sb3-{algorithm.lower()}."
                if not f"{problem}/{algorithm}".startswith(options.only) or (f"{row}{steps}", str(seed)) in known:
                    continue

                def write(decisions, seconds, reward):
                    file.write(f"{row}{decisions} {seed} {reward:.3f} {seconds:.2f} {decisions}\n")
                    file.flush()

                model = getattr(stable_baselines3, algorithm)(
                    "MlpPolicy", Monitor(gymnasium.make(problem)), seed=seed, device="cpu", **settings())
                model.learn(steps, callback=Points(problem, write))


if __name__ == "__main__":
    main()
