"""What to do about a fault of a row, in Vietnamese and English; one table for every code a report can hold."""

from __future__ import annotations

HINTS: dict[str, tuple[str, str]] = {
    "number-form": (
        "Ghi số đăng ký đúng dạng, ví dụ VD-12345-20, VN-12345-20, QLSP-123-20 hoặc 12 chữ số 893110123425.",
        "Write a registration number, e.g. VD-12345-20, VN-12345-20, QLSP-123-20 or twelve digits 893110123425.",
    ),
    "number-missing": ("Điền số đăng ký.", "Fill in the registration number."),
    "number-note": (
        "Phần ghi thêm sau số đăng ký được giữ làm ghi chú; nên để ở cột riêng.",
        "The text after the number is kept as its note; give it a column of its own.",
    ),
    "number-taken": (
        "Số mới đã thuộc về một giấy đăng ký khác; kiểm tra lại quyết định.",
        "The new number already names another authorisation; check the decision.",
    ),
    "number-names-another": (
        "Số đăng ký này trong sổ là của một thuốc khác; kiểm tra lại số hoặc tên thuốc.",
        "In the register this number names another product; check the number or the name.",
    ),
    "country-unknown": (
        "Ghi tên nước (ví dụ Việt Nam, Ấn Độ, Đức) hoặc mã ISO; nếu ô chứa dữ liệu khác thì các cột đã bị lệch.",
        "Write a country (e.g. Việt Nam, Ấn Độ, Germany); if the cell holds something else, the columns are shifted.",
    ),
    "country-missing": ("Điền nước sản xuất.", "Fill in the country of manufacture."),
    "country-not-stated": (
        "Ký hiệu nguồn gốc B (nhập khẩu) không nêu nước; ghi tên nước.",
        "The mark of origin B (imported) names no country; write the country.",
    ),
    "product-name": ("Điền tên thuốc (1 đến 500 ký tự).", "Fill in the product name (1 to 500 characters)."),
    "party-name": ("Điền tên cơ sở (1 đến 400 ký tự).", "Fill in the company name (1 to 400 characters)."),
    "text-length": ("Rút ngắn nội dung ô.", "Shorten the cell."),
    "text-damaged": (
        "Ô chứa ký tự hỏng (sai bảng mã); xuất lại tệp bằng UTF-8.",
        "The cell holds damaged characters (wrong encoding); export the file again as UTF-8.",
    ),
    "ingredients-missing": ("Điền hoạt chất.", "Fill in the active ingredients."),
    "amount-form": (
        "Ghi giá bằng số thập phân không âm, ví dụ 1250 hoặc 274.995.",
        "Write the price as a plain decimal, e.g. 1250 or 274.995.",
    ),
    "amount-zero": ("Ghi đơn giá lớn hơn 0.", "Write a unit price above 0."),
    "quantity-form": ("Ghi số lượng bằng số nguyên.", "Write the quantity as a whole number."),
    "quantity-zero": (
        "Số lượng 0: giá được ghi nhận, số lượng coi như không nêu.",
        "Quantity 0: the price is taken, the quantity is treated as not stated.",
    ),
    "unit-unread": (
        "Đơn vị tính không rõ; ghi một đơn vị, ví dụ viên, lọ, ống. Giá được giữ nhưng không so sánh.",
        "The unit is not known; write one unit, e.g. viên, lọ, ống. The price is kept but not compared.",
    ),
    "date-form": ("Ghi ngày dạng 2025-01-31.", "Write the date as 2025-01-31."),
    "period-order": ("Ngày kết thúc phải sau ngày bắt đầu.", "The last day must not be before the first."),
    "validity-form": (
        "Ghi hiệu lực dạng '5 năm', '3 năm' hoặc một ngày.",
        "Write the validity as '5 năm', '3 năm' or a date.",
    ),
    "months-form": ("Ghi tuổi thọ bằng số tháng.", "Write the shelf life in months."),
    "maker-cell-mixed": (
        "Ô cơ sở sản xuất lẫn nội dung khác; chỉ lấy tên và địa chỉ ở đầu ô, bỏ cột địa chỉ của dòng này.",
        "The maker's cell holds other text; only the name and address at its beginning were taken.",
    ),
    "cells-run-together": (
        "Hai ô liền nhau trong bản văn bản, không tách chắc chắn được; đối chiếu bản gốc rồi sửa các ô của dòng này.",
        "Two cells run together in the text and cannot be parted surely; compare the original and correct the row.",
    ),
    "cell-missing": (
        "Không đọc được ô này; đối chiếu bản gốc rồi điền vào.",
        "The cell was not found; compare the original and fill it in.",
    ),
    "group-unread": (
        "Không đọc được tên và địa chỉ cơ sở ở dòng đề mục; đối chiếu bản gốc rồi điền vào.",
        "Name and address in the heading above were not read; compare the original and fill them in.",
    ),
    "column-missing": ("Dòng thiếu cột này.", "The row lacks this column."),
    "authorisation-step": (
        "Giấy đăng ký đã hết hiệu lực hoặc bị thu hồi, không gia hạn được.",
        "The authorisation has lapsed or was revoked and cannot be renewed.",
    ),
}
OTHER = ("Sửa ô này rồi nạp lại tệp.", "Correct the cell and import the file again.")


def hint(code: str) -> tuple[str, str]:
    """Return what to do about `code`, in Vietnamese and in English."""
    return HINTS.get(code, OTHER)
