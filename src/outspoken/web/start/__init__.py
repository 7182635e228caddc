"""The room where documents come in: the first steps in an empty workspace, and more later."""
