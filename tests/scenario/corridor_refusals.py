"""What is refused in the corridor: one line a case, wider than elsewhere."""

# ruff: noqa: E501

MANY = "\n".join(f"  x{n}: {{kind: treaty}}" for n in range(60))

REFUSALS: dict[str, tuple[str, str, str, str, str | None]] = {
    # case: text, its replacement, key, what is wrong, nearest valid name
    "word of a list": ("carries: [border_control,", "carries: [border_controls,", "instruments.memorandum.carries.0", "not possible here", "border_control"),
    "role of a list": ("users: [supranational]\n", "users: [supernational]\n", "instruments.memorandum.users.0", "not possible here", "supranational"),
    "list as a word": ("users: [supranational]\n", "users: supranational\n", "instruments.memorandum.users", "wrong type", None),
    "union unknown": ("member_of: eu, population: 59", "member_of: eux, population: 59", "actors.italy.member_of", "unknown union 'eux'", "eu"),
    "union is a state": ("member_of: eu, population: 59", "member_of: malta, population: 59", "actors.italy.member_of", "the member 'malta' is not a supranational actor", None),
    "union of itself": ("    voice: 0.2", "    voice: 0.2\n    member_of: eu", "actors.eu.member_of", "'eu' is a member of itself", None),
    "partner in a union": ("control_capacity: 0.4}", "member_of: eu}", "actors.libya.member_of", "the transit 'libya' cannot belong to a union", None),
    "no population": (", population: 59", "", "actors.italy.population", "missing key: 'eu' decides by qualified majority", None),
    "route via nobody": ("via: [niger]", "via: [nigr]", "routes.central.via.0", "unknown actor 'nigr'", "niger"),
    "route via twice": ("via: [niger]", "via: [niger, niger]", "routes.central.via.1", "the border 'niger' is listed twice", None),
    "route via its last border": ("via: [niger]", "via: [libya]", "routes.central.via.0", "stands under `through` already", None),
    "route via its end": ("via: [niger]", "via: [italy]", "routes.central.via.0", "stands under `to` already", None),
    "route back": ("short: {origin: sahel", "short: {origin: italy", "routes.short.origin", "from 'italy' back to it", None),
    "route without origin": ("short: {origin: sahel, ", "short: {", "routes.short.origin", "missing key", None),
    "opening without route": (", route: desert}", ", actor: libya}", "events.opening", "a route_opens needs the route", None),
    "opening of an actor": (", route: desert}", ", route: desert, actor: eu}", "events.opening.actor", "befalls no actor", None),
    "route unknown": (", route: short}", ", route: shrt}", "events.closing.route", "unknown route 'shrt'", "short"),
    "drawn and again": ("hazard: 0.02, route", "hazard: 0.02, every: 12, route", "events.opening.every", "only an event with a date", None),
    "turnover": ("date: 2022-06, route", "date: 2022-06, turnover: 0.5, route", "events.closing.turnover", "brings no new government", None),
    "after nothing": ("after: declaration", "after: declaratio", "instruments.memorandum.after", "unknown instrument 'declaratio'", "declaration"),
    "after itself": ("after: declaration", "after: memorandum", "instruments.memorandum.after", "circular order of instruments: memorandum -> memorandum", None),
    "after each other": ("after: declaration", "after: treaty", "instruments.memorandum.after", "memorandum -> treaty -> memorandum", None),
    "partner's instrument": ("users: [supranational]\n", "users: [transit]\n", "instruments.memorandum.users.0", "does not sit on the destination side", None),
    "assessed treaty": ("form: formal", "assessed: 6", "instruments.treaty.assessed", "a treaty has no `assessed`", None),
    "meeting treaty": ("form: formal", "meet: 0.1", "instruments.treaty.meet", "a treaty has no `meet`", None),
    "paying envoy": ("meet: 0.2", "budget: 0.0", "instruments.mission.budget", "an envoy has no `budget`", None),
    "sector twice": ("carries: [border_control, funds]", "carries: [funds, funds]", "instruments.memorandum.carries.1", "the sector 'funds' is listed twice", None),
    "table's instrument": ("[memorandum, trust_fund]", "[memorandums]", "tables.brussels.instruments.0", "unknown instrument 'memorandums'", "memorandum"),
    "table's role": ("    open: false\n  tripoli", "    instruments: [treaty, visas]\n  tripoli", "tables.rome.instruments.1", "the member 'italy' may not use 'visas'", None),
    "fund unknown": ("fund: trust_fund", "fund: trust_fnd", "issues.union_border.provisions.money.fund", "unknown fund 'trust_fnd'", "trust_fund"),
    "not a fund": ("fund: trust_fund", "fund: treaty", "issues.union_border.provisions.money.fund", "'treaty' is a treaty, not a fund", None),
    "shared by two": ("guard: {giver: libya,", "guard: {giver: libya, shared: tunisian_border,", "issues.libyan_border.provisions.guard.shared", "'tunisian_border' has the giver libya here", None),
    "shared sector": ("guard: *guard", "guard: {giver: tunisia, sector: hosting, inherited: 0, benefit: 1, cost: 1, shared: tunisian_border}", "issues.italian_border.provisions.guard.shared", "has the sector hosting here", None),
    "too many": ("  declaration: {", f"{MANY}\n  declaration: {{", "instruments", "66 instruments are too many", None),
    "instrument's name": ("  mission:", "  Mission:", "instruments.Mission", "not a possible name", None),
    "table within a union": ("partner: {actor: libya}", "partner: {actor: malta}", "tables.tripoli.partner.actor", "the member 'malta' cannot take the partner seat", None),
}  # fmt: skip
