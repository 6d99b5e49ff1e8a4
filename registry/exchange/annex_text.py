"""The annexes of a decision as the text layer of a published file: groups of applicant and maker, rows, page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from registry.exchange.annex_columns import FORM, NAME, PACK, SUBSTANCES, edges, own_edges, part, words_of
from registry.exchange.model import Cells
from registry.text import squeeze

COLUMN_OF = {NAME: "ten_thuoc", SUBSTANCES: "hoat_chat_ham_luong", FORM: "dang_bao_che", PACK: "quy_cach_dong_goi"}
"""The columns of the annex as a CSV file names them, so that both forms of an annex are read by one reader."""
ANNEX = re.compile(r"^\s*Phụ lục\s+(?P<name>[IVXLC]+|\d{1,2})\s*$", re.IGNORECASE)
HEADER = re.compile(r"^\s*(?:STT|TT)\s{2,}Tên", re.IGNORECASE)
HEADER_END = re.compile(r"^\s*\(1\)\s+\(2\)")
HEADER_MOST = 9
GROUP_MOST = 12
"""Lines of a heading, with its number and label."""
LINE_MOST = 400
"""No page is wider; what stands beyond is not read, so that a hostile line costs no more than another."""
NOTES = re.compile(r"^\s*(?:Ghi chú|Tổng số|Nơi nhận)\b", re.IGNORECASE)
GROUP = re.compile(
    r"^\s*(?P<number>\d{1,4}(?:\.\d{1,4})*)\.?\s+(?P<label>Cơ sở [^:]{2,60}):\s*(?P<rest>\S.*)$", re.IGNORECASE
)
NAMED = re.compile(r"^(?P<name>.+?)\s*\(\s*Địa chỉ\s*:\s*(?P<address>.*)\)\s*\.?$", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"^\s*\d{1,4}\s*$")
NUMBER = r"(?:\d{12}|[A-ZĐ]{1,4}\d{0,3}-[A-Z0-9-]{2,12}|\d{3,6}\.KD\.\d\d\.\d+)"
ROW = re.compile(
    rf"^\s{{0,6}}(?P<position>\d{{1,4}})\s+(?P<left>\S.*?)\s+(?P<months>\d{{1,3}})\s+(?P<after>{NUMBER})"
    rf"(?P<times>\s+\d{{1,2}})?\s*$"
)
OLD_NUMBER = re.compile(r"\(\s*([^()]+?)\s*\)")
HYPHEN_END = re.compile(r"[^\W\d_]-$")
TITLE_COUNT = re.compile(r"DANH MỤC\s+(\d{1,4})\s+", re.IGNORECASE)
TITLE_TERMS = re.compile(
    r"HIỆU LỰC\s+(?:(?P<years>\d{1,2})\s+NĂM|ĐẾN\s+(?:HẾT\s+)?(?:NGÀY\s+)?(?P<until>\d{1,2}/\d{1,2}/\d{4}))",
    re.IGNORECASE,
)
TITLE_BATCH = re.compile(r"ĐỢT\s+([\d.]+)", re.IGNORECASE)
TAIL_REACH = 4
"""A word that begins so far left of the column of standards, at most, still belongs to it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is uncertain in a row: which column, as a code; such a row is not taken until a person has settled it."""

    column: str
    code: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of an annex: its number there, the line where it begins, its cells under the columns of the CSV form."""

    position: int
    line: int
    cells: Cells
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its name, the words of its title, how many rows the title promises, and those that were read."""

    name: str
    title: str
    terms: str
    batch: str
    promised: int | None
    rows: tuple[AnnexRow, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of rows that the title promises, or that others enclose, and that were not read."""
        read = {row.position for row in self.rows}
        last = max([self.promised or 0, *read])
        return tuple(number for number in range(1, last + 1) if number not in read)


@dataclass(slots=True)
class _Block:
    """The lines of one row, and the group it stands in."""

    position: int
    line: int
    page: int
    match: re.Match[str]
    lines: list[str]
    groups: dict[str, tuple[str, str] | None]


