"""Debian's jupyter_kernel_test with every optional test that it offers. argv: the kernel's name."""
import sys
import unittest

import jupyter_kernel_test


class PathmindKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "pathmind"
    language_name = "csharp"
    file_extension = ".csx"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [{"text": "Console.WriteL", "matches": {"WriteLine"}}, {"text": "%tra", "matches": {"train"}}]
    complete_code_samples = ["1 + 1", "var x = 7;", "if (true)\n{\n}\n", "%train --steps 5"]
    incomplete_code_samples = ["if (true)\n{", "class A {", 'var x = """', "Math.Max(1,"]
    invalid_code_samples = ["int 3x;", "}"]
    code_page_something = "Console.WriteLine?"
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": 'new[] { 1, 2 }', "result": "[1, 2]"}]
    code_display_data = [
        {"code": 'Display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": 'Display(SVG("<svg/>"));', "mime": "image/svg+xml"},
        {"code": 'Display(PNG([0x89, (byte)\'P\', (byte)\'N\', (byte)\'G\']));', "mime": "image/png"},
        {"code": 'Display(Latex("$x$"));', "mime": "text/latex"},
        {"code": 'Display(Markdown("*x*"));', "mime": "text/markdown"},
        {"code": 'Display(JSON(new { a = 1 }));', "mime": "application/json"},
    ]
    code_history_pattern = "6*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    program = unittest.main(argv=[sys.argv[0], "-v"], exit=False)
    result = program.result
    print(f"{result.testsRun} run, {len(result.failures) + len(result.errors)} failed, {len(result.skipped)} skipped")
    sys.exit(0 if result.wasSuccessful() and not result.skipped else 1)
