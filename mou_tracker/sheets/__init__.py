"""Spreadsheets: rows become records, and the status goes out as a workbook.

Begin with `rows`; `import_map` says which column is which field, `headings` proposes one, `cells` reads cells.
"""
