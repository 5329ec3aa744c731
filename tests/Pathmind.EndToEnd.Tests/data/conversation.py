"""A conversation with a kernel: reads requests, a line of JSON each ({"execute": code} or {"complete": code}, with the cursor at
the end of the code), and prints a line of JSON for each reply, with the outputs that came before it."""
import json, sys
from jupyter_client import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel(stderr=sys.stderr, stdout=sys.stderr)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
try:
    for line in open(sys.argv[2], encoding="utf-8"):
        request, outputs = json.loads(line), []
        if "execute" in request:
            reply = client.execute_interactive(
                request["execute"], timeout=120, allow_stdin=False,
                output_hook=lambda message: outputs.append({"type": message["msg_type"], **message["content"]}))
        else:
            asked = client.complete(request["complete"], len(request["complete"]))
            while (reply := client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != asked:
                pass
        print("reply " + json.dumps({"reply": reply["content"], "outputs": outputs}), flush=True)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
