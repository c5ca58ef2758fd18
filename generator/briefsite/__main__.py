"""Runs the command as `python -m briefsite`."""

from briefsite.cli.main import main

main(prog_name="briefsite")
