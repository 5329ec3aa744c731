"""Client of the policy '{{name}}': decides {{space}}.

    export PATHMIND_API_KEY=...
    python3 pathmind_client.py

Uses requests if it is installed, else Python's own library.
"""
import json
import os
import urllib.error
import urllib.request

try:
    import requests
except ImportError:
    requests = None

URL = "{{url}}"
EXAMPLE = {{example}}


class PolicyError(Exception):
    """The server's answer was no prediction: .status and .detail say why."""

    def __init__(self, status, detail):
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


class Client:
    def __init__(self, url=URL, api_key=None, timeout=10):
        self.url = url.rstrip("/")
        self.headers = {"access-token": api_key or os.environ.get("PATHMIND_API_KEY", "")}
        self.timeout = timeout
        self.session = requests.Session() if requests else None

    def predict(self, observation):
        """The action for an observation: actions, probability{{names}}."""
        return self._send("/predict/", observation)

    def predict_raw(self, numbers):
        """The same for a flat list of numbers in the policy's order."""
        return self._send("/predict_raw/", {"obs": numbers})

    def predict_deterministic(self, observation):
        """The best action, also where the server draws actions."""
        return self._send("/predict_deterministic/", observation)

    def predict_batch(self, observations):
        """A list of predictions for a list of observations."""
        return self._send("/predict_batch/", {"observations": observations})["predictions"]

    def distribution(self, observation):
        """All that the policy says about an observation."""
        return self._send("/distribution/", observation)

    def _send(self, path, body):
        if self.session:
            response = self.session.post(self.url + path, json=body, headers=self.headers, timeout=self.timeout)
            status, text = response.status_code, response.text
        else:
            request = urllib.request.Request(
                self.url + path, json.dumps(body).encode(), {**self.headers, "Content-Type": "application/json"})
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as response:
                    status, text = response.status, response.read().decode()
            except urllib.error.HTTPError as error:
                status, text = error.code, error.read().decode()
        if status != 200:
            try:
                detail = json.loads(text)["detail"]
            except (ValueError, KeyError, TypeError):
                detail = text
            raise PolicyError(status, detail)
        return json.loads(text)


if __name__ == "__main__":
    print(json.dumps(Client().predict(EXAMPLE)))
