"""Uses a kernel over ipc instead of tcp. argv: kernel name."""
import os
import sys
import tempfile

from jupyter_client import KernelManager

folder = tempfile.mkdtemp()
manager = KernelManager(kernel_name=sys.argv[1], transport="ipc", connection_file=os.path.join(folder, "connection.json"))
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
request = client.execute('Console.WriteLine("over ipc"); 6 * 7')
shown = []
while True:
    message = client.get_iopub_msg(timeout=30)
    if message["parent_header"].get("msg_id") == request:
        if message["msg_type"] == "stream":
            shown.append(message["content"]["text"].strip())
        if message["msg_type"] == "execute_result":
            shown.append(message["content"]["data"]["text/plain"])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
client.stop_channels()
manager.shutdown_kernel()
print(shown, flush=True)
os._exit(0)
