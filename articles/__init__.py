"""The core: what an article is, what may happen to it, how readers and machines see it."""
