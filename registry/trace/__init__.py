"""Supply-chain events and what follows from them: where every pack is, in which state, and how it came there."""
