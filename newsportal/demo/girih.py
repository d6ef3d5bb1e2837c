"""The demo newsroom's pictures: girih, the interlaced star patterns of Islamic geometry, drawn by code.

The construction is the polygons-in-contact method that E. H. Hankin read off unfinished panels ("The Drawing of
Geometric Patterns in Saracenic Art", 1925): cover the plane with polygons, start two lines at the middle of every
edge, and let each line run until it meets one coming from another edge; then forget the polygons. Craig S. Kaplan
("Islamic Star Patterns from Polygons in Contact", 2005) describes the one free choice in it, the contact angle
between edge and line, and the rings of pentagons that turn stars into rosettes.

The lines become bands that pass over and under each other in turn. Points are complex numbers, angles are radians,
polygons run from each edge to the next in the direction of growing angles, and a tile's edge is the unit of length
until a drawing scales it.
"""

import cmath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, cos, inf, pi, radians, sin, tan
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

# --- geometry ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    """A polygon of a tiling.

    `steps` says, for each edge, which line its forward line meets: 1, one from the next edge; 2, from the edge after
    that, crossing another line on the way; and so on. Empty stands for 1 throughout. `centrepiece` marks the tiles
    that carry the great stars.
    """

    corners: tuple[complex, ...]
    steps: tuple[int, ...] = ()
    centrepiece: bool = False

    @property
    def partners(self) -> list[int]:
        """For each edge, the number of the edge whose backward line meets its forward line."""
        count = len(self.corners)
        return [(edge + step) % count for edge, step in enumerate(self.steps or [1] * count)]

    @property
    def centre(self) -> complex:
        return sum(self.corners) / len(self.corners)

    @property
    def middles(self) -> list[complex]:
        """The points of contact: the middle of each edge, in the order of the edges."""
        return [(a + b) / 2 for a, b in _edges(self.corners)]


@dataclass(frozen=True)
class Tiling:
    """Tiles that cover the plane when they are repeated along two directions."""

    tiles: tuple[Tile, ...]
    along: tuple[complex, complex]


class Crossing(NamedTuple):
    """Where another band crosses: how far along the ray, in which direction it runs, and whether the ray is on top."""

    distance: float
    other: complex
    over: bool


class Ray(NamedTuple):
    """Half a strand: from the middle of an edge to the bend where it meets its partner.

    Its crossings come in order; the first is the start itself, where the two lines of an edge cross.
    """

    start: complex
    bend: complex
    crossings: tuple[Crossing, ...]

    @property
    def direction(self) -> complex:
        return _unit(self.bend - self.start)


class Motif(NamedTuple):
    """What one tile contributes to a pattern.

    A strand is two rays that share a bend, the forward one first. `star` and `core` are outlines: of everything the
    rays enclose, and of the innermost part (centrepieces only).
    """

    strands: tuple[tuple[Ray, Ray], ...]
    star: tuple[complex, ...]
    core: tuple[complex, ...]
    tile: Tile


def regular_polygon(sides: int, centre: complex = 0, facing: float = 0.0) -> tuple[complex, ...]:
    """Return the corners of a regular polygon with edges of length 1, one of which faces the direction `facing`."""
    radius = 0.5 / sin(pi / sides)
    return tuple(centre + cmath.rect(radius, facing + (2 * k - 1) * pi / sides) for k in range(sides))


def inradius(sides: int) -> float:
    """Return the distance from a regular polygon's centre to its edges, whose length is 1."""
    return 0.5 / tan(pi / sides)


