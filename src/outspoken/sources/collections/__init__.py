"""Named collections: recipes as data, each with publisher, licence, size, and how it is fetched.

A new collection is one TOML file in `recipes/` here, or in the folder `recipes/` of a workspace; a
new way of fetching is a kind in `recipe.py` and the function that reads it.
"""

from outspoken.sources.collections.recipe import Recipe, built_in, find, load, own

__all__ = ["Recipe", "built_in", "find", "load", "own"]
