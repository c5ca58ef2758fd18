"""The `briefsite` command: a module for each family of commands."""
