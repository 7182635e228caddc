"""The room of the codebook: read it, see what each term finds, try a change before adopting it."""
