"""What bench/costs, bench/hostile and tests/attacks share: the input that a hostile user makes, and auweave that takes it."""
