"""Whether unions have the members that their numbers and rules speak of."""

from sim.errors import nearest, one_of
from sim.scenario.actors import Actor, Role, Voting
from sim.scenario.checks_shared import ScenarioChecker, circles
from sim.scenario.treatments import Switch

_OF_MEMBERS = ("voice", "pooling", "discipline")


def check(found: ScenarioChecker) -> None:
    """Add what is wrong with who belongs to which union."""
    actors = found.scenario.actors
    for name, actor in actors.items():
        if actor.member_of is not None:
            _membership(found, name, actor, actor.member_of)
    bonds = {name: actor.member_of for name, actor in actors.items()}
    for circle in circles(bonds):
        if len(circle) > 2:
            path = ("actors", circle[0], "member_of")
            found.add(path, f"circular membership: {' -> '.join(circle)}", "a union above it")
    for name, actor in actors.items():
        if actor.role is Role.SUPRANATIONAL:
            _union(found, name, actor)
    if found.scenario.treatments.members is Switch.ON and not any(bonds.values()):
        what = "no union has members that could vote"
        found.add(("treatments", "members"), what, "an actor with `member_of`")


def _membership(found: ScenarioChecker, name: str, actor: Actor, union: str) -> None:
    path = ("actors", name, "member_of")
    actors = found.scenario.actors
    unions = [key for key, other in actors.items() if other.role is Role.SUPRANATIONAL]
    others = [key for key in unions if key != name]
    if not actor.role.on_destination_side:
        fit = [role.value for role in Role if role.on_destination_side]
        what = f"the {actor.role.value} '{name}' cannot belong to a union of the destination side"
        found.add(path, what, f"nothing here, or a role that is {one_of(fit)}")
    elif union == name:
        found.add(path, f"'{name}' is a member of itself", one_of(others))
    elif union in actors and union not in unions:
        what = f"the {actors[union].role.value} '{union}' is not a supranational actor"
        found.add(path, what, one_of(others), nearest(union, others))
    else:
        found.known(union, others, path, "union")


def _union(found: ScenarioChecker, name: str, union: Actor) -> None:
    actors = found.scenario.actors
    members = [key for key, other in actors.items() if other.member_of == name]
    if not members:
        expected = f"an actor with `member_of: {name}`"
        for key in _OF_MEMBERS:
            path = ("actors", name, key)
            if found.ends(path, getattr(union, key))[1] > 0:
                found.add(path, f"'{name}' has no members", expected)
    if union.voting is Voting.QUALIFIED_MAJORITY:
        for member in members:
            if actors[member].population is None:
                what = f"missing key: '{name}' decides by qualified majority"
                expected = f"people represented, in millions, or `voting` of {name}: unanimity"
                found.add(("actors", member, "population"), what, expected)
