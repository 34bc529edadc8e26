"""The ground floor: what must be checked, where, when and by whom. Pure rules, no clock, no disk, no screen."""
