"""Spreadsheets: rows become records, and the register and its status go out as workbooks.

Begin with `rows`, where rows become records; `import_map` says which column is which field, `proposal` proposes one,
`cells` reads cells, `columns` judges a column as a whole, `matching` knows rows again. Files of all kinds are read in
`formats`.
"""
