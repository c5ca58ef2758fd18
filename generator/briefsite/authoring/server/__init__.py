"""What an editor asks while somebody writes: findings, fixes, completion, help, places. Speaks no protocol."""
