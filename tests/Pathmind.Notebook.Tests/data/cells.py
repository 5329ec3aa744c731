"""Runs cells one after the other. Prints the last one's status and error, its texts, and its HTML."""
import queue, sys, time
from jupyter_client import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
try:
    for cell in sys.argv[2:]:
        texts, html = [], []

        def show(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                texts.append(content["text"])
            elif "data" in content:
                texts.append(content["data"].get("text/plain", "") + "\n")
                html.append(content["data"].get("text/html", ""))

        reply = client.execute_interactive(cell, timeout=120, allow_stdin=False, output_hook=show)["content"]
    print(reply["status"], reply.get("evalue", ""))
    print("".join(texts))
    print("--html--")
    print("".join(html))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
