"""Uses a kernel hard and checks every reply. argv: kernel name, cells, interrupts, seed, megabytes. Prints one line of JSON with figures; exits 1 at the first wrong reply."""
import json
import os
import random
import sys
import threading
import time

from jupyter_client.manager import start_new_kernel

name, cells, interrupts, seed, megabytes = sys.argv[1], *map(int, sys.argv[2:6])
chance = random.Random(seed)


def started():
    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name=name, startup_timeout=60)
    ask(client, "1 + 1")
    return manager, client, time.perf_counter() - begin


def ask(client, code, timeout=60):
    """Runs a cell: its reply and all it published, in order."""
    request = client.execute(code)
    reply = client.get_shell_msg(timeout=timeout)
    while reply["msg_type"] == "kernel_info_reply":   # the client asked several times while the kernel started
        reply = client.get_shell_msg(timeout=timeout)
    assert reply["parent_header"]["msg_id"] == request, "a reply came out of order"
    published = []
    while True:
        message = client.get_iopub_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") != request:
            continue
        published.append(message)
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return reply["content"], published


def resident(manager):
    """Megabytes of the kernel's process."""
    with open(f"/proc/{manager.provisioner.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def wait_for_warm_up(manager):
    """What the kernel's compiler prepares beside the first cells is no memory that cells keep: its thread ends first."""
    tasks = f"/proc/{manager.provisioner.pid}/task"
    for _ in range(1200):
        if "compiler warm-up"[:15] not in [comm(f"{tasks}/{task}/comm") for task in os.listdir(tasks)]:   # Linux cuts names of threads
            return
        time.sleep(0.1)
    raise TimeoutError("The warm-up of the kernel's compiler did not end within two minutes.")


def comm(file):
    """Name of a thread; empty if it has ended meanwhile."""
    try:
        with open(file) as name:
            return name.read().strip()
    except OSError:
        return ""


manager, client, start = started()
wait_for_warm_up(manager)
times = []
ask(client, "var sum = 0L;")
for i in range(cells):
    begin = time.perf_counter()
    reply, published = ask(client, f"sum += {i}; sum")
    times.append(time.perf_counter() - begin)
    shown = [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"]
    assert shown == [str(i * (i + 1) // 2)], f"cell {i} showed {shown}"
    if i == cells // 10:
        early = resident(manager)
late = resident(manager)

# Many cells at once: replies in the order of the requests.
requests = [client.execute(f"{i}") for i in range(20)]
assert [client.get_shell_msg(timeout=60)["parent_header"]["msg_id"] for _ in requests] == requests, "replies came out of order"

# A large output, whole and in order.
lines = megabytes * 10_000
reply, published = ask(client, f'for (var i = 0; i < {lines}; i++) Console.WriteLine(i.ToString("D99"));')
text = "".join(m["content"]["text"] for m in published if m["msg_type"] == "stream")
assert len(text) == lines * 100 and text.endswith(f"{lines - 1:099d}\n"), f"{len(text)} characters came"

# Interrupts at random moments: the cell ends, what was declared stays, the next cell works.
slowest = 0
forms = ["while (true) sum += 0;", "Thread.Sleep(60_000);", "await Task.Delay(60_000);", "for (;;) Console.Write('.');", "new List<int>().Single();", "Task.Run(() => Thread.Sleep(60_000)).Wait();"]
for i in range(interrupts):
    moment = chance.random() * 0.3
    stopped = []

    def stop():
        time.sleep(moment)
        stopped.append(time.perf_counter())
        manager.interrupt_kernel()

    thread = threading.Thread(target=stop)
    thread.start()
    reply, _ = ask(client, chance.choice(forms))
    ended = time.perf_counter()
    thread.join()
    assert reply["status"] == "error", f"a stopped cell answered {reply['status']}"
    slowest = max(slowest, ended - stopped[0])
    while True:                                   # an interrupt that came after its cell may stop the next one: people press the button again
        reply, published = ask(client, "sum")
        if reply["status"] == "ok":
            break
    assert [m["content"]["data"]["text/plain"] for m in published if m["msg_type"] == "execute_result"] == [str(cells * (cells - 1) // 2)]

figures = {"start": start, "cell": sorted(times)[len(times) // 2], "slowest_interrupt": slowest, "megabytes_early": early, "megabytes_late": late}
client.stop_channels()
manager.shutdown_kernel()
print(json.dumps(figures), flush=True)
os._exit(0)   # the client library complains while the interpreter ends
