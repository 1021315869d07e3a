"""Where events lie: one contract, and one module for each kind of calendar."""
