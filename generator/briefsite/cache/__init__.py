"""What was made before, what of it is still good, and the rest made on all cores."""
