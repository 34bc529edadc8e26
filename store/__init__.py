"""The memory: the TinyDB journal and everything that must survive a power cut. It knows no screen."""
