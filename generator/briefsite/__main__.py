"""Runs the command as `python -m briefsite`."""

from briefsite.cli import main

main(prog_name="briefsite")
