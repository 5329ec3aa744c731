#!/usr/bin/env python3
"""Trajectories of the six benchmark environments, for the test that our C# simulations make the same numbers.

An independent transcription of the public equations: Gymnasium's CartPole-v1, Acrobot-v1, MountainCar-v0, MountainCarContinuous-v0 and
Pendulum-v1 (float64 inside, float32 observations, NumPy 1 promotion), and OR-Gym's InvManagement-v0 (arXiv:2008.06319).
Needs python3 and numpy; run it in its folder, and it writes one CSV an environment:

    trajectory, step, draws, action, observation, reward, ending

draws: the uniform numbers in [0, 1) that a reset consumes (for the inventory: the demand of the step); lists are separated by spaces; observations
have the shortest digits that give the same float32, rewards the shortest that give the same float64. Two deliberate differences from
Gymnasium, each at most in the last bit of a float64: sin and cos are those of the C library (NumPy's vary with the processor), and a
square is x * x, correctly rounded (libm's pow(x, 2), which Gymnasium's x**2 calls, differs in 1 of 1000 squares).
"""
import csv
import math
from math import cos, pi, sin

import numpy as np


class CartPole:
    limit = 500

    def reset(self, u):
        self.s = [-0.05 + (0.05 - -0.05) * x for x in u]

    def step(self, action):
        x, v, th, w = self.s
        force = 10.0 if action == 1 else -10.0
        c, s = cos(th), sin(th)
        total, moment = 0.1 + 1.0, 0.1 * 0.5
        temp = (force + moment * (w * w) * s) / total
        thacc = (9.8 * s - c * temp) / (0.5 * (4.0 / 3.0 - 0.1 * (c * c) / total))
        xacc = temp - moment * thacc * c / total
        self.s = [x + 0.02 * v, v + 0.02 * xacc, th + 0.02 * w, w + 0.02 * thacc]
        x, _, th, _ = self.s
        bound = 12 * 2 * math.pi / 360
        return 1.0, x < -2.4 or x > 2.4 or th < -bound or th > bound

    def observe(self):
        return self.s


class Acrobot:
    limit = 500

    def reset(self, u):
        self.s = np.array([np.float32(-0.1 + (0.1 - -0.1) * x) for x in u]).astype(np.float64)

    @staticmethod
    def slope(y, torque):
        th1, th2, w1, w2 = (float(v) for v in y)
        m1 = m2 = l1 = i1 = i2 = 1.0
        lc1 = lc2 = 0.5
        g = 9.8
        d1 = m1 * (lc1 * lc1) + m2 * (l1 * l1 + lc2 * lc2 + 2 * l1 * lc2 * cos(th2)) + i1 + i2
        d2 = m2 * (lc2 * lc2 + l1 * lc2 * cos(th2)) + i2
        phi2 = m2 * lc2 * g * cos(th1 + th2 - pi / 2.0)
        phi1 = (-m2 * l1 * lc2 * (w2 * w2) * sin(th2) - 2 * m2 * l1 * lc2 * w2 * w1 * sin(th2)
                + (m1 * lc1 + m2 * l1) * g * cos(th1 - pi / 2) + phi2)
        a2 = (torque + d2 / d1 * phi1 - m2 * l1 * lc2 * (w1 * w1) * sin(th2) - phi2) / (m2 * (lc2 * lc2) + i2 - (d2 * d2) / d1)
        a1 = -(d2 * a2 + phi1) / d1
        return np.array([w1, w2, a1, a2])

    def step(self, action):
        torque, dt, y = float(action - 1), 0.2, self.s
        half = dt / 2.0
        k1 = self.slope(y, torque)
        k2 = self.slope(y + half * k1, torque)
        k3 = self.slope(y + half * k2, torque)
        k4 = self.slope(y + dt * k3, torque)
        y = y + dt / 6.0 * (k1 + 2 * k2 + 2 * k3 + k4)
        for i in (0, 1):
            while y[i] > pi:
                y[i] -= 2 * pi
            while y[i] < -pi:
                y[i] += 2 * pi
        y[2] = min(max(y[2], -4 * pi), 4 * pi)
        y[3] = min(max(y[3], -9 * pi), 9 * pi)
        self.s = y
        done = -cos(y[0]) - cos(y[1] + y[0]) > 1.0
        return 0.0 if done else -1.0, done

    def observe(self):
        a, b, w1, w2 = self.s
        return [cos(a), sin(a), cos(b), sin(b), w1, w2]


