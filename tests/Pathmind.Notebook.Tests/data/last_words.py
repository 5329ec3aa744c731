"""A cell ends the kernel: the next one says so. argv: kernel name, the cell, what must be said."""
import os
import sys
import time

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=60)
client.execute(sys.argv[2])
for _ in range(300):
    if not manager.is_alive():
        break
    time.sleep(0.1)
assert not manager.is_alive(), "the kernel still lives"
manager.restart_kernel(now=True)
client.wait_for_ready(timeout=60)
request = client.execute("1")
said = ""
while True:
    message = client.get_iopub_msg(timeout=30)
    if message["parent_header"].get("msg_id") == request:
        if message["msg_type"] == "stream":
            said += message["content"]["text"]
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
assert sys.argv[3] in said, f"it said: {said}"
client.stop_channels()
manager.shutdown_kernel()
print("said", flush=True)
os._exit(0)
