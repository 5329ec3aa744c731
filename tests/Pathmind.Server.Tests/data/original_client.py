"""A user's program for the original's policy server, written after the behaviour of its Python client: requests and json, the header access-token,
POST to URL/predict/, one call for each agent and step, the actions read from the answer. The mouse is that of scripts/mouse.cs.

Usage: original_client.py URL KEY"""

import json
import sys

import requests


class Server:
    """The policy: asks the server what each agent does."""

    def __init__(self, url, api_key):
        self.url, self.api_key = url, api_key

    def get_actions(self, simulation):
        return {i: self.predict(simulation.get_observation(i)) for i in range(simulation.number_of_agents())}

    def predict(self, observation):
        response = requests.post(f"{self.url}/predict/", data=json.dumps(observation), headers={"access-token": self.api_key}, timeout=30)
        if response.status_code == 422:
            raise ValueError(f"observations failed validation: {response.text}")
        if response.status_code == 401:
            raise PermissionError("not authorised")
        response.raise_for_status()
        content = json.loads(response.content)
        assert 0 < content["probability"] <= 1, content
        return content["actions"]


class MouseAndCheese:
    mouse, cheese, last = (0, 0), (4, 4), 5

    def number_of_agents(self):
        return 1

    def get_observation(self, agent):
        row, column = self.mouse
        return {
            "mouse_row": row / 5, "mouse_column": column / 5,
            "rows_to_cheese": abs(self.cheese[0] - row) / 5, "columns_to_cheese": abs(self.cheese[1] - column) / 5,
        }

    def step(self, action):
        row, column = self.mouse
        self.mouse = [(min(row + 1, self.last), column), (row, min(column + 1, self.last)), (max(row - 1, 0), column), (row, max(column - 1, 0))][action[0]]

    def is_done(self, agent):
        return self.mouse == self.cheese


def steps_of_an_episode(policy, simulation):
    steps = 0
    while not simulation.is_done(0) and steps < 100:
        simulation.step(policy.get_actions(simulation)[0])
        steps += 1
    return steps


url, key = sys.argv[1:]
print(steps_of_an_episode(Server(url, key), MouseAndCheese()), "steps")
for api_key, observation in [(key, {"mouse_row": 0, "rows_to_cheese": 0.8}), (key, {**MouseAndCheese().get_observation(0), "mouse_row": "up"}), ("wrong", {})]:
    try:
        Server(url, api_key).predict(observation)
    except (ValueError, PermissionError) as error:
        print(error)
