"""Files in and out: published lists as they are, and a report of every row that was not taken and why."""
