"""No line of the program starts another one, runs text as code, or writes a screen to disk."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "p2p_tui"
MODULES = frozenset(
    {"code", "codeop", "commands", "ctypes", "multiprocessing", "pdb", "pexpect", "pty", "runpy",
     "subprocess", "webbrowser"}
)  # fmt: skip
OF_OS = ("exec", "fork", "popen", "posix_spawn", "spawn", "startfile", "system")
CALLS = frozenset(
    {"action_screenshot", "action_suspend_process", "breakpoint", "create_subprocess_exec",
     "create_subprocess_shell", "deliver_binary", "deliver_screenshot", "deliver_text", "eval",
     "exec", "export_screenshot", "open_url", "save_screenshot", "suspend"}
)  # fmt: skip
ACTIONS = frozenset({"screenshot", "suspend_process"})
"""What a binding or a link in markup would name."""
ALLOWED = {
    (
        "cli/web_server.py",
        "create_subprocess_exec",
    ): "p2p serve, which is no session: made-up desks",
}
"""Where one of these stands all the same: the module and what it is, and why."""


def starts(tree: ast.AST) -> set[str]:
    """What in a module starts something, runs text or leaves the terminal."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names if one.name.split(".")[0] in MODULES}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.split(".")[0] in MODULES:
                found.add(module)
            if module in ("os", "posix"):
                found |= {f"os.{one.name}" for one in node.names if one.name.startswith(OF_OS)}
        elif isinstance(node, ast.Attribute):
            of_os = isinstance(node.value, ast.Name) and node.value.id in ("os", "posix")
            if of_os and node.attr.startswith(OF_OS):
                found.add(f"os.{node.attr}")
            if node.attr in CALLS:
                found.add(node.attr)
        elif isinstance(node, ast.Name) and node.id in CALLS:
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            action = node.value.partition("(")[0].rpartition(".")[2]
            found |= {action} & ACTIONS
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import subprocess", "import os, pty", "from subprocess import run", "import ctypes.util",
        "from os import system", "os.execve('/bin/sh', [], {})", "os.popen('id')",
        "x = os.posix_spawn", "asyncio.create_subprocess_exec('id')", "eval('1')", "exec('x')",
        "self.app.open_url(link)", "app.save_screenshot()", "self.suspend()",
        "Binding('ctrl+z', 'suspend_process')",
        "b = 'app.screenshot'",
    ],
)  # fmt: skip
def test_what_starts_something_is_known_when_it_is_seen(line: str) -> None:
    assert starts(ast.parse(line)), line


def test_no_module_starts_anything() -> None:
    found = {
        (str(path.relative_to(PACKAGE)), one)
        for path in sorted(PACKAGE.rglob("*.py"))
        for one in starts(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set(ALLOWED)
