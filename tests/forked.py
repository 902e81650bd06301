"""What a process has in memory from which others are forked: modules, and stylesheets parsed."""

import gc

from tests.stylesheets import read_ahead

read_ahead()
gc.collect()
gc.freeze()
