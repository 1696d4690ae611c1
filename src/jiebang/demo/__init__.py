"""A city's first years, performed by invented people through the same doors as anybody."""
