"""What front ends rely on beside the tests that Jupyter brings: order of outputs, aborted cells, input, interrupts. argv: the kernel's name."""
import queue
import sys
import time
import unittest

from jupyter_client.manager import start_new_kernel

NAME = sys.argv.pop(1)


class Conversation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name=NAME, startup_timeout=60)
        cls.forget(cls.client.get_shell_msg)    # answers to what was asked while the kernel started

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)

    @staticmethod
    def forget(get):
        """Reads a channel until nothing more comes."""
        try:
            while True:
                get(timeout=0.3)
        except queue.Empty:
            pass

    def published(self, request, until_idle=True):
        """What a request published; the messages that say how far it is are left out."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages
            if message["msg_type"] not in ("status", "execute_input"):
                messages.append((message["msg_type"], message["content"]))
                if not until_idle:
                    return messages

    def reply(self, request):
        message = self.client.get_shell_msg(timeout=30)
        self.assertEqual(message["parent_header"]["msg_id"], request)
        return message["content"]

    def ask(self, code, **options):
        request = self.client.execute(code, **options)
        return self.reply(request), self.published(request)

    def control(self, kind, content):
        """A request of the control channel and its reply, which comes back on the same channel."""
        message = self.client.session.msg(kind, content)
        self.client.control_channel.send(message)
        answer = self.client.get_control_msg(timeout=10)
        self.assertEqual(answer["parent_header"]["msg_id"], message["header"]["msg_id"])
        return answer["content"]

    def interrupted(self, code, after=0.5, **options):
        """Runs a cell, and presses the stop button when it has shown something and some time has passed."""
        request = self.client.execute(code, **options)
        self.published(request, until_idle=False)
        time.sleep(after)
        self.assertEqual(self.control("interrupt_request", {})["status"], "ok")
        return self.reply(request), self.published(request)

    def test_outputs_keep_the_order_in_which_the_cell_made_them(self):
        _, shown = self.ask('Console.Write("a"); Console.Error.Write("b"); Console.Write("c"); Display(7); Console.Write("d");')
        self.assertEqual([content["text"] if kind == "stream" else content["data"]["text/plain"] for kind, content in shown], ["a", "b", "c", "7", "d"])
        self.assertEqual([content["name"] for kind, content in shown if kind == "stream"], ["stdout", "stderr", "stdout", "stdout"])

    def test_text_is_there_while_the_cell_still_runs(self):
        _, shown = self.ask('Console.WriteLine("early"); Thread.Sleep(1500); Console.WriteLine("late");')
        self.assertEqual([content["text"] for _, content in shown], ["early\n", "late\n"])

    def test_an_output_is_replaced_in_place_and_cleared_when_the_next_one_comes(self):
        _, shown = self.ask('var output = Display("one"); output.Update("two"); ClearOutput(wait: true);')
        self.assertEqual([kind for kind, _ in shown], ["display_data", "update_display_data", "clear_output"])
        self.assertEqual(shown[0][1]["transient"]["display_id"], shown[1][1]["transient"]["display_id"])
        self.assertEqual(shown[1][1]["data"]["text/plain"], "two")
        self.assertIs(shown[2][1]["wait"], True)

    def test_a_value_that_cannot_be_shown_is_no_error_of_the_cell(self):
        reply, shown = self.ask('class Shy { public override string ToString() => throw new FormatException("no"); }\nnew Shy()')
        self.assertEqual(reply["status"], "ok")
        self.assertEqual(shown, [("stream", {"name": "stderr", "text": "The value of the cell cannot be shown: FormatException: no\n"})])

    def test_what_a_package_is_not_used_for_is_said(self):
        reply, shown = self.ask('#r "nuget: Pathmind.Scripting, 99.0.0"\n1')
        self.assertEqual(reply["status"], "ok")
        self.assertIn("99.0.0 was asked for", shown[0][1]["text"])

    def test_after_an_error_the_cells_that_wait_are_not_run_unless_the_front_end_says_so(self):
        self.ask("var ran = 0;")
        requests = [self.client.execute('Thread.Sleep(500); throw new FormatException("no");'), self.client.execute("ran++"), self.client.execute("ran++")]
        replies = [self.reply(request) for request in requests]
        self.assertEqual([reply["status"] for reply in replies], ["error", "aborted", "aborted"])
        requests = [self.client.execute("Thread.Sleep(500); int.Parse(\"x\");", stop_on_error=False), self.client.execute("ran++; ran")]
        replies = [self.reply(request) for request in requests]
        self.assertEqual([reply["status"] for reply in replies], ["error", "ok"])
        self.assertEqual(self.published(requests[1])[0][1]["data"]["text/plain"], "1")

    def test_cells_are_counted_unless_they_leave_no_trace(self):
        first, _ = self.ask("1")
        error, _ = self.ask("throw new FormatException();")
        self.assertEqual(error["execution_count"], first["execution_count"] + 1)
        unstored, _ = self.ask("2", store_history=False)
        self.assertEqual(unstored["execution_count"], first["execution_count"] + 1)
        _, shown = self.ask('Console.Write("x"); Display(1); 2', silent=True)
        self.assertEqual(shown, [])
        last, _ = self.ask("3")
        self.assertEqual(last["execution_count"], first["execution_count"] + 2)

    def test_expressions_are_evaluated_after_the_cell(self):
        reply, _ = self.ask("var answer = 42;", user_expressions={"a": "answer + 1"})
        self.assertEqual(reply["user_expressions"]["a"]["data"]["text/plain"], "43")

    def test_a_line_that_is_typed_is_read_and_an_older_one_is_not(self):
        request = self.client.execute('Console.Write("go"); Thread.Sleep(700); var line = Console.ReadLine(); var letter = (char)Console.Read(); var rest = Console.ReadLine(); $"{line}|{letter}|{rest}"', allow_stdin=True)
        self.published(request, until_idle=False)
        self.client.input("too early")
        for line in ("first", "second"):
            question = self.client.get_stdin_msg(timeout=10)
            self.assertEqual(question["parent_header"]["msg_id"], request)
            self.assertIs(question["content"]["password"], False)
            self.client.input(line)
        self.assertEqual(self.reply(request)["status"], "ok")
        self.assertEqual(self.published(request)[-1][1]["data"]["text/plain"], "first|s|econd")

    def answered(self, code, *lines):
        """Text of a cell's value, whose questions are answered in turn."""
        request = self.client.execute(code, allow_stdin=True)
        for line in lines:
            self.client.get_stdin_msg(timeout=10)
            self.client.input(line)
        self.assertEqual(self.reply(request)["status"], "ok")
        return self.published(request)[-1][1]["data"]["text/plain"]

    def test_what_is_left_of_a_line_is_not_read_by_the_next_cell(self):
        self.assertEqual(self.answered("(char)Console.Read()", "left over"), "l")
        self.assertEqual(self.answered("Console.ReadLine()", "fresh"), "fresh")

    def test_all_input_is_one_line_and_ends(self):
        self.assertEqual(self.answered("Console.In.ReadToEnd().Length", "four"), "5")
        self.assertEqual(self.answered("(char)Console.Read() + Console.In.ReadToEnd().Trim()", "one line"), "one line")

    def test_where_nobody_can_be_asked_it_is_an_error_and_no_endless_wait(self):
        reply, _ = self.ask("Console.ReadLine()", allow_stdin=False)
        self.assertEqual(reply["ename"], "InvalidOperationException")

    def test_a_stopped_cell_says_so_whatever_it_was_doing(self):
        for code in ("Thread.Sleep(60_000);", "while (true) { }", "await Task.Delay(60_000);", "Console.ReadLine();", "while (true) try { Thread.Sleep(10); } catch { }"):
            with self.subTest(code):
                reply, shown = self.interrupted(f'Console.WriteLine("go");\n{code}', allow_stdin=True)
                self.assertEqual((reply["ename"], reply["evalue"]), ("Interrupted", "The cell was stopped."))
                self.assertEqual(shown[-1][0], "error")
        self.forget(self.client.get_stdin_msg)

    def test_a_stopped_training_takes_the_time_it_needs_and_keeps_its_policy(self):
        self.ask("""
            class Slow : Simulation
            {
                public override ActionSpace ActionSpace(int agent) => new Discrete(2);
                public override void Reset() { }
                public override void Step() { for (var until = DateTime.UtcNow.AddSeconds(0.4); DateTime.UtcNow < until;) { } }
                public override Observation GetObservation(int agent) => new() { ["x"] = 1 };
                public override Reward GetReward(int agent) => new() { ["r"] = Action[0].Choice };
                public override bool IsDone(int agent) => true;
            }""")
        reply, _ = self.interrupted('Console.WriteLine("go"); var training = new Slow().Train();', after=1)
        self.assertEqual(reply["status"], "ok", reply)
        self.assertEqual(self.ask("training.Stop")[1][0][1]["data"]["text/plain"], "Interrupted")

    def test_a_cell_that_cannot_be_stopped_is_given_up_and_the_next_one_runs(self):
        reply, _ = self.interrupted('Console.WriteLine("go"); new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In).ReadByte();')
        self.assertIn("was given up", reply["evalue"])
        self.assertEqual(self.ask("6 * 7")[1][0][1]["data"]["text/plain"], "42")

    def test_a_comm_that_nobody_knows_is_closed(self):
        message = self.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "none", "data": {}})
        self.client.shell_channel.send(message)
        self.assertEqual(self.published(message["header"]["msg_id"]), [("comm_close", {"comm_id": "c1", "data": {}})])

    def test_the_control_channel_answers_while_a_cell_runs(self):
        request = self.client.execute('Console.WriteLine("go"); Thread.Sleep(1000);')
        self.published(request, until_idle=False)
        self.assertEqual(self.control("kernel_info_request", {})["implementation"], "pathmind")
        self.assertEqual(self.reply(request)["status"], "ok")


class End(Conversation):
    """Shuts its own kernel down."""

    def runTest(self):
        self.ask("1")
        self.assertIs(self.control("shutdown_request", {"restart": True})["restart"], True)
        for _ in range(100):
            if not self.manager.is_alive():
                break
            time.sleep(0.1)
        self.assertFalse(self.manager.is_alive())


if __name__ == "__main__":
    loader = unittest.TestLoader()
    suite = unittest.TestSuite([*loader.loadTestsFromTestCase(Conversation), End()])
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    print(f"{result.testsRun} run, {len(result.failures) + len(result.errors)} failed")
    sys.stdout.flush()
    sys.exit(0 if result.wasSuccessful() else 1)
