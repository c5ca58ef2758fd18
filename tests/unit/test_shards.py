"""One site made on several machines: each makes a shard, and the last one joins them."""

from __future__ import annotations

from briefsite.cache.shards import Shard


def test_every_path_is_in_one_shard() -> None:
    """The same one on every machine."""
    shards = [Shard(number, 7) for number in range(1, 8)]
    paths = [f"informes/{number}.md" for number in range(700)]
    held = [[path for path in paths if shard.holds(path)] for shard in shards]
    assert sorted(path for part in held for path in part) == sorted(paths)
    assert all(len(part) > 50 for part in held)