def motif(tile: Tile, contact_angle: float) -> Motif:
    """Apply Hankin's method to one tile.

    Two rays leave the middle of every edge at `contact_angle` to it: one leaning forward, to the following edges,
    one backward. The forward ray of edge k ends where it meets the backward ray of edge k + step.

    Who passes over is decided here without looking at the neighbours: of the crossings along a forward ray the
    first, third ... go over, along a backward ray the second, fourth ... A ray that leans forward continues, on the
    other side of the edge, as one that leans forward for that tile too, so every band of the whole pattern goes
    over and under in turn.
    """
    middles, partners, count = tile.middles, tile.partners, len(tile.corners)
    along = [_unit(b - a) for a, b in _edges(tile.corners)]
    forward = [direction * cmath.rect(1, contact_angle) for direction in along]
    backward = [direction * cmath.rect(1, pi - contact_angle) for direction in along]
    bends = [_meeting(middles[k], forward[k], middles[p], backward[p]) for k, p in enumerate(partners)]
    lines = [(middles[k], bends[k], backward[k]) for k in range(count)]
    lines += [(middles[p], bends[k], forward[p]) for k, p in enumerate(partners)]
    rays = [
        Ray(start, bend, tuple(_crossings(start, bend, other, lines, leans_forward=index < count)))
        for index, (start, bend, other) in enumerate(lines)
    ]
    strands = tuple(zip(rays[:count], rays[count:], strict=True))

    # A star's outline runs from each point of contact to the first place where its ray meets another; its core is
    # what the last such places and the bends enclose.
    star, core = [], []
    for ray, _ in strands:
        places = [ray.start + crossing.distance * ray.direction for crossing in ray.crossings] + [ray.bend]
        star += places[:2]
        core += places[-2:] if tile.centrepiece else []
    core.sort(key=lambda point: cmath.phase(point - tile.centre))
    return Motif(strands, tuple(star), tuple(core), tile)


def star_tiling(fold: int, step: int, *, squares: bool = False) -> Tiling:
    """Return the tiling behind the plain star patterns: polygons of `fold` sides, and what fits between them.

    `step` is that of the great stars. 8: octagons and squares. 10: decagons and bow-ties (hexagons with two reflex
    corners). 12: dodecagons and triangles, or with `squares` dodecagons, hexagons and squares.
    """
    if fold == 8:
        side = 2 * inradius(8)
        gap = Tile(regular_polygon(4, side * (1 + 1j) / 2, pi / 4))
        return Tiling((_centrepiece(8, step), gap), (side, side * 1j))
    if fold == 10:
        a, b = 2 * inradius(10), cmath.rect(2 * inradius(10), pi / 5 * 2)
        radius = abs(regular_polygon(10)[0])
        corners = [(0, 54), (0, 18), (a, 126), (a + b, 234), (a + b, 198), (b, 306)]
        # At a bow-tie's waist the lines turn back instead of squeezing through.
        gap = Tile(
            tuple(centre + cmath.rect(radius, radians(degrees)) for centre, degrees in corners), (1, 4, 1, 1, 4, 1)
        )
        return Tiling((_centrepiece(10, step), gap), (a, b))
    side = 2 * inradius(12) + squares
    along = (side, cmath.rect(side, pi / 3))
    thirds = (sum(along) / 3, sum(along) * 2 / 3)
    if not squares:
        gaps = [Tile(regular_polygon(3, thirds[0], pi / 6 + pi)), Tile(regular_polygon(3, thirds[1], pi / 6))]
    else:
        gaps = [Tile(regular_polygon(6, third, pi / 6), (1,) * 6, centrepiece=True) for third in thirds]
        middles = (along[0] / 2, along[1] / 2, (along[0] - along[1]) / 2)
        gaps += [Tile(regular_polygon(4, middle, cmath.phase(middle))) for middle in middles]
    return Tiling((_centrepiece(12, step), *gaps), along)


def rosette_tiling(tiling: Tiling) -> Tiling:
    """Give every centrepiece a ring of pentagons, which become the petals of a rosette.

    The pentagons halve the edges of the tiling, so the tiles between are cut from the middles of their edges too.
    """
    tiles = []
    for tile in tiling.tiles:
        if tile.centrepiece:
            tiles += ring(tile)
        elif tile.steps:
            tiles += _cut_bow_tie(tile)
        else:
            tiles += _cut_regular(tile)
    return Tiling(tuple(tiles), tiling.along)


