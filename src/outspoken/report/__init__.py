"""Reports of one engagement or a series: in the terminal, and as one self-contained HTML file."""
