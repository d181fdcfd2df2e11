"""Values become text: pure functions of assessments and a wording; the width is a parameter.

Begin with `status`. `lines` are styled lines, which `terminal` (the only module with rich) prints in colour;
`rows` are the keys of the JSON outputs; `monitoring` is for Nagios, Prometheus and badges.
"""