@dataclass(slots=True)
class _Scan:
    """Where the walk through the lines stands."""

    page: int = 0
    header_left: int = 0
    group: list[str] = field(default_factory=list)
    groups: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    blocks: list[_Block] = field(default_factory=list)
    is_in_row: bool = False
    """False after a heading: lines before the next row belong to one that was not read."""


def annexes(text: str) -> tuple[Annex, ...]:
    """Return every annex of a decision's text layer, in order; none where the text has none."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if ANNEX.match(line)]
    edges_of = zip(starts, [*starts[1:], len(lines)][: len(starts)], strict=True)
    return tuple(_annex(lines, first, last) for first, last in edges_of)


def _annex(lines: Sequence[str], first: int, last: int) -> Annex:
    named = ANNEX.match(lines[first])
    header = next((number for number in range(first, last) if HEADER.match(lines[number])), last)
    title = squeeze(" ".join(lines[first + 1 : header]))
    terms, batch, count = TITLE_TERMS.search(title), TITLE_BATCH.search(title), TITLE_COUNT.search(title)
    return Annex(
        name=named["name"].upper() if named else "",
        title=title,
        terms=_terms(terms) if terms else "",
        batch=batch[1] if batch else "",
        promised=int(count[1]) if count else None,
        rows=_before_gaps(list(_rows(_blocks(lines, header, last)))),
    )


def _before_gaps(rows: Sequence[AnnexRow]) -> tuple[AnnexRow, ...]:
    """Doubt the rows that a row which was not read follows: some of its lines may stand in them."""
    read, last = {row.position for row in rows}, max((row.position for row in rows), default=0)
    unsure = Doubt("stt", "row-missing-after")
    return tuple(
        row if row.position + 1 in read or row.position == last else replace(row, doubts=(*row.doubts, unsure))
        for row in rows
    )


def _terms(match: re.Match[str]) -> str:
    return f"{int(match['years'])} năm" if match["years"] else f"đến {match['until']}"


def _blocks(lines: Sequence[str], first: int, last: int) -> list[_Block]:
    """Walk through the lines of an annex and gather those of each row."""
    scan = _Scan()
    for number in range(first, last):
        line = lines[number].replace("\f", "")[:LINE_MOST]
        if NOTES.match(line) and not scan.group:
            break
        if not _is_furniture(scan, line) and not _is_page_number(lines, number, last):
            _take_line(scan, number + 1, line)
    return scan.blocks


def _is_page_number(lines: Sequence[str], number: int, last: int) -> bool:
    """Say whether a line holds a number alone and the header of a page comes next."""
    if not PAGE_NUMBER.match(lines[number].replace("\f", "")):
        return False
    following = next((lines[after] for after in range(number + 1, last) if lines[after].strip()), "")
    return bool(HEADER.match(following.replace("\f", "")))


def _is_furniture(scan: _Scan, line: str) -> bool:
    """Say whether a line belongs to the page and not to the table: blank, or of a repeated header."""
    if HEADER.match(line):
        scan.page, scan.header_left = scan.page + 1, HEADER_MOST
        return True
    if scan.header_left:
        ends = bool(HEADER_END.match(line))
        if ends or not (GROUP.match(line) or ROW.match(line)):
            scan.header_left = 0 if ends else scan.header_left - 1
            return True
        scan.header_left = 0
    return not line.strip()


def _take_line(scan: _Scan, number: int, line: str) -> None:
    if scan.group and (len(scan.group) > GROUP_MOST or GROUP.match(line) or ROW.match(line)):
        _close_group(scan, is_broken=True)
    if scan.group:
        scan.group.append(line)
        _close_group(scan)
    elif match := GROUP.match(line):
        scan.group = [match["number"], match["label"], match["rest"]]
        _close_group(scan)
    elif match := ROW.match(line):
        scan.blocks.append(_Block(int(match["position"]), number, scan.page, match, [line], dict(scan.groups)))
        scan.is_in_row = True
    elif scan.is_in_row:
        scan.blocks[-1].lines.append(line)


def _close_group(scan: _Scan, *, is_broken: bool = False) -> None:
    """End a group's heading once its brackets are closed, unread if it is broken. An applicant ends the maker."""
    number, label, *parts = scan.group
    text = squeeze(_joined(parts))
    if text.count("(") > text.count(")") and not is_broken:
        return
    named = None if is_broken else NAMED.match(text)
    if "." not in number:
        scan.groups.clear()
    told = (named["name"], named["address"].strip()) if named else None
    for word, column in (("đăng ký", "dang_ky"), ("sản xuất", "san_xuat")):
        if word in label.lower():
            scan.groups[column] = told
    scan.group = []
    scan.is_in_row = False


