"""Where the desk keeps what it knows: tables, migrations, the event log and its chain, the feed.

One process serves one database at a time.
"""
