"""Picture files for tests: good ones, and ones made to do harm."""

import io
import struct
import zlib

import PIL.Image


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(size=(64, 36), kind="JPEG", colour=(200, 100, 50), **options):
    return encoded(PIL.Image.new("RGB", size, colour), kind, **options)


def quadrants(size=(80, 40)):
    """Red and green over blue and white, so that it can be told which way is up."""
    image = PIL.Image.new("RGB", size, "white")
    half = size[0] // 2, size[1] // 2
    image.paste("red", (0, 0, *half))
    image.paste("lime", (half[0], 0, size[0], half[1]))
    image.paste("blue", (0, half[1], half[0], size[1]))
    return image


def png(width, height, *extra, body=True):
    """A PNG of one bit a pixel written by hand, so that huge ones cost nothing; `extra` are further chunks."""
    rows = zlib.compressobj(1)
    row = b"\x00" * (1 + -(-width // 8))
    data = b"".join(rows.compress(row * 100) for _hundred in range(-(-height // 100))) if body else b""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [chunk(b"IHDR", head), *extra, chunk(b"IDAT", data + rows.flush()), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def zeros(count):
    """So many zeros, deflated. A full flush makes every block alike, so one of them is deflated and repeated."""
    block = 2**24
    deflate = zlib.compressobj(9)
    first = deflate.compress(bytes(block)) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(bytes(block)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return first + again * (count // block - 1) + deflate.flush()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_segment(jpeg, marker, data):
    """A JPEG with a further segment behind its first."""
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def claiming(jpeg, width, height):
    """A JPEG whose head claims another size than its data have."""
    place = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:place] + struct.pack(">HH", height, width) + jpeg[place + 4 :]


def iptc(**fields):
    """A Photoshop segment for `with_segment(…, 0xED, …)`, {"f120": caption, "f80": photographer, "f110": agency}."""
    records = b"".join(
        b"\x1c\x02" + bytes([int(name[1:])]) + struct.pack(">H", len(value)) + value for name, value in fields.items()
    )
    return b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records


def xmp(inner, before=""):
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def display_p3():
    """A colour profile like the one phones put into their photos: purer red and green than sRGB has."""

    def fixed(*numbers):
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.51512, 0.24120, -0.00105),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.15710, 0.06657, 0.78407),
    } | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)))
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12s4s", start + len(body), bytes(4), 0x02400000, b"mntr", b"RGB ", b"XYZ ",
                       bytes(12), b"acsp")  # fmt: skip
    head += bytes(128 - 12 - len(head) - 48) + fixed(0.9642, 1.0, 0.8249) + bytes(48)
    return head[:128] + table + body
