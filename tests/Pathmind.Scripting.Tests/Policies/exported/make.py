"""Makes the files of this folder: networks shaped as those of Stable-Baselines3 and CleanRL, with random weights, exported by torch.onnx.export, and what torch
itself computes with them. Needs PyTorch; made with Debian's python3-torch 1.13.1."""

import pathlib
import warnings

import torch
from torch import nn
from torch.distributions import Categorical, Distribution, Normal

FOLDER = pathlib.Path(__file__).parent
OBSERVATIONS, SIZE, CHOICES, REALS = 1000, 4, 3, 2
LOW, HIGH = torch.tensor([-1.0, -0.5]), torch.tensor([1.0, 2.0])


def mlp(*last):
    return nn.Sequential(nn.Linear(SIZE, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), *last)


class ActorCriticPolicy(nn.Module):
    """The layers of stable_baselines3.common.policies.ActorCriticPolicy with its default architecture, under their names."""

    def __init__(self, outputs):
        super().__init__()
        self.features_extractor = nn.Flatten()
        self.mlp_extractor = nn.ModuleDict({"policy_net": mlp(), "value_net": mlp()})
        self.action_net, self.value_net = nn.Linear(64, outputs), nn.Linear(64, 1)

    def both(self, observation):
        features = self.features_extractor(observation)
        return self.action_net(self.mlp_extractor["policy_net"](features)), self.value_net(self.mlp_extractor["value_net"](features))


class Sb3Choice(ActorCriticPolicy):
    """Its documentation's OnnxableSB3Policy: policy(observation, deterministic=True) of a Discrete space."""

    def forward(self, observation):
        logits, values = self.both(observation)
        distribution = Categorical(logits=logits)
        actions = torch.argmax(distribution.probs, dim=1)
        return actions.reshape((-1,)), values, distribution.log_prob(actions)

    def expected(self, x):
        actions, values, _ = self(x)
        return actions.unsqueeze(1), Categorical(logits=self.both(x)[0]).logits, values


class Sb3Logits(ActorCriticPolicy):
    def forward(self, observation):
        return self.both(observation)

    def expected(self, x):
        logits, values = self(x)
        return logits.argmax(dim=1, keepdim=True), logits, values


class Sb3Box(ActorCriticPolicy):
    """As Sb3Choice, of a Box space: the mean, clipped as predict() does; log_std is a parameter."""

    def __init__(self, outputs):
        super().__init__(outputs)
        self.log_std = nn.Parameter(torch.linspace(-0.5, 0.5, outputs))

    def forward(self, observation):
        mean, values = self.both(observation)
        log_prob = Normal(mean, torch.ones_like(mean) * self.log_std.exp()).log_prob(mean).sum(dim=1)
        return torch.max(torch.min(mean, HIGH), LOW), values, log_prob

    def expected(self, x):
        actions, values, _ = self(x)
        return actions, actions, values


class CleanRl(nn.Module):
    """The Agent of CleanRL's ppo.py."""

    def __init__(self, outputs):
        super().__init__()
        self.critic, self.actor = mlp(nn.Linear(64, 1)), mlp(nn.Linear(64, outputs))

    def forward(self, x):
        return self.actor(x), self.critic(x)

    expected = Sb3Logits.expected


class CleanRlBox(nn.Module):
    """The actor of CleanRL's ppo_continuous_action.py alone; its actor_logstd stays behind."""

    def __init__(self, outputs):
        super().__init__()
        self.actor_mean = mlp(nn.Linear(64, outputs))

    def forward(self, x):
        return self.actor_mean(x)

    def expected(self, x):
        mean = self(x)
        return torch.max(torch.min(mean, HIGH), LOW), mean, torch.full((len(x), 1), float("nan"))


CASES = {                                                            # class, outputs, names of the graph's outputs
    "sb3_choice": (Sb3Choice, CHOICES, ["actions", "values", "log_prob"]),
    "sb3_logits": (Sb3Logits, CHOICES, ["logits", "values"]),
    "sb3_box": (Sb3Box, REALS, ["actions", "values", "log_prob"]),
    "cleanrl_choice": (CleanRl, CHOICES, ["logits", "value"]),
    "cleanrl_box": (CleanRlBox, REALS, ["output"]),
}

warnings.simplefilter("ignore")
Distribution.set_default_validate_args(False)                        # as Stable-Baselines3 does
torch.manual_seed(1)
observations = 2 * torch.randn(OBSERVATIONS, SIZE)
(FOLDER / "observations.f32").write_bytes(observations.numpy().astype("<f4").tobytes())
for name, (make, outputs, names) in CASES.items():
    network = make(outputs).eval()
    for parameter in network.parameters():
        parameter.data *= 1.5                                        # wide enough apart that all choices and bounds occur
    with torch.no_grad():
        expected = torch.cat([part.float() for part in network.expected(observations)], dim=1)    # action, logits or mean, value
    (FOLDER / f"{name}.f32").write_bytes(expected.numpy().astype("<f4").tobytes())
    for opset in (11, 14, 17):
        torch.onnx.export(network, torch.randn(1, SIZE), str(FOLDER / f"{name}.opset{opset}.onnx"), opset_version=opset,
                          input_names=["input"], output_names=names, dynamic_axes={axis: {0: "batch"} for axis in ["input", *names]})
