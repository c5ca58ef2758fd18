"""Single records to one linked site: references, proofs, names, promises, the timeline."""