def ring(tile: Tile) -> list[Tile]:
    """Return a regular tile as a smaller polygon of as many sides and the pentagons around it (Kaplan's rings).

    The smaller polygon turns its corners to the middles of the edges and is joined to them.
    """
    sides = len(tile.corners)
    # Joints as long as half an edge make the pentagons nearly regular.
    shrink = 1 - 0.5 / inradius(sides)
    inner = [tile.centre + (middle - tile.centre) * shrink for middle in tile.middles]
    middles = tile.middles
    petals = [
        Tile((inner[k], middles[k], tile.corners[(k + 1) % sides], middles[(k + 1) % sides], inner[(k + 1) % sides]))
        for k in range(sides)
    ]
    return [Tile(tuple(inner), tile.steps, centrepiece=True), *petals]


def _centrepiece(sides: int, step: int) -> Tile:
    return Tile(regular_polygon(sides), (step,) * sides, centrepiece=True)


def _edges(corners: Sequence[complex]) -> Iterator[tuple[complex, complex]]:
    return zip(corners, [*corners[1:], corners[0]], strict=True)


def _cut_regular(tile: Tile) -> list[Tile]:
    """Return a regular tile as kites around its centre."""
    middles = tile.middles
    return [
        Tile((before, corner, after, tile.centre))
        for before, corner, after in zip([middles[-1], *middles], tile.corners, middles, strict=False)
    ]


def _cut_bow_tie(tile: Tile) -> list[Tile]:
    """Return each half of a bow-tie as two kites and, at the waist, a pentagon that is nearly regular."""
    tiles = []
    for turn in (0, 3):
        left, right, waist, other_waist = (tile.corners[(k + turn) % 6] for k in (0, 1, 2, 5))
        end, right_side, left_side = (tile.middles[(k + turn) % 6] for k in (0, 1, 5))
        # The cuts stand upright on the edges, and meet here because the corners at the end measure 72 degrees.
        heart = end + 1j * (right - left) * 0.5 * tan(pi / 5)
        tiles += [
            Tile((left_side, left, end, heart)),
            Tile((end, right, right_side, heart)),
            Tile((heart, right_side, waist, other_waist, left_side)),
        ]
    return tiles


def _unit(vector: complex) -> complex:
    return vector / abs(vector)


def _cross(a: complex, b: complex) -> float:
    """Return the sine-like product of two directions: positive when `b` turns to growing angles from `a`."""
    return (a.conjugate() * b).imag


def _meeting(start: complex, direction: complex, other_start: complex, other: complex) -> complex:
    """Return where two rays meet; two that run straight at each other meet halfway."""
    turn = _cross(direction, other)
    if abs(turn) < 1e-9:
        return (start + other_start) / 2
    return start + direction * _cross(other_start - start, other) / turn


def _crossings(
    start: complex,
    bend: complex,
    other: complex,
    lines: Iterable[tuple[complex, complex, complex]],
    *,
    leans_forward: bool,
) -> Iterator[Crossing]:
    """Yield the crossings along one line of a tile, given all of its lines and the direction of its edge's other."""
    along, found = _unit(bend - start), [(0.0, other)]
    for other_start, other_bend, _ in lines:
        if abs(other_start - start) < 1e-9 or abs(other_bend - bend) < 1e-9:
            continue
        across = _unit(other_bend - other_start)
        if abs(_cross(along, across)) < 1e-9:
            continue
        distance = _cross(other_start - start, across) / _cross(along, across)
        other_distance = _cross(start - other_start, along) / _cross(across, along)
        if 0 < distance < abs(bend - start) - 1e-9 and 0 < other_distance < abs(other_bend - other_start) - 1e-9:
            found.append((distance, across))
    for index, (distance, across) in enumerate(sorted(found, key=lambda item: item[0])):
        yield Crossing(distance, across, (index % 2 == 0) == leans_forward)


# --- what is drawn ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Palette:
    """The colours of a picture: the ground far from the light and near it, the bands, their hairlines, the stars."""

    far: str
    near: str
    strap: str
    edge: str
    star: str


