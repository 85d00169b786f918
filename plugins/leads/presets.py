"""Makes and models to begin with: data that an administrator changes freely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core import Actor, ngettext, records, transaction

MODELS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "BYD": {"Dynasty": ("Han EV", "Han L7", "Han DM-i", "Tang DM-i", "Tang L7", "Song L", "Song Plus", "Yuan Up"), "Ocean": ("Dolphin", "Seal 06 DM-i", "Seal EV")},
    "Denza": {"N": ("Denza N7", "Denza N9")},
    "Volkswagen": {"Sedan": ("Lavida", "Passat"), "SUV": ("Tiguan L", "Tharu"), "ID.": ("ID.3", "ID.4 X")},
    "Toyota": {"Sedan": ("Corolla", "Camry"), "SUV": ("RAV4", "Highlander")},
    "Geely": {"Galaxy": ("Galaxy E5", "Galaxy L7"), "Classic": ("Xingyue L", "Emgrand")},
    "Tesla": {"": ("Model 3", "Model Y")},
}  # fmt: skip


def install(user: Actor) -> Iterator[str]:
    """Make them in a new installation; where there is one make already, the list is the administrator's."""
    if records.first("car_make", user) is not None:
        return
    made = 0
    with transaction():
        for brand, by_series in MODELS.items():
            make = records.create("car_make", user, source="automation", name=brand)
            for series, names in by_series.items():
                for name in names:
                    records.create("car_model", user, source="automation", name=name, make=make, series=series or None)
                    made += 1
    yield ngettext("%(num)d model was added.", "%(num)d models were added.", made)
