"""Subscriptions: who wants to be told of changes, by signed messages to an address of theirs."""
