"""Power, targets, concessions and acceptance in a round of talks."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip, exponential, logarithm, logistic, power

LEAST_START = 0.001
"""Start below which the exponential curve would concede nothing until the very end."""

FAST = 100.0
"""Rate of giving in, a month, above which it makes no difference."""
NEVER_EXHAUSTED = 1e6
"""Months that no run lasts."""


@compiles
def bargaining_power(
    patience_own: float, patience_other: float, dependence_gap: float, dependence_weight: float
) -> float:
    """Share of the surplus that impatience and dependence give to one side.

    ``ln d_other / (ln d_own + ln d_other)``: the limit of alternating offers as rounds get short
    [rubinstein1982], [binmore1986]. Dependence already sits in the disagreement point; the term
    ``psi (dep_other - dep_own)`` on its logit is a structural alternative, absent at weight 0.

    Args:
        patience_own: discount factor d of the side, a month, in (0, 1).
        patience_other: the same of the other side.
        dependence_gap: dependence of the other side less own, in [-1, 1].
        dependence_weight: weight psi of that gap, in the logit; 0 in the core.

    Returns:
        Share, in (0, 1).
    """
    own = -logarithm(patience_own)
    other = -logarithm(patience_other)
    share = other / (own + other)
    if dependence_weight == 0.0:
        return share
    return logistic(logarithm(share / (1.0 - share)) + dependence_weight * dependence_gap)


@compiles
def conceded_share(time: float, shape: float, start: float, exponential_rule: bool) -> float:
    """Share of the way conceded by a given part of the round, from ``start`` to 1 [faratin1998].

    Polynomial: ``k + (1 - k) t^(1/shape)``. Exponential: ``exp((1 - t)^shape ln k)``. A shape
    below 1 concedes late (Boulware), above 1 early (conceder).

    Args:
        time: elapsed share t of the round, in [0, 1].
        shape: exponent, above 0.
        start: share k conceded at once, in [0, 1]; the exponential rule reads less than
            `LEAST_START` as that.
        exponential_rule: which of the two curves.

    Returns:
        Share, in [0, 1]; it never falls with time.
    """
    if exponential_rule:
        return exponential(power(1.0 - time, shape) * logarithm(max(start, LEAST_START)))
    return start + (1.0 - start) * power(time, 1.0 / shape)


@compiles
def waiting_cost(patience: float, need: float, need_weight: float) -> float:
    """What a month without agreement costs a side: ``-ln d (1 + w need)``.

    The logarithm of the share of an agreement's worth that a month of waiting leaves. A government
    near default, or at whose borders people arrive, can wait less well than its patience in quiet
    times says: own rule, after the fixed cost of delay in [rubinstein1982].

    Args:
        patience: discount factor d of the side, a month, in (0, 1).
        need: fiscal stress plus arrivals above the baseline by how much they hurt, at least 0.
        need_weight: weight w of that, at least 0.

    Returns:
        Cost, at least 0, to be summed over months.
    """
    return -logarithm(patience) * (1.0 + need_weight * need)


@compiles
def private_time(waited: float, loss: float) -> float:
    """Elapsed share of a side's own time: ``min(waited / -ln(1 - loss), 1)`` [faratin1998].

    Each agent has a deadline of its own. Here it is the day at which waiting has eaten a share
    ``loss`` of what an agreement would have been worth at the start, so that it follows from
    patience and need.

    Args:
        waited: what waiting has cost so far, see `waiting_cost`, at least 0.
        loss: share that a side lets waiting cost it before it has conceded all that it will, in
            (0, 1].

    Returns:
        Share, in [0, 1].
    """
    if loss >= 1.0:
        return 0.0
    return min(waited / -logarithm(1.0 - loss), 1.0)


@compiles
def worth_of_waiting(disagreement: float, later: float, cost: float) -> float:
    """What a utility that comes later is worth today: ``d + exp(-cost) (u - d)`` [rubinstein1982].

    Args:
        disagreement: expected utility d without agreement, in utility a month.
        later: utility u with the agreement that one can expect by waiting, in utility a month.
        cost: what waiting until then costs, see `waiting_cost`, at least 0.

    Returns:
        Utility a month, between ``disagreement`` and ``later``.
    """
    return disagreement + exponential(-cost) * (later - disagreement)


@compiles
def yielding_rate(other_waiting: float, other_conceding: float, other_claim: float) -> float:
    """Rate of giving in that leaves the other side indifferent: ``r x / (b - x)`` [abreu2000].

    In a war of attrition each side gives in at the rate at which a month of standing firm costs the
    other as much as it can hope to win by it.

    Args:
        other_waiting: what a month costs the other side, see `waiting_cost`, at least 0.
        other_conceding: what the other gains if it gives in, in utility a month.
        other_claim: what it gains if this side gives in, in utility a month.

    Returns:
        Rate a month, at least 0; `FAST` where the other loses nothing by giving in.
    """
    if other_conceding <= 0.0:
        return 0.0
    if other_claim <= other_conceding:
        return FAST
    return min(other_waiting * other_conceding / (other_claim - other_conceding), FAST)


@compiles
def yielding_at_once(own_rate: float, other_rate: float, obstinate: float) -> float:
    """Chance of giving in at the start: ``1 - z^(1 - own / other)``, at least 0 [abreu2000].

    The side that would take longer to be recognised as obstinate is the weaker one, and makes up
    for it by giving in at once with this chance.

    Args:
        own_rate: own rate of giving in, a month, at least 0.
        other_rate: that of the other side, at least 0.
        obstinate: chance z, as first believed, that a side never gives in, in (0, 1].

    Returns:
        Chance, in [0, 1).
    """
    if own_rate >= other_rate:
        return 0.0
    return 1.0 - power(obstinate, 1.0 - own_rate / other_rate)


@compiles
def exhaustion(own_rate: float, other_rate: float, obstinate: float) -> float:
    """Month from which only the obstinate are left: ``-ln z / max(own, other)`` [abreu2000].

    Args:
        own_rate: own rate of giving in, a month, at least 0.
        other_rate: that of the other side, at least 0.
        obstinate: chance z, as first believed, that a side never gives in, in (0, 1].

    Returns:
        Months, at least 0; `NEVER_EXHAUSTED` where neither side gives in.
    """
    fastest = max(own_rate, other_rate)
    if fastest <= 0.0:
        return NEVER_EXHAUSTED
    return min(-logarithm(obstinate) / fastest, NEVER_EXHAUSTED)


@compiles
def anchor(disagreement: float, nash: float, outside: float, share: float) -> float:
    """Utility at which a side's concessions end: ``max(d + nu (N - d), out)``.

    The outside option is no part of the disagreement point: it matters only where it binds
    [muthoo1999].

    Args:
        disagreement: expected utility d without agreement, in utility a month.
        nash: own utility N at the asymmetric Nash point, in utility a month.
        outside: worth of the outside option, in utility a month.
        share: share nu of the way from d to N, in [0, 1].

    Returns:
        Utility a month.
    """
    return max(disagreement + share * (nash - disagreement), outside)


@compiles
def target(best: float, resting: float, conceded: float) -> float:
    """Utility that a side holds out for: ``A + (best - A) (1 - alpha)`` [faratin1998].

    Args:
        best: own utility in the best package that the other side could sign, a month.
        resting: utility A at which concessions end, at most ``best``.
        conceded: share alpha of the way conceded so far, in [0, 1].

    Returns:
        Utility a month, between ``resting`` and ``best``.
    """
    return resting + (best - resting) * (1.0 - conceded)


@compiles
def reciprocated(
    time_target: float, last_target: float, other_concession: float, weight: float, most: float
) -> float:
    """Blend of the time-dependent target with an answer in kind [faratin1998], [leng1979].

    ``(1 - w) target + w (last - clip(concession, -most, most))``

    The answer lowers the last target by what the other side's last move was worth, and never
    raises it by more than that move took away; ``most`` bounds either.

    Args:
        time_target: what the side would hold out for by the clock alone, in utility a month.
        last_target: its target at the last meeting, in utility a month.
        other_concession: what the other side's last move was worth to it, in utility a month;
            below 0 if the other side took back.
        weight: weight w of the answer, in [0, 1].
        most: largest change in answer to one move, in utility a month, at least 0.

    Returns:
        Utility a month.
    """
    answer = last_target - clip(other_concession, -most, most)
    return (1.0 - weight) * time_target + weight * answer


@compiles
def risk_limit(own_offer: float, other_offer: float, disagreement: float) -> float:
    """Zeuthen's readiness to risk a breakdown [zeuthen1930], [harsanyi1956].

    ``(u(own) - u(other)) / (u(own) - d)``: the side with the smaller value concedes.

    Args:
        own_offer: own utility u(own) of the own standing offer, a month.
        other_offer: own utility u(other) of the other side's standing offer, a month.
        disagreement: own expected utility d without agreement, a month.

    Returns:
        Chance of breakdown that the side would accept, in [0, 1]; 0 if its own offer gives it
        nothing above d.
    """
    stake = own_offer - disagreement
    if stake <= 0.0:
        return 0.0
    return clip((own_offer - other_offer) / stake, 0.0, 1.0)


@compiles
def reservation_value(
    disagreement: float, outside: float, reactance: float, hurdle: float
) -> float:
    """Least utility that a side signs for: ``max(d, out) + reactance + hurdle``.

    The hurdle is what domestic ratifiers ask for: the higher, the smaller the win-set
    [putnam1988]. Reactance is a preference and stands apart from the disagreement point.

    Args:
        disagreement: expected utility d without agreement, in utility a month.
        outside: worth of the outside option, in utility a month.
        reactance: what it gives up rather than be seen to yield, in utility a month, at least 0.
        hurdle: what ratifiers ask for beyond, in utility a month, at least 0.

    Returns:
        Utility a month.
    """
    return max(disagreement, outside) + reactance + hurdle
