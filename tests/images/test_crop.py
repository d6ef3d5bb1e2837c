"""Where a picture is cut: what matters stays in, and nothing is stretched or made larger."""

from hypothesis import given
from hypothesis import strategies as st

from images.crop import cut, sizes

LENGTHS = st.integers(1, 16_000)
RATIOS = st.sampled_from([(16, 9), (4, 3), (1, 1), (9, 16), (40, 21)])
POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(LENGTHS, LENGTHS, RATIOS, POINTS)
def test_a_crop_lies_inside_and_holds_the_focal_point(width, height, ratio, focal):
    box = cut(width, height, ratio, focal)
    assert 0 <= box.left < box.right <= width
    assert 0 <= box.top < box.bottom <= height
    assert box.left - 1 <= focal[0] * width <= box.right + 1
    assert box.top - 1 <= focal[1] * height <= box.bottom + 1


@given(LENGTHS, LENGTHS, RATIOS, POINTS)
def test_a_crop_is_as_large_as_its_shape_allows(width, height, ratio, focal):
    box = cut(width, height, ratio, focal)
    assert box.width == width or box.height == height
    assert abs(box.width * ratio[1] - box.height * ratio[0]) <= max(ratio)


@given(st.integers(100, 9_000), st.integers(100, 9_000), RATIOS, POINTS)
def test_the_focal_point_is_in_the_middle_where_there_is_room(width, height, ratio, focal):
    box = cut(width, height, ratio, focal)
    if box.left > 0 and box.right < width:
        assert abs(box.left + box.width / 2 - focal[0] * width) <= 1
    if box.top > 0 and box.bottom < height:
        assert abs(box.top + box.height / 2 - focal[1] * height) <= 1


@given(LENGTHS, LENGTHS, st.one_of(st.none(), RATIOS), POINTS)
def test_nothing_is_made_larger_than_it_is(width, height, ratio, focal):
    box = cut(width, height, ratio, focal)
    made = sizes(box, ratio, (320, 640, 1600))
    assert made == sorted(made)
    assert 1 <= len(made) <= 3
    assert all(1 <= across <= box.width and 1 <= down <= box.height for across, down in made)


def test_a_picture_in_its_own_shape_is_whole():
    assert cut(300, 200, None, (0.1, 0.9)) == (0, 0, 300, 200)
    assert cut(1600, 900, (16, 9), (0.9, 0.9)) == (0, 0, 1600, 900)


def test_a_crop_at_the_edge_moves_no_further():
    assert cut(300, 100, (1, 1), (0, 0.5)) == (0, 0, 100, 100)
    assert cut(300, 100, (1, 1), (1, 0.5)) == (200, 0, 300, 100)
    assert cut(100, 300, (1, 1), (0.5, 0.5)) == (0, 100, 100, 200)


def test_between_the_widths_stands_the_pictures_own():
    box = cut(1000, 500, None, (0.5, 0.5))
    assert sizes(box, None, (320, 640, 1600)) == [(320, 160), (640, 320), (1000, 500)]
