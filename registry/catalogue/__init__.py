"""What is on the market: authorisations with all their numbers, products, and the trade items that GTINs name."""
