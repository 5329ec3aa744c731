"""Stops cells that compute, and cells whose magics fail: the kernel lives and keeps its variables. Prints one line per case."""
import sys, threading, time, queue
from jupyter_client import KernelManager

SIMULATION = '''
public override ActionSpace ActionSpace(int agent) => new Discrete(2);
public override void Reset() => t = 0;
public override bool IsDone(int agent) => t == 10;
int t;
public override Observation GetObservation(int agent) => new() { ["t"] = t };
public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
'''
CASES = {
    "recursion": "long Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(60)",
    "sort": "var big = Enumerable.Range(0, 3_000_000).Select(i => (i * 7919L) % 5_000_011).ToList();\n"
            "while (true) big.Sort((a, b) => a.CompareTo(b));",
    "simulation": "class Walk : Simulation { " + SIMULATION + " public override void Step() => t++; }\n"
                  "while (true) new Walk().Run(episodes: 100, display: Pathmind.Display.None);",
    "parallel": "Parallel.For(0, 4, i => { while (true) ; });",
    "loop": "while (true) ;",
    "first step": "%train Stuck\nclass Stuck : Simulation { " + SIMULATION + " public override void Step() => Thread.Sleep(-1); }",
    "training": "%train Later --steps 100000000\nclass Later : Simulation { " + SIMULATION + " static int steps;"
                " public override void Step() { t++; if (Interlocked.Increment(ref steps) > 60_000) Thread.Sleep(-1); } }",
    "regex": "System.Text.RegularExpressions.Regex.IsMatch(new string('a', 40) + \"!\", \"^(a+)+$\")",
}
manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)


def run(code, stop_after=None):
    sent = client.execute(code, allow_stdin=False)
    if stop_after:
        threading.Timer(stop_after, manager.interrupt_kernel).start()
    for _ in range(60):
        try:
            reply = client.get_shell_msg(timeout=1)
        except queue.Empty:
            if not manager.is_alive():
                return "dead", ""
            continue
        if reply["parent_header"].get("msg_id") == sent:
            return reply["content"]["status"], reply["content"].get("evalue", "")
    return "no reply", ""


try:
    run("var kept = 7;")
    for name, code in CASES.items():
        print(name, *run(code, 6.0 if name == "training" else 1.0), "kept", run("if (kept != 7) throw new Exception();")[0], flush=True)
        if name == "training":
            print("learnt", *run("if (history.Count == 0 || policy is null) throw new Exception();"), flush=True)
    run('class Shop : Simulation { public Shop() => throw new FileNotFoundException("orders.csv is not there");'
        ' public override void Step() => t++; ' + SIMULATION + ' }')
    for magic in ("%run Shop", "%train Shop --steps 2000", "%pathmind simulations"):
        print(magic, *run(magic), flush=True)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
