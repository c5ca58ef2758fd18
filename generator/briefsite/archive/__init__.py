"""What authors write: YAML files and source texts, from disk to checked records; settings; the lock."""
