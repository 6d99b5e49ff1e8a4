"""Published forms of other registers: France, South Africa, the United States, and the portal of the authority."""