PALETTES = {
    "green": Palette("#062b28", "#176158", "#efe4c6", "#041d1b", "#dcae57"),
    "red": Palette("#330a0f", "#8a2429", "#f3e0c6", "#22060a", "#e0a65a"),
    "teal": Palette("#052d38", "#1c7480", "#ece9d6", "#031e26", "#e3b660"),
    "blue": Palette("#0c1a3e", "#2b4f92", "#ece4cd", "#070f28", "#dcb25a"),
    "purple": Palette("#20112e", "#5c3a76", "#eee0d2", "#150a1f", "#dcae6c"),
    "gold": Palette("#4a3008", "#a37a2b", "#fbf2dc", "#301e03", "#1a6f66"),
    "ink": Palette("#10151a", "#3a4854", "#e4ddcd", "#080b0e", "#c99d4e"),
    "copper": Palette("#3c1a0e", "#9a5734", "#f7e8d4", "#281008", "#2a7f7a"),
}


class Design(NamedTuple):
    """A tiling, the contact angle in degrees that suits it, and how many edge lengths a picture is long."""

    tiling: Tiling
    angle: float
    edges_across: float


DESIGNS = {
    8: (
        Design(star_tiling(8, 3), 67.5, 15),
        Design(star_tiling(8, 2), 60, 12),
        Design(rosette_tiling(star_tiling(8, 2)), 58, 7.5),
        Design(rosette_tiling(star_tiling(8, 2)), 67, 7.5),
    ),
    10: (
        Design(star_tiling(10, 3), 54, 15),
        Design(star_tiling(10, 3), 63, 15),
        Design(rosette_tiling(star_tiling(10, 3)), 66, 8.5),
    ),
    12: (
        Design(star_tiling(12, 3), 67, 16),
        Design(star_tiling(12, 3), 61, 18),
        Design(star_tiling(12, 3, squares=True), 63, 18),
        Design(rosette_tiling(star_tiling(12, 3, squares=True)), 62, 8.5),
    ),
}
ZOOMS = (1.0, 1.35, 1.8, 2.4)

# A portrait is one rosette: its fold, the step of its star, its contact angle in degrees.
ROSETTES = ((8, 2, 57.0), (8, 2, 62.0), (10, 3, 56.0), (12, 3, 57.0), (12, 3, 62.0))

# Pictures are drawn this many times as large and then made smaller, which smooths every line.
SUPERSAMPLING = 3

# Where the light comes from, as a direction on the picture: above, from the left.
LIGHT = cmath.rect(1, -2.2)


class Shape(NamedTuple):
    """A polygon filled with `tone`, or with a `width` in pixels the line along `points`."""

    points: Sequence[complex]
    tone: int | tuple[int, int, int]
    width: int = 0


@dataclass(frozen=True)
class Relief:
    """A picture before it is lit, in supersampled pixels.

    `hollows` and `tracery` are masks (tones 0 to 255): how deep the ground is cut and the hairlines drawn on it.
    `raised` are coloured layers from the lowest to the highest. Everything is repeated at each of `places`.
    `height` is how far the raised parts cast their shadow.
    """

    hollows: list[Shape]
    tracery: list[Shape]
    raised: list[list[Shape]]
    places: list[complex]
    height: float


def pattern(size: tuple[int, int] = (1600, 900), *, seed: int, palette: str, fold: int = 8) -> Image.Image:
    """Draw a field of interlaced stars or rosettes; the same arguments give the same picture.

    `size` is in pixels, `palette` a key of PALETTES, `fold` the number of points of the great stars: 8, 10 or 12.
    The seed chooses among the designs of that fold, their scale and turn, and where the light falls; a great star
    stands there, and `info["focus"]` tells the place as shares of width and height, for whoever crops the picture.
    Raises ValueError for any other palette or fold.
    """
    colours = _chosen("palette", palette, PALETTES)
    designs = _chosen("fold", fold, DESIGNS)
    rng = _chance("pattern", fold, palette, seed)
    design, zoom = rng.choice(designs), rng.choice(ZOOMS)
    turn = rng.choice((0, pi / fold, rng.uniform(0, pi)))
    focus = complex(size[0] * rng.choice((0.34, 0.5, 0.66)), size[1] * rng.uniform(0.42, 0.58))

    spin = cmath.rect(max(size) * SUPERSAMPLING / design.edges_across * zoom, turn)
    motifs = [motif(tile, radians(design.angle)) for tile in design.tiling.tiles]
    # Larger stars have slimmer bands for their size, as one would cut them.
    half = _half_width(motifs) / zoom**0.4
    places = _places(design.tiling.along, spin, focus * SUPERSAMPLING, size)
    gems = [shape for each in motifs if each.tile.centrepiece for shape in _gem(each, colours, spin)]
    strands = [strand for each in motifs for strand in each.strands]
    # A third of the scale keeps the fine stars on the great ones; small patterns need no finer one.
    fine = _tracery(design.tiling, motifs, spin) if zoom > 1.5 else []
    raised = [gems, *_bands(strands, half, colours, spin)]
    picture = _lit(Relief(_hollows(motifs, spin), fine, raised, places, abs(spin) * half), size, colours, focus)
    picture.info["focus"] = (focus.real / size[0], focus.imag / size[1])
    return picture


