"""The face: Textual screens, scanner capture and the command line. It holds no rule."""
