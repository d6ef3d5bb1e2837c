"""What pages of the large archive cost, each against a page by primary key in the same round: `make bench-search`."""

import argparse
import json
import statistics
import time

from bench.archive import ARTICLES, database


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="the pages whose names have this in them")
    parser.add_argument("--plans", action="store_true", help="say what each reads, and measure no time")
    options = parser.parse_args()
    with database(options.articles) as folder:
        from bench import pages

        wanted = {name: call for name, call in pages.every().items() if options.only in name}
        if options.plans:
            for name, call in wanted.items():
                print(name, "·", ", ".join(map(pages.told, pages.reads(call))) or "nothing large", flush=True)
            return
        figures = measured(pages.primary_key, wanted, options.rounds)
        (folder / "search.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for name, (ratio, milliseconds) in figures.items():
        print(f"{name:44}{milliseconds:9.1f} ms{ratio:8.2f}")


def measured(base, wanted, rounds):
    """{name: (median of its ratios to `base`, median milliseconds)}; the first round warms."""
    times = {name: [] for name in wanted}
    names = list(wanted)
    for number in range(rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            against = min(taken(base) for _twice in range(2))
            times[name].append((taken(wanted[name]), against))
    return {
        name: (
            round(statistics.median(own / against for own, against in pairs[1:]), 2),
            round(1000 * statistics.median(own for own, _against in pairs[1:]), 1),
        )
        for name, pairs in times.items()
    }


def taken(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