def portrait(
    size: tuple[int, int] = (800, 800),
    *,
    seed: int,
    palette: str,
    initials: str = "",
    font: ImageFont.FreeTypeFont | None = None,
) -> Image.Image:
    """Draw an author's medallion: one rosette in a plaited ring; the same arguments give the same picture.

    `initials` take the place of the star in the middle. Pillow's own font has Latin letters only, so Arabic initials
    need a `font`. Raises ValueError for an unknown palette, and for other initials without a font.
    """
    colours = _chosen("palette", palette, PALETTES)
    if font is None and not initials.isascii():
        raise ValueError(f"The built-in font has no letters for {initials!r}: pass a font that has them.")
    rng = _chance("portrait", palette, seed)
    fold, step, angle = rng.choice(ROSETTES)
    motifs = [motif(tile, radians(angle)) for tile in ring(_centrepiece(fold, step))]
    rim = abs(inradius(fold) + 0.25j)  # where the outermost lines end
    half = min(_half_width(motifs), rim * 0.035)
    spin = cmath.rect(min(size) * SUPERSAMPLING * 0.31 / rim, rng.choice((0, pi / fold)))
    centre = complex(*size) / 2

    core = _gem(motifs[0], colours, spin) if not initials else []
    plait = _plait(rim * 1.18, rng.choice((28, 32, 36)))
    circles = [shape for radius in (1.03, 1.35) for shape in _circle(rim * radius, rim * 0.032, colours, spin)]
    rosette = _bands([strand for each in motifs for strand in each.strands], half, colours, spin)
    border = _bands(plait, rim * 0.026, colours, spin)
    disc = [Shape([cmath.rect(rim * 1.35, k * pi / 180) * spin for k in range(360)], 70)]
    relief = Relief(
        disc + _hollows(motifs, spin, deeper=70),
        [],
        [core, *rosette, *border, circles],
        [centre * SUPERSAMPLING],
        abs(spin) * half,
    )
    picture = _lit(relief, size, colours, centre, spread=1.6)
    if initials:
        room = min(abs(point) for point in motifs[0].core) * abs(spin) / SUPERSAMPLING
        font = (font or ImageFont.load_default()).font_variant(size=room * 0.8)
        ImageDraw.Draw(picture).text((centre.real, centre.imag), initials, colours.star, font, anchor="mm")
    return picture


def _chosen(name: str, key, choices: dict):
    if key not in choices:
        raise ValueError(f"Unknown {name} {key!r}: choose one of {', '.join(map(str, choices))}.")
    return choices[key]


def _chance(*what: object) -> Random:
    return Random(" ".join(map(str, what)))  # noqa: S311 - chance for the eye keeps no secret


def _half_width(motifs: Iterable[Motif]) -> float:
    """Return half the width of the bands: as wide as looks well, but never so wide that two crossings touch."""
    widths = [0.075]
    for ray in (ray for each in motifs for strand in each.strands for ray in strand):
        stops = [crossing.distance for crossing in ray.crossings] + [abs(ray.bend - ray.start)]
        for crossing, before, after in zip(ray.crossings, [-inf, *stops], stops[1:], strict=False):
            gap = min(crossing.distance - before, after - crossing.distance)
            widths.append(0.55 * gap / _spread(ray.direction, crossing.other))
    return min(widths)


