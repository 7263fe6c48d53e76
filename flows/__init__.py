"""When it runs: the only room that knows Prefect, the network, the clock and the environment."""
