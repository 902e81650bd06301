"""What a process has in memory from which others are forked: modules, stylesheets, the parser."""

import gc

import pytest

from tests.command_line import made_once
from tests.stylesheets import read_ahead

made_once(pytest.MonkeyPatch())
read_ahead()
gc.collect()
gc.freeze()
