"""The journal: every act on the register, append-only and hash-linked."""
