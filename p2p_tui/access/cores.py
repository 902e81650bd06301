"""What a process that dies would leave on disk: all that it held in memory."""


def no_core_files() -> None:
    """Let nothing of this process's memory be written to disk when it dies."""
    try:
        import resource
    except ImportError:  # where a system has none, it makes no core files of this kind
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
