"""Sends a kernel what nobody should send, then asks it for an answer. argv: kernel name, seed."""
import json
import os
import random
import socket
import sys
import time

from jupyter_client.manager import start_new_kernel
from jupyter_client.session import Session

name, chance = sys.argv[1], random.Random(int(sys.argv[2]))
manager, client = start_new_kernel(kernel_name=name, startup_timeout=60)
info = client.get_connection_info()
ports = [info[f"{channel}_port"] for channel in ("shell", "iopub", "stdin", "control", "hb")]


def raw(port, data, close=True):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    try:
        connection.sendall(data)
    except OSError:
        pass
    if close:
        connection.close()
    return connection


greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
ready = b"\x04\x26\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER\x08Identity\x00\x00\x00\x00"
half_open = []
for port in ports:
    raw(port, b"GET / HTTP/1.1\r\n\r\n")
    raw(port, bytes(chance.randrange(256) for _ in range(200)))
    raw(port, greeting)                                                            # and gone
    raw(port, greeting + b"\x04\x06\x05READY")                                     # a command that is cut off
    raw(port, greeting + ready + b"\x02" + b"\x7f" + b"\xff" * 7)                  # a frame that claims 2^63 bytes
    raw(port, greeting + ready + b"\x02" + (1 << 29).to_bytes(8, "big") + b"x")    # half a gigabyte that never comes
    raw(port, greeting + ready + b"\x01\x00" * 5000)                               # frames without end
    half_open.append(raw(port, greeting[:20], close=False))                        # silence
    half_open.append(raw(port, greeting + ready, close=False))

shell = client.shell_channel.socket
underlying = getattr(shell, "_shadow_sock", shell)
signer = client.session
good = signer.msg("execute_request", {"code": "1", "silent": False})
frames = signer.serialize(good)
stranger = Session(key=b"not the key")
for message in (
    stranger.serialize(good),                                                      # a wrong signature
    frames[:3],                                                                    # frames are missing
    [b"<IDS|MSG>"],
    [b""],
    [b"nonsense"] * 9,
    signer.serialize(signer.msg("no_such_request", {})),
    signer.serialize(signer.msg("execute_request", {"code": 7})),                  # a number where a text belongs
    signer.serialize(signer.msg("complete_request", {"code": "x", "cursor_pos": -5})),
    signer.serialize(signer.msg("complete_request", {"code": "x", "cursor_pos": 10**12})),
    signer.serialize(signer.msg("inspect_request", {})),
    signer.serialize(signer.msg("history_request", {"hist_access_type": "search", "pattern": "[*(", "n": -1})),
    signer.serialize(signer.msg("comm_open", {"comm_id": "1", "target_name": "none", "data": {}})),
    signer.serialize(signer.msg("comm_msg", {"comm_id": "1", "data": {}})),
):
    underlying.send_multipart(message)
bad_json = [b"{"] * 4
underlying.send_multipart([b"<IDS|MSG>", signer.sign(bad_json), *bad_json])
deep = [json.dumps(good["header"], default=str).encode(), b"{}", b"{}", b"[" * 100_000]
underlying.send_multipart([b"<IDS|MSG>", signer.sign(deep), *deep])

time.sleep(0.5)
request = client.execute("6 * 7")
while True:
    message = client.get_iopub_msg(timeout=30)
    if message["msg_type"] == "execute_result" and message["parent_header"]["msg_id"] == request:
        break
assert message["content"]["data"]["text/plain"] == "42"
assert manager.is_alive()
client.stop_channels()
manager.shutdown_kernel()
print("alive", flush=True)
os._exit(0)
