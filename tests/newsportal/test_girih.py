"""The demo's pictures: the same every time, in every palette, and built from geometry that fits together."""

from itertools import product
from math import pi, radians

import pytest
from PIL import ImageFont

from newsportal.demo.girih import (
    DESIGNS,
    PALETTES,
    ROSETTES,
    inradius,
    motif,
    pattern,
    portrait,
    regular_polygon,
    ring,
    star_tiling,
)

SMALL = (160, 90)
EVERY_DESIGN = [design for designs in DESIGNS.values() for design in designs]


def names_of_designs(design):
    return f"{len(design.tiling.tiles)} tiles at {design.angle}"


every_design = pytest.mark.parametrize("design", EVERY_DESIGN, ids=names_of_designs)


def motifs(design):
    return [motif(tile, radians(design.angle)) for tile in design.tiling.tiles]


def spot(point):
    """A point as a key that forgives rounding."""
    return round(point.real, 6) + 0.0, round(point.imag, 6) + 0.0


def meetings(design):
    """For every point of contact in and around one repeat of the tiling: the strands' rays that start there."""
    found = {}
    for each, i, j in product(motifs(design), range(-2, 3), range(-2, 3)):
        shift = i * design.tiling.along[0] + j * design.tiling.along[1]
        for forward, backward in each.strands:
            found.setdefault(spot(forward.start + shift), []).append(("forward", forward))
            found.setdefault(spot(backward.start + shift), []).append(("backward", backward))
    return found


class TestPictures:
    def test_the_same_seed_draws_the_same_picture(self):
        first, second = (pattern(SMALL, seed=7, palette="teal", fold=10) for _ in range(2))
        assert first.tobytes() == second.tobytes()

    def test_another_seed_draws_another_picture(self):
        first, second = (pattern(SMALL, seed=seed, palette="teal", fold=10) for seed in (7, 8))
        assert first.tobytes() != second.tobytes()

    @pytest.mark.parametrize("size", [(160, 90), (90, 160), (101, 67)])
    def test_a_picture_has_the_size_asked_for(self, size):
        picture = pattern(size, seed=1, palette="ink", fold=12)
        assert (picture.size, picture.mode) == (size, "RGB")

    def test_every_palette_gives_a_different_picture(self):
        pictures = {pattern(SMALL, seed=3, palette=name).tobytes() for name in PALETTES}
        assert len(pictures) == len(PALETTES) == 8

    def test_a_picture_says_where_its_great_star_stands(self):
        """The core of the star is brighter than the dark ground cut around it."""
        picture = pattern((320, 180), seed=1, palette="ink", fold=8)
        across, down = picture.info["focus"]
        assert 0.3 < across < 0.7
        assert 0.4 < down < 0.6
        x, y = round(320 * across), round(180 * down)
        darkest, lightest = picture.convert("L").crop((x - 6, y - 6, x + 6, y + 6)).getextrema()
        assert lightest > darkest + 40

    @pytest.mark.parametrize("fold", DESIGNS)
    def test_the_pattern_reaches_every_corner(self, fold):
        """Bands and ground both show in each quarter, so no tile is missing at an edge."""
        for seed in range(4):
            picture = pattern(SMALL, seed=seed, palette="ink", fold=fold).convert("L")
            for left, top in product((0, 80), (0, 45)):
                darkest, lightest = picture.crop((left, top, left + 80, top + 45)).getextrema()
                assert lightest - darkest > 40

    def test_an_unknown_palette_is_refused_with_the_ones_there_are(self):
        with pytest.raises(ValueError, match="'pink'.*green, red, teal, blue, purple, gold, ink, copper"):
            pattern(SMALL, seed=1, palette="pink")

    def test_an_unknown_fold_is_refused_with_the_ones_there_are(self):
        with pytest.raises(ValueError, match="fold 7.*8, 10, 12"):
            pattern(SMALL, seed=1, palette="red", fold=7)