class MountainCar:
    limit = 200

    def reset(self, u):
        self.x, self.v = -0.6 + (-0.4 - -0.6) * u[0], 0.0

    def step(self, action):
        self.v += (action - 1) * 0.001 + cos(3 * self.x) * (-0.0025)
        self.v = float(np.clip(self.v, -0.07, 0.07))
        self.x = float(np.clip(self.x + self.v, -1.2, 0.6))
        if self.x == -1.2 and self.v < 0:
            self.v = 0.0
        return -1.0, self.x >= 0.5 and self.v >= 0

    def observe(self):
        return [self.x, self.v]


class MountainCarContinuous:
    limit = 999

    def reset(self, u):
        self.s = np.array([-0.6 + (-0.4 - -0.6) * u[0], 0.0])

    def step(self, action):
        position, velocity = self.s[0], self.s[1]                # float64 after reset, float32 afterwards
        force = min(max(action, -1.0), 1.0)                      # a float32
        velocity += force * 0.0015 - 0.0025 * cos(3 * position)
        velocity = min(max(velocity, -0.07), 0.07)
        position += velocity
        position = min(max(position, -1.2), 0.6)
        if position == -1.2 and velocity < 0:
            velocity = 0
        done = bool(position >= 0.45 and velocity >= 0)
        reward = (100.0 if done else 0) - float(action) * float(action) * 0.1
        self.s = np.array([position, velocity], dtype=np.float32)
        return reward, done

    def observe(self):
        return self.s


class Pendulum:
    limit = 200

    def reset(self, u):
        self.th, self.w = -pi + (pi - -pi) * u[0], -1.0 + (1.0 - -1.0) * u[1]

    def step(self, action):
        torque, th, w, dt = float(action), self.th, self.w, 0.05
        upright = ((th + pi) % (2 * pi)) - pi
        cost = upright * upright + 0.1 * (w * w) + 0.001 * (torque * torque)
        w = w + (3 * 10.0 / (2 * 1.0) * sin(th) + 3.0 / (1.0 * 1.0) * torque) * dt
        self.w = float(np.clip(w, -8, 8))
        self.th = th + self.w * dt
        return -cost, False

    def observe(self):
        return [cos(self.th), sin(self.th), self.w]


class Inventory:
    limit = 30
    p, r = np.array([2, 1.5, 1.0, 0.75]), np.array([1.5, 1.0, 0.75, 0.5])
    k, h = np.array([0.10, 0.075, 0.05, 0.025]), np.array([0.15, 0.10, 0.05, 0.0])
    c, lead, alpha = np.array([100, 90, 80]), [3, 5, 10], 0.97

    def reset(self, u):
        self.stock, self.backlog = np.array([100, 100, 200]), np.zeros(4, int)
        self.filled, self.asked = [], []

    def step(self, order, demand):
        n = len(self.filled)
        requested = order + self.backlog[1:]
        filled = np.minimum(np.minimum(requested, self.c), np.append(self.stock[1:], 10**9))
        arrived = np.array([self.filled[n - L][i] if n >= L else 0 for i, L in enumerate(self.lead)])
        if any(L == 0 for L in self.lead):
            raise ValueError("a lead time of 0 is not transcribed")
        self.stock = self.stock + arrived
        wanted = np.append(demand + self.backlog[0], requested)
        sold = np.append(min(self.stock[0], wanted[0]), filled)
        self.stock = self.stock - sold[:3]
        self.backlog = wanted - sold
        self.filled.append(filled)
        self.asked.append(order)
        bought = np.append(filled, sold[-1])
        profit = self.p * sold - (self.r * bought + self.k * self.backlog + self.h * np.append(self.stock, 0))
        return float(self.alpha**n * np.sum(profit)), len(self.filled) >= 30

    def observe(self):
        history = np.array(([np.zeros(3)] * 10 + self.asked)[-10:])
        return np.concatenate([self.stock, history.flatten()])


