"""How a figure is seen to drift: pages drawn from the published snapshot only."""