def _rows(blocks: Sequence[_Block]) -> Iterator[AnnexRow]:
    standards = {block.page: _standard_edge(blocks, block.page) for block in blocks}
    lefts = {id(block): _lefts(block, standards[block.page]) for block in blocks}
    whole = edges([lefts[id(block)][0] for block in blocks])
    for block in blocks:
        mine = [lefts[id(other)][0] for other in blocks if other.page == block.page]
        page = edges(mine) or whole
        if page is None:
            continue
        yield _row(block, *lefts[id(block)], page)


def _standard_edge(blocks: Sequence[_Block], page: int) -> int:
    """Return where the column of standards begins on a page: after the last wide gap before the months."""
    starts = sorted(
        match.start("left") + match["left"].rfind("  ") + 2
        for match in (block.match for block in blocks if block.page == page)
    )
    return starts[len(starts) // 2]


def _lefts(block: _Block, standard: int) -> tuple[list[str], list[str], list[str]]:
    """Split the lines of a row into its four wide columns, its standard, and what stands under the number."""
    lefts, standards, numbers = [], [], []
    months = block.match.start("months")
    for place, line in enumerate(block.lines):
        cut = _cut(line, standard)
        own = line[: block.match.end("position")] if place == 0 else ""
        lefts.append(" " * len(own) + line[len(own) : cut])
        until = months if place == 0 else max(cut, months - 1)
        standards.append(line[cut:until].strip())
        if place:
            numbers.append(line[until:].strip())
    return lefts, [one for one in standards if one], [one for one in numbers if one]


def _cut(line: str, standard: int) -> int:
    """Return where the narrow columns begin in a line: at the first word near their edge that a wide gap sets apart."""
    for word in words_of(line):
        near = word.start >= standard - TAIL_REACH
        if word.start >= standard or (near and word.gap > 1):
            return word.start
    return len(line)


def _row(block: _Block, lefts: list[str], standards: list[str], numbers: list[str], page: Sequence[int]) -> AnnexRow:
    doubts = []
    at = own_edges(lefts, page)
    parted = [part(line, at, is_first=place == 0) for place, line in enumerate(lefts) if line.strip()]
    cells: Cells = {}
    for column, name in COLUMN_OF.items():
        cells[name] = squeeze(_joined([one.cells[column] for one in parted if one.cells[column]]))
        if not cells[name]:
            doubts.append(Doubt(name, "cell-missing"))
    if not all(one.is_certain for one in parted):
        doubts.append(Doubt(COLUMN_OF[PACK], "cells-run-together"))
    if not standards:
        doubts.append(Doubt("tieu_chuan", "cell-missing"))
    old = OLD_NUMBER.fullmatch("".join(numbers))
    cells |= {
        "stt": str(block.position),
        "so_dang_ky_moi": block.match["after"],
        "so_dang_ky_cu": old[1] if old else "",
        "tieu_chuan": squeeze(" ".join(standards)),
        "tuoi_tho_thang": block.match["months"],
        "so_lan_gia_han": (block.match["times"] or "").strip(),
    }
    for role, name in (("dang_ky", "co_so_dang_ky"), ("san_xuat", "co_so_san_xuat")):
        told = block.groups.get(role)
        cells[name], cells[f"dia_chi_{role}"] = told or ("", "")
        if told is None:
            doubts.append(Doubt(name, "group-unread"))
    if "".join(numbers) and not old:
        doubts.append(Doubt("so_dang_ky_cu", "number-form"))
    return AnnexRow(block.position, block.line, cells, tuple(doubts))


def _joined(parts: Sequence[str]) -> str:
    """Join the lines of a cell; a word that was broken at its own hyphen is one word."""
    text = ""
    for line in parts:
        piece = line.strip()
        text = f"{text}{piece}" if HYPHEN_END.search(text) else f"{text} {piece}"
    return text.strip()
