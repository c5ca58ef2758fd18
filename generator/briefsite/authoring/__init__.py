"""From a document to a source of the archive and a draft; `recheck`, `quote`, `new`, `translate`, `init`, `explain`."""
