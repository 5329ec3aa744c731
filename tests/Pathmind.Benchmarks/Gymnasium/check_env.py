"""Checks simulations in C# by Gymnasium's own rules: check_env.py FOLDER_OF_PATHMIND_GYM SCRIPT… -- COMMAND…"""
import sys

from gymnasium.utils.env_checker import check_env

sys.path.insert(0, sys.argv[1])
from pathmind_gym import PathmindEnv  # noqa: E402

scripts, command = sys.argv[2:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
for script in scripts:
    env = PathmindEnv(script, command=command)
    check_env(env)
    env.close()
print(len(scripts))
