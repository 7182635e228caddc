"""`python -m outspoken` is the command line."""

from outspoken.cli import main

main()
