"""The domain of medreg: who may sell what, under which number, in which pack, where it is, and what it costs."""
