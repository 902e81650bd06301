"""On the syntax tree: nothing that Textual reads as markup is made of anything but our own words.

What is allowed is named; whatever is not, fails. So a widget that nobody thought of fails too.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "p2p_tui"
WIDGETS = {"Static", "Input", "TextArea", "Digits", "OptionList", "Option"}
"""What of Textual's widgets is used. ``Input``, ``TextArea`` and ``Digits`` read no markup; how the
others are given text is looked at here."""
MARKED_OFF = {"Static", "Label"}
CONTENT = {"Content", "Content.assemble"}
"""What makes content without reading markup."""
SHOWN = {"Option": 0, "DiscoveryHit": 0, "Hit": 1}
"""What shows its argument of that place, and reads text there as markup."""
NEVER = {
    "notify", "from_markup", "from_text", "highlight", "with_tooltip", "to_content",
    "render_str", "RichLog", "Markdown", "Label", "Button", "Select", "DataTable",
}  # fmt: skip
"""What reads markup, or shows text where it is read."""
TITLES = {"border_title", "border_subtitle", "tooltip", "TITLE", "SUB_TITLE", "sub_title", "title"}
"""What is drawn as markup where it is set: literals alone, or what is Content."""


class Reader(ast.NodeVisitor):
    """Finds what could read data as markup in a module."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._scopes: list[ast.AST] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name == "render" and ast.unparse(node.returns or node) != "Content":
            self._say(node, "render() gives something else than Content")
        self._scopes.append(node)
        self.generic_visit(node)
        self._scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # noqa: N815 as ast names it

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        bases = {_name(base) for base in node.bases}
        if bases & MARKED_OFF:
            made = [call for call in ast.walk(node) if isinstance(call, ast.Call)
                    and _name(call.func) == "super().__init__"]  # fmt: skip
            if not made or not all(map(_markup_is_off, made)):
                self._say(node, f"{node.name} reads markup: its super() lacks markup=False")
        self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module and node.module.startswith("textual.widgets"):
            for one in node.names:
                if one.name not in WIDGETS or one.asname:
                    self._say(node, f"{one.name} is a widget of which nobody said how it reads")

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        last = name.rpartition(".")[2]
        if last in NEVER:
            self._say(node, f"{last} reads markup")
        if name in MARKED_OFF and not _markup_is_off(node):
            self._say(node, f"{name} lacks markup=False")
        for one in node.keywords:
            if one.arg == "markup" and not _is(one.value, False):
                self._say(node, "markup is not off")
            if one.arg in ("placeholder", "tooltip") and not _is_literal(one.value):
                self._say(node, f"{one.arg} is no literal")
        if name in SHOWN and not self._is_content(node.args[SHOWN[name]]):
            self._say(node, f"{name} shows what is not Content")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            titles = isinstance(target, ast.Attribute) and target.attr in TITLES
            if titles and not (_is_literal(node.value) or self._is_content(node.value)):
                self._say(node, f"{_name(target)} is no literal")
        self.generic_visit(node)

    def _is_content(self, node: ast.expr) -> bool:
        """Say whether it is made as Content here, or by a function that says it gives Content."""
        if isinstance(node, ast.Call):
            return _name(node.func) in CONTENT or _name(node.func) in self._giving_content
        if isinstance(node, ast.Name) and self._scopes:
            given = [one.value for one in ast.walk(self._scopes[-1]) if isinstance(one, ast.Assign)
                     and any(_name(to) == node.id for to in one.targets)]  # fmt: skip
            return bool(given) and all(map(self._is_content, given))
        return False

    def read(self, source: str) -> list[str]:
        """The problems of a module, each with its line."""
        tree = ast.parse(source)
        self._giving_content = {
            one.name for one in ast.walk(tree)
            if isinstance(one, ast.FunctionDef) and one.returns
            and ast.unparse(one.returns) == "Content"
        }  # fmt: skip
        self.visit(tree)
        return self.problems

    def _say(self, node: ast.AST, problem: str) -> None:
        self.problems.append(f"line {getattr(node, 'lineno', 0)}: {problem}")


def _name(node: ast.expr) -> str:
    return ast.unparse(node)


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def _markup_is_off(call: ast.Call) -> bool:
    return any(one.arg == "markup" and _is(one.value, False) for one in call.keywords)


def test_no_module_could_read_data_as_markup() -> None:
    found = {str(file): Reader().read(file.read_text()) for file in SOURCE.rglob("*.py")}
    assert len(found) > 100
    assert {file: problems for file, problems in found.items() if problems} == {}


BAD = {
    "a static with data": "Static(f'PA {pa}')",
    "a static with a name": "Static(name)",
    "a static that says it reads": "Static(name, markup=True)",
    "a static that reads by and by": "Static(name, markup=reads)",
    "a widget of ours": "class Line(Static):\n  def __init__(self): super().__init__(x)",
    "a widget of ours that leaves it at that": "class Line(Static):\n  pass",
    "a label": "from textual.widgets import Label",
    "another name for it": "from textual.widgets import Static as Plain",
    "a widget nobody looked at": "from textual.widgets import Tree",
    "a notice": "self.notify('%s is placed' % ref)",
    "a notice of our own words": "app.notify('placed')",
    "markup": "Content.from_markup('[b]{}[/b]'.format(name))",
    "markup with a variable": "Content.from_markup('[b]$n[/b]', n=name)",
    "text that may be markup": "Content.from_text(name)",
    "a title": "self.border_title = f'PA {pa}'",
    "a subtitle": "self.query_one(X).border_subtitle = name + '!'",
    "a tooltip": "widget.tooltip = name",
    "a tooltip that is given": "Input(tooltip=name)",
    "a tooltip that is asked for": "widget.with_tooltip(name)",
    "a placeholder": "Input(placeholder=name)",
    "an option": "Option(name)",
    "an option of a name": "def f():\n  line = f'PA {pa}'\n  return Option(line)",
    "an option now and then": "def f():\n  x = Content('a')\n  x = pa\n  return Option(x)",
    "a command": "DiscoveryHit(name, does)",
    "a command that was looked for": "Hit(1.0, matcher.highlight(name), does)",
    "what a widget draws": "class W(Widget):\n  def render(self) -> str:\n    return pa",
    "what a widget draws untold": "class W(Widget):\n  def render(self):\n    return pa",
}


@pytest.mark.parametrize("bad", list(BAD.values()), ids=list(BAD))
def test_what_could_read_data_as_markup_is_found(bad: str) -> None:
    assert Reader().read(bad), "this would have slipped through"


@pytest.mark.parametrize(
    "good",
    ["Static(name, markup=False)", "Option(Content(name), id=one)", "Input(placeholder='words')",
     "def f():\n  line = Content.assemble((pa, 'bold'))\n  return Option(line)",
     "class Line(Static):\n  def __init__(self): super().__init__('', markup=False)",
     "class W(Widget):\n  def render(self) -> Content:\n    return Content(pa)"],
)  # fmt: skip
def test_what_reads_none_is_let_be(good: str) -> None:
    assert Reader().read(good) == []
