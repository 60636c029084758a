"""What a process that handles other people's files may use: little of the environment, and so much memory."""

#: What Python needs to start, and no secret.
ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "HOME",
    "LANG",
    "LC_ALL",
)


def limit_memory(most: int) -> None:
    """Let this process grow to so many bytes and no further."""
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the time limit alone must do
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
