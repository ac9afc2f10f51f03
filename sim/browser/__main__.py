"""``python -m sim.browser`` builds the module that a distribution ships."""

from sim.browser.keeping import ship

if __name__ == "__main__":
    print(ship())