def _spread(along: complex, across: complex) -> float:
    """Return how far from the crossing of two bands they part, in half widths."""
    angle = abs(cmath.phase(along * across.conjugate()))
    return (1 + abs(cos(angle))) / sin(angle)


def _places(along: tuple[complex, complex], spin: complex, origin: complex, size: tuple[int, int]) -> list[complex]:
    """Return where to repeat a tiling so that it fills the picture, one of them at `origin`."""
    a, b = along[0] * spin, along[1] * spin
    width, height, margin = size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING, abs(a + b)
    reach = ceil((abs(complex(width, height)) + margin) / abs(_cross(a, b)) * max(abs(a), abs(b)))
    places = (origin + i * a + j * b for i, j in product(range(-reach, reach + 1), repeat=2))
    return [
        place for place in places if -margin < place.real < width + margin and -margin < place.imag < height + margin
    ]


# --- shapes -----------------------------------------------------------------------------------------------------


def _hollows(motifs: Iterable[Motif], spin: complex, deeper: int = 0) -> list[Shape]:
    """Return the ground cut deeper inside the stars, and deepest in the cores of the great ones."""
    shapes = []
    for each in motifs:
        if each.tile.centrepiece:
            shapes += [Shape(_turned(each.star, spin), 80 + deeper), Shape(_turned(each.core, spin), 150)]
        elif not each.tile.steps:  # an outline that wanders encloses no star
            shapes.append(Shape(_turned(each.star, spin), 40 + deeper))
    return shapes


def _tracery(tiling: Tiling, motifs: Iterable[Motif], spin: complex) -> list[Shape]:
    """Return the lines of the same pattern, a third as large, for one repeat of the large one."""
    a, b = tiling.along
    lines = [(one.start, one.bend, two.start) for each in motifs for one, two in each.strands]
    return [
        Shape([(point + i * a + j * b) * spin / 3 for point in line], 255, SUPERSAMPLING)
        for i, j in product(range(3), repeat=2)
        for line in lines
    ]


def _bands(strands: Iterable[tuple[Ray, Ray]], half: float, colours: Palette, spin: complex) -> list[list[Shape]]:
    """Return interlaced bands along the strands as layers: bands, shadows on them, and what passes over on top.

    Every ray draws only its own half of a crossing at an edge; the tile on the other side draws the rest.
    """
    hair, groove = max(2, round(abs(spin) * half * 0.16)), max(2, round(abs(spin) * half * 0.22))
    bands, hairlines, shadows, grooves, above, above_hairlines = [], [], [], [], [], []
    edge = ImageColor.getrgb(colours.edge)
    for one, two in strands:
        into, out = one.direction, -two.direction
        corner = 1j * (into + out) / (1 + (into.conjugate() * out).real) * half
        for ray, side in ((one, corner), (two, -corner)):
            along, length = ray.direction, abs(ray.bend - ray.start)
            across = 1j * along * half
            tone = _strap_tone(colours, along * spin)
            dim = _mix(tone, edge, 0.38)
            left, right = (ray.start + across, ray.bend + side), (ray.start - across, ray.bend - side)
            bands.append(Shape([*left, *reversed(right)], tone))
            hairlines += [Shape(left, edge, hair), Shape(right, edge, hair)]
            grooves.append(Shape((ray.start, ray.bend), dim, groove))
            for crossing in ray.crossings:
                if not crossing.over:
                    shadows += _shadows(ray, crossing, half, tone, edge)
                    continue
                reach = half * _spread(along, crossing.other) * 1.06
                start = ray.start + along * max(0, crossing.distance - reach)
                end = ray.start + along * (crossing.distance + reach)
                upper, lower = (start + across, end + across), (start - across, end - across)
                if crossing.distance + reach > length:
                    end, upper, lower = ray.bend, (upper[0], left[1]), (lower[0], right[1])
                above.append(Shape([*upper, *reversed(lower)], tone))
                above_hairlines += [Shape(upper, edge, hair), Shape(lower, edge, hair)]
                above_hairlines.append(Shape((start, end), dim, groove))
    layers = (bands, hairlines, shadows, grooves, above, above_hairlines)
    return [[shape._replace(points=_turned(shape.points, spin)) for shape in layer] for layer in layers]


