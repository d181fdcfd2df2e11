"""The web page, and time drawn as a picture: in HTML, in SVG and in the terminal.

Begin with `page`; `segments` cuts an agreement's time into pieces, which `svg` and `timeline` draw.
"""
