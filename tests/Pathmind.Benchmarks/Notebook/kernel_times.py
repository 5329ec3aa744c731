"""Times a kernel as a front end sees it. argv: kernel name, starts, cells. Prints JSON: seconds from the start of the process to the first answer, and of later trivial cells."""
import json
import os
import sys
import time

from jupyter_client import KernelManager

name, starts, cells = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def answer(client, request):
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != request:
        pass


def ask(client, code):
    request = client.execute(code)
    answer(client, request)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return


times = {"start": [], "cell": []}
for start in range(starts):
    begin = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    answer(client, client.execute("1 + 1"))   # sent at once: it waits in the socket until the kernel reads
    times["start"].append(time.perf_counter() - begin)
    if start == starts - 1:
        client.wait_for_ready(timeout=60)     # until the kernel's publications arrive as well
        for i in range(cells + 3):
            begin = time.perf_counter()
            ask(client, f"{i} + 1")
            if i >= 3:
                times["cell"].append(time.perf_counter() - begin)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(times), flush=True)
os._exit(0)