def _shadows(ray: Ray, crossing: Crossing, half: float, tone, edge) -> Iterator[Shape]:
    """Yield the soft shadow of the band above: strips beside it, each darker and nearer than the one before."""
    along, here = ray.direction, ray.start + crossing.distance * ray.direction
    skew = half / abs(_cross(along, crossing.other))
    across = crossing.other * skew * 0.93  # within the hairlines
    for side, strip in product((along, -along) if crossing.distance else (along,), (4, 3, 2, 1)):
        near, far = here + side * skew * 0.8, here + side * skew * (1 + 0.3 * strip)
        yield Shape((near + across, near - across, far - across, far + across), _mix(tone, edge, 0.62 - 0.14 * strip))


def _gem(each: Motif, colours: Palette, spin: complex) -> list[Shape]:
    """Return a star cut in facets for the core of a great one, inside a hairline ring."""
    centre, count = each.tile.centre, len(each.tile.corners)
    radius = min(abs(point - centre) for point in each.core)
    first = cmath.phase(each.tile.middles[0] - centre)
    tips = [cmath.rect(radius * 0.6, first + 2 * pi * k / count) for k in range(count)]
    notches = [cmath.rect(radius * 0.33, first + pi * (2 * k + 1) / count) for k in range(count)]
    light, dark = _mix(colours.star, "#ffffff", 0.2), _mix(colours.star, colours.edge, 0.5)
    outline = [centre + (point - centre) * 0.84 for point in each.core]
    shapes = [Shape(_turned([*outline, outline[0]], spin), ImageColor.getrgb(colours.star), 2 * SUPERSAMPLING)]
    for tip, notch in [*zip(tips, notches, strict=True), *zip(tips, [notches[-1], *notches], strict=False)]:
        facing = 1j * _unit(tip - notch)
        facing *= 1 if (facing.conjugate() * tip).real > 0 else -1
        lit = (1 + (_unit(facing * spin).conjugate() * LIGHT).real) / 2
        shapes.append(Shape(_turned((centre, centre + tip, centre + notch), spin), _mix(dark, light, lit)))
    return shapes


def _plait(radius: float, count: int) -> Iterator[tuple[Ray, Ray]]:
    """Yield the strands of a two-band plait around a circle: lines in contact on a ring of `count` cells."""
    points = [cmath.rect(radius, 2 * pi * k / count) for k in range(count)]
    for here, there in _edges(points):
        for lean in (0.75, -0.75):  # radians to the circle: outwards and over, inwards and under
            ahead, ahead_other = (_unit(here) * 1j * cmath.rect(1, angle) for angle in (-lean, lean))
            back, back_other = (_unit(there) * -1j * cmath.rect(1, angle) for angle in (lean, -lean))
            bend = _meeting(here, ahead, there, back)
            over = lean > 0
            yield (
                Ray(here, bend, (Crossing(0, ahead_other, over),)),
                Ray(there, bend, (Crossing(0, back_other, not over),)),
            )


def _circle(radius: float, half: float, colours: Palette, spin: complex) -> list[Shape]:
    """Return a plain round band with its hairlines."""
    points = [cmath.rect(radius, k * pi / 180) * spin for k in range(362)]
    shapes = [Shape(points, ImageColor.getrgb(colours.edge), round(2.3 * half * abs(spin)))]
    for here, there in zip(points, points[2:], strict=False):  # overlapping, or the joints would gape
        shapes.append(Shape((here, there), _strap_tone(colours, there - here), round(2 * half * abs(spin))))
    return shapes


def _turned(points: Iterable[complex], spin: complex) -> list[complex]:
    return [point * spin for point in points]


def _strap_tone(colours: Palette, direction: complex) -> tuple[int, int, int]:
    """Bands that lie across the light are a little brighter."""
    return _mix(colours.strap, colours.near, 0.22 - 0.2 * abs(_cross(_unit(direction), LIGHT)))


