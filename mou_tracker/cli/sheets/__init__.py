"""Commands about spreadsheets: `import_` takes one in. `loading` reads it and its map, `import_plan` works out what
becomes of its rows. `export` writes the register as one. What cells mean is not known here but in the room `sheets`.
"""