def text(values):
    return " ".join(repr(float(v)) if not isinstance(v, np.float32) else np.format_float_positional(v, unique=True, trim="-") for v in values)


def write(name, env, trajectories):
    with open(f"{name}.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["trajectory", "step", "draws", "action", "observation", "reward", "ending"])
        for number, (draws, policy, *demands) in enumerate(trajectories, 1):
            env.reset(draws)
            rows.writerow([number, 0, text(draws), "", text(np.float32(env.observe())), "", "None"])
            for step in range(1, env.limit + 1):
                action = policy(env, step)
                given = [demands[0][step - 1]] if demands else []
                reward, done = env.step(action, *given)
                ending = "Terminated" if done else "Truncated" if step == env.limit else "None"
                actions = action if isinstance(action, np.ndarray) else [action]
                rows.writerow([number, step, text(given), text(actions), text(np.float32(env.observe())), repr(reward), ending])
                if done:
                    break
            print(f"{name} {number}: {step} steps, {ending}")


chance = np.random.default_rng(1)
uniform = chance.random

write("CartPole", CartPole(), [
    (uniform(4), lambda e, t: 1),
    (uniform(4), lambda e, t: t % 2),
    (uniform(4), lambda e, t: int(chance.integers(2))),
    (np.array([0.999, 0.0, 1.0 - 2.0**-53, 0.5]), lambda e, t: int(0.1 * e.s[0] + 0.3 * e.s[1] + 3 * e.s[2] + e.s[3] > 0)),
    (uniform(4), lambda e, t: int(e.s[2] + e.s[3] > (0.6 if t < 60 else 0) / 10)),
])
write("Acrobot", Acrobot(), [
    (uniform(4), lambda e, t: int(chance.integers(3))),
    (uniform(4), lambda e, t: 2 if e.s[3] > 0 else 0),
    (np.array([0.0, 1.0 - 2.0**-53, 0.25, 0.75]), lambda e, t: 0 if e.s[2] > 0 else 2),
])
write("MountainCar", MountainCar(), [
    (uniform(1), lambda e, t: int(chance.integers(3))),
    (uniform(1), lambda e, t: 2 if e.v >= 0 else 0),
    (np.array([0.0]), lambda e, t: 0 if e.v <= 0 or e.x < -1 else 2),
    (np.array([1.0 - 2.0**-53]), lambda e, t: 0 if t < 60 or e.v < 0 else 2),
])
write("MountainCarContinuous", MountainCarContinuous(), [
    (uniform(1), lambda e, t: np.float32(uniform() * 2 - 1)),
    (uniform(1), lambda e, t: np.float32(1 if e.s[1] >= 0 else -1)),
    (uniform(1), lambda e, t: np.float32(0.7 if e.s[1] >= 0 else -0.9)),
    (np.array([0.0]), lambda e, t: np.float32(-1 if e.s[1] <= 0 or t < 120 else 1)),
])
write("Pendulum", Pendulum(), [
    (uniform(2), lambda e, t: np.float32(uniform() * 4 - 2)),
    (uniform(2), lambda e, t: np.float32(2 if e.w >= 0 else -2)),
    (np.array([0.0, 0.5]), lambda e, t: np.float32(0.1 * t - 10 if 80 < t < 120 else -2)),
])
write("Inventory", Inventory(), [
    ([], lambda e, t: chance.integers([101, 91, 81]), chance.poisson(20, 30)),
    ([], lambda e, t: np.array([20, 20, 20]), chance.poisson(20, 30)),
    ([], lambda e, t: np.array([100, 90, 80]), chance.poisson(20, 30)),
    ([], lambda e, t: np.array([0, 0, 0]), chance.poisson(20, 30)),
    ([], lambda e, t: np.array([40, 70, 10]) * (t % 3 == 0), chance.poisson(60, 30)),
])
