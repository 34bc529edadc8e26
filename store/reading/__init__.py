"""Reading codes from pictures: what a camera saw, or a picture file."""