class TestPortraits:
    def test_the_same_seed_draws_the_same_portrait(self):
        first, second = (portrait((80, 80), seed=2, palette="gold") for _ in range(2))
        assert first.size == (80, 80)
        assert first.tobytes() == second.tobytes()

    def test_initials_take_the_place_of_the_star(self):
        plain, signed = (portrait((120, 120), seed=2, palette="blue", initials=letters) for letters in ("", "LM"))
        assert plain.tobytes() != signed.tobytes()

    def test_arabic_initials_without_a_font_are_refused(self):
        with pytest.raises(ValueError, match="pass a font"):
            portrait((80, 80), seed=2, palette="blue", initials="ل م")

    def test_a_font_of_ones_own_draws_the_initials(self):
        font = ImageFont.load_default(10)
        assert portrait((80, 80), seed=2, palette="blue", initials="ل م", font=font).size == (80, 80)

    def test_an_unknown_palette_is_refused(self):
        with pytest.raises(ValueError, match="copper"):
            portrait((80, 80), seed=2, palette="pink")


class TestTilings:
    @every_design
    def test_the_tiles_leave_no_gap_and_do_not_overlap(self, design):
        def area(corners):
            return sum((a.conjugate() * b).imag for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)) / 2

        a, b = design.tiling.along
        assert all(area(tile.corners) > 0 for tile in design.tiling.tiles)
        assert sum(area(tile.corners) for tile in design.tiling.tiles) == pytest.approx(abs((a.conjugate() * b).imag))

    @every_design
    def test_the_rays_of_neighbouring_tiles_meet_at_the_middle_of_their_edge(self, design):
        found = meetings(design)
        for each in motifs(design):
            for ray in (ray for strand in each.strands for ray in strand):
                assert sorted(lean for lean, _ in found[spot(ray.start)]) == ["backward"] * 2 + ["forward"] * 2

    @every_design
    def test_a_band_runs_straight_and_at_one_height_across_an_edge(self, design):
        found = meetings(design)
        for each in motifs(design):
            for forward, backward in each.strands:
                for lean, ray in (("forward", forward), ("backward", backward)):
                    here, there = (other for name, other in found[spot(ray.start)] if name == lean)
                    assert abs(here.direction + there.direction) < 1e-6
                    assert here.crossings[0].over == there.crossings[0].over == (lean == "forward")


class TestMotifs:
    @pytest.mark.parametrize("fold", [8, 10, 12])
    def test_a_star_has_as_many_points_as_its_fold(self, fold):
        tile = star_tiling(fold, 3).tiles[0]
        star = motif(tile, radians(63)).star
        radius = max(map(abs, star))
        points = [point for point in star if abs(point) == pytest.approx(radius)]
        assert len(points) == fold
        assert len(star) == 2 * fold
        assert radius == pytest.approx(inradius(fold))

    def test_at_the_right_angle_two_rays_make_one_straight_line(self):
        """The regular star {8/3} joins each edge's middle to the third one on: 3/8 of a half turn to the edge."""
        tile = star_tiling(8, 3).tiles[0]
        for forward, backward in motif(tile, 3 * pi / 8).strands:
            assert abs(forward.direction + backward.direction) < 1e-9

    @every_design
    def test_every_band_goes_over_and_under_in_turn(self, design):
        for each in motifs(design):
            for forward, backward in each.strands:
                heights = [crossing.over for crossing in [*forward.crossings, *reversed(backward.crossings)]]
                assert all(here != there for here, there in zip(heights, heights[1:], strict=False))

    @every_design
    def test_of_two_bands_that_cross_one_is_above(self, design):
        for each in motifs(design):
            heights = {}
            for ray in (ray for strand in each.strands for ray in strand):
                for crossing in ray.crossings:
                    place = spot(ray.start + crossing.distance * ray.direction)
                    heights.setdefault(place, []).append(crossing.over)
            assert all(sorted(pair) == [False, True] for pair in heights.values())

    @every_design
    def test_no_band_leaves_its_tile(self, design):
        """Every bend lies nearer to its tile's centre than the farthest corner."""
        for each in motifs(design):
            reach = max(abs(corner - each.tile.centre) for corner in each.tile.corners)
            assert all(abs(forward.bend - each.tile.centre) < reach for forward, _ in each.strands)

    def test_a_ring_has_a_petal_for_every_side(self):
        for fold in {fold for fold, _, _ in ROSETTES}:
            tile = star_tiling(fold, 2).tiles[0]
            centre, *petals = ring(tile)
            assert len(centre.corners) == len(petals) == fold
            assert {len(petal.corners) for petal in petals} == {5}

    def test_a_regular_polygon_turns_an_edge_to_where_it_faces(self):
        corners = regular_polygon(8, 2 + 1j, facing=0.0)
        assert abs((corners[0] + corners[1]) / 2 - (2 + 1j + inradius(8))) < 1e-9
