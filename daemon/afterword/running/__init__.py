"""The program that runs on: the loop, its threads and bells, what happens to the machine meanwhile."""
