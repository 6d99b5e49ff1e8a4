"""What medicines cost: published, listed, awarded and ceiling prices."""
