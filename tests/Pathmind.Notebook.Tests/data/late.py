"""A thread writes after its cell has ended, and while another cell runs. argv: kernel name. Prints what arrived as output of the first cell."""
import os
import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=60)
first = client.execute('new Thread(() => { for (var i = 0; i < 3; i++) { Thread.Sleep(300); Console.WriteLine("late " + i); } }).Start();')
client.execute("Thread.Sleep(400);")
arrived = ""
while arrived.count("\n") < 3:
    message = client.get_iopub_msg(timeout=10)
    if message["msg_type"] == "stream":
        assert message["parent_header"]["msg_id"] == first, "it arrived as output of another cell"
        arrived += message["content"]["text"]
client.stop_channels()
manager.shutdown_kernel()
print(arrived, flush=True)
os._exit(0)
