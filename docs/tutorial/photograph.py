"""Takes a believable phone photograph of a printed label: turned, leaning, a little out of focus, with noise."""

from __future__ import annotations

import sys
from pathlib import Path

from seed.pictures import Shot, photograph


def main(label: Path, photo: Path) -> None:
    """Photograph the picture file `label` into the JPEG file `photo`."""
    photo.write_bytes(photograph(label.read_bytes(), Shot(seed=7, rotation=17, blur=1.0, noise=4)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