def _mix(first, second, share: float) -> tuple[int, int, int]:
    """Return a colour between two, `share` of it the second."""
    a, b = (ImageColor.getrgb(colour) if isinstance(colour, str) else colour for colour in (first, second))
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


# --- light ------------------------------------------------------------------------------------------------------


def _lit(relief: Relief, size: tuple[int, int], colours: Palette, focus: complex, spread: float = 1.15) -> Image.Image:
    """Draw a relief: glow and vignette around the focus, soft shadows on the ground, bands that fade into the dark."""
    light = _glow(size, focus, spread)
    hollows = _mask(size, [relief.hollows], relief.places)
    tracery = ImageChops.multiply(_mask(size, [relief.tracery], relief.places), light).point(lambda v: v * 0.3)
    tracery = ImageChops.subtract(tracery, hollows.point(lambda v: v * 0.45))
    bands = _painted("RGBA", size, (*ImageColor.getrgb(colours.edge), 0), relief.raised, relief.places)
    raised = bands.getchannel("A")
    shadow = Image.new("L", size)
    drop = -LIGHT * relief.height / SUPERSAMPLING
    shadow.paste(raised, (round(drop.real), round(drop.imag)))
    shadow = shadow.filter(ImageFilter.GaussianBlur(abs(drop) * 0.8)).point(lambda v: v * 0.6)

    picture = ImageOps.colorize(light, colours.far, colours.near)
    picture.paste(colours.edge, mask=hollows)
    picture.paste(colours.star, mask=tracery)
    picture.paste(colours.edge, mask=shadow)
    picture.paste(bands.convert("RGB"), mask=ImageChops.multiply(raised, light.point(lambda v: 105 + v * 150 / 255)))
    picture = ImageChops.multiply(picture, ImageOps.colorize(light, "#86817c", "#fffdf8"))
    return ImageChops.add(picture, _grain(size), offset=-8)


def _glow(size: tuple[int, int], focus: complex, spread: float) -> Image.Image:
    """Return a mask that is white at the focus and falls softly to black, `spread` times as far as any corner."""
    width, height = size
    reach = spread * max(abs(focus - corner) for corner in (0, width, height * 1j, complex(width, height)))
    fall = [round(255 * (1 + cos(pi * distance / 255)) / 2) for distance in range(256)]
    left, top = 128 - 128 * focus.real / reach, 128 - 128 * focus.imag / reach
    box = (left, top, left + 128 * width / reach, top + 128 * height / reach)
    return Image.radial_gradient("L").point(fall).resize(size, Image.Resampling.BICUBIC, box=box)


def _grain(size: tuple[int, int]) -> Image.Image:
    """Return a trace of noise around 8, which keeps soft gradients from showing steps."""
    side = 256
    speck = Image.frombytes("L", (side, side), bytes(7 + byte % 3 for byte in _chance("grain").randbytes(side * side)))
    grain = Image.new("L", size)
    for x, y in product(range(0, size[0], side), range(0, size[1], side)):
        grain.paste(speck, (x, y))
    return Image.merge("RGB", (grain, grain, grain))


def _mask(size: tuple[int, int], layers: Iterable[list[Shape]], places: list[complex]) -> Image.Image:
    return _painted("L", size, 0, layers, places)


def _painted(mode: str, size: tuple[int, int], ground, layers: Iterable[list[Shape]], places: list[complex]):
    """Draw layers, each repeated everywhere before the next, and return them at the picture's own size."""
    # Smoothing is left to `reduce`; an RGBA image takes colours as opaque, so its alpha is the outline of the layers.
    image = Image.new(mode, (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING), ground)
    draw = ImageDraw.Draw(image)
    for layer, place in product(layers, places):
        for points, tone, width in layer:
            flat = [part for point in points for part in (point.real + place.real, point.imag + place.imag)]
            if width:
                draw.line(flat, tone, width)
            else:
                draw.polygon(flat, tone)
    return image.reduce(SUPERSAMPLING)
