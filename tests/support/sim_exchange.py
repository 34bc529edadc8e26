class Sharing:
    def __init__(self, world, on):
        self.on = False

    def exchange(self, tablet):
        pass

    def outside(self, tablet):
        pass

    def audit(self, tablet):
        pass

    def close(self, process):
        pass

    def settle(self):
        pass
