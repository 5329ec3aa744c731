"""What child processes and native code write while a cell runs, and what the kernel's process writes in between. argv: the kernel's name."""
import sys
import tempfile
import time
import unittest

from jupyter_client.manager import start_new_kernel

NAME = sys.argv.pop(1)
USED = """
using System.Diagnostics;
using System.Runtime.InteropServices;
[DllImport("libc")] static extern int puts(string text);
[DllImport("libc")] static extern nint write(int descriptor, byte[] bytes, nint count);
static void Child(string command) => Process.Start("sh", ["-c", command]).WaitForExit();
"""


class NativeOutput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.log = tempfile.TemporaryFile()
        cls.manager, cls.client = start_new_kernel(kernel_name=NAME, startup_timeout=60, stdout=cls.log, stderr=cls.log)
        cls.client.execute_interactive(USED, timeout=60)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    def run_cell(self, code, wanted=("stdout", "stderr")):
        """The reply, and the texts of some streams and values in the order in which they came."""
        shown = []

        def show(message):
            content = message["content"]
            if content.get("name") in wanted:
                shown.append(content["text"])
            elif message["msg_type"] in ("execute_result", "display_data"):
                shown.append("=" + content["data"]["text/plain"])

        return self.client.execute_interactive(code, timeout=60, output_hook=show)["content"], "".join(shown)

    def logged(self):
        self.log.seek(0)
        return self.log.read().decode()

    def test_a_child_process_stands_where_it_was_started(self):
        for _ in range(5):
            code = 'Console.WriteLine("a"); Child("echo b"); Console.WriteLine("c"); Child("echo d"); Display("e"); Child("echo ä"); 7'
            self.assertEqual(self.run_cell(code)[1], "a\nb\nc\nd\n=eä\n=7")

    def test_what_native_code_writes_stands_between_the_lines_of_the_cell_however_fast_they_follow(self):
        code = 'for (var i = 0; i < 10_000; i++) { Console.Write("a"); write(1, "b"u8.ToArray(), 1); }'
        self.assertEqual(self.run_cell(code)[1], "ab" * 10_000)

    def test_its_errors_are_errors(self):
        self.assertEqual(self.run_cell('Child("echo out; echo wrong >&2");', wanted=("stderr",))[1], "wrong\n")

    def test_what_native_code_prints_is_there_when_the_cell_has_ended(self):
        self.assertEqual(self.run_cell('puts("native");')[1], "native\n")

    def test_a_large_output_is_complete(self):
        for code in ('Child("yes 0123456789 | head -c 5500000");', "write(1, Enumerable.Repeat((byte)120, 5_500_000).ToArray(), 5_500_000);"):
            self.assertEqual(len(self.run_cell(code, wanted=("stdout",))[1]), 5_500_000)

    def test_characters_are_whole_where_two_reads_meet(self):
        text = self.run_cell("""Child("yes 'x€' | head -c 500000");""", wanted=("stdout",))[1]
        self.assertEqual(set(text[:-5]), set("x€\n"))

    def test_a_child_that_lives_on_still_shows(self):
        request = self.client.execute('_ = Process.Start("sh", ["-c", "sleep 1; echo late"]);')
        arrived, until = "", time.time() + 20
        while arrived != "late\n" and time.time() < until:
            message = self.client.get_iopub_msg(timeout=10)
            if message["msg_type"] == "stream":
                self.assertEqual(message["parent_header"]["msg_id"], request)
                arrived += message["content"]["text"]
        self.client.get_shell_msg(timeout=10)

    def test_a_stop_ends_a_cell_that_waits_for_a_child(self):
        request = self.client.execute('Console.WriteLine("go"); Child("while true; do echo more; done");')
        while self.client.get_iopub_msg(timeout=10)["msg_type"] != "stream":
            pass
        self.manager.interrupt_kernel()
        reply = self.client.get_shell_msg(timeout=20)
        self.assertEqual((reply["parent_header"]["msg_id"], reply["content"]["status"]), (request, "error"))
        self.run_cell('foreach (var child in Process.GetProcessesByName("sh")) if (child.StartTime > Process.GetCurrentProcess().StartTime) child.Kill();')
        self.assertEqual(self.run_cell("6 * 7")[1][-3:], "=42")

    def test_what_the_process_writes_between_cells_stays_its_own(self):
        self.run_cell("""
            new Thread(() => { Thread.Sleep(1000); write(2, "between cells\\n"u8.ToArray(), 14); }).Start();
            """)
        until = time.time() + 20
        while "between cells" not in self.logged() and time.time() < until:
            time.sleep(0.1)
        self.assertIn("between cells", self.logged())

    def test_many_lines_are_not_held_up(self):
        self.assertEqual(len(self.run_cell('for (var i = 0; i < 100_000; i++) Console.WriteLine("0123456789");')[1]), 1_100_000)


if __name__ == "__main__":
    result = unittest.main(argv=[sys.argv[0], "-v"], exit=False).result
    print(f"{result.testsRun} run, {len(result.failures) + len(result.errors)} failed")
    sys.exit(0 if result.wasSuccessful() else 1)
