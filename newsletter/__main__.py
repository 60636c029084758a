"""`python -m newsletter`, for machines on which the command is not on the path."""

from newsletter.cli.main import run

run()
