"""Whole pages kept, and forgotten exactly when something on them changes.

So far only the news of a change is written down; keeping pages builds on it.
"""
