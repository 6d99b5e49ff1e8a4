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
    "row-missing-after": (
        "Dòng tiếp theo không đọc được, có thể lẫn vào dòng này; đối chiếu bản gốc.",
        "The row after this one was not read and may be mixed into it; compare the original.",
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
    "cell-empty": ("Điền ô này; dòng này cần có.", "Fill in the cell; this row needs it."),
    "key-form": (
        "Dùng 1 đến 60 ký tự, không có dấu chấm phẩy, phẩy hay gạch đứng.",
        "Use 1 to 60 characters without semicolons, commas or strokes.",
    ),
    "key-as-number": (
        "Nếu mã có số 0 ở đầu, số đó đã mất: định dạng cột là Văn bản (Text) rồi nhập lại mã.",
        "If the key begins with zeros they are lost: format the column as text and type the key again.",
    ),
    "key-repeated": (
        "Mỗi mã chỉ dùng cho một dòng; số dòng kia đứng sau dấu ↔.",
        "Use each key in one row; the other row's number follows ↔.",
    ),
    "choice-unknown": (
        "Chọn một giá trị trong danh sách của cột (xem tờ Hướng dẫn).",
        "Choose a word of the column's list (see the sheet of explanations).",
    ),
    "whole-form": (
        "Ghi số nguyên, không có dấu chấm, phẩy hay đơn vị.",
        "Write a whole number without marks or units.",
    ),
    "whole-range": (
        "Ghi số lớn hơn 0 và trong giới hạn của cột.",
        "Write a number above 0 and within the column's limit.",
    ),
    "number-scientific": (
        "Bảng tính đã làm mất chữ số (ví dụ 8.93E+12): định dạng cột là Văn bản rồi nhập lại mã đầy đủ.",
        "The spreadsheet lost digits (e.g. 8.93E+12): format the column as text and type the whole number again.",
    ),
    "zeros-lost": (
        "Ô là số và không khớp chữ số kiểm tra: định dạng cột là Văn bản rồi nhập lại mã đầy đủ.",
        "The cell is a number and fits no check digit: format the column as text and type the whole number again.",
    ),
    "zeros-restored": (
        "Ô là số nên mất số 0 ở đầu; chữ số kiểm tra cho biết mã đúng. Nên định dạng cột là Văn bản.",
        "The number cell had lost its zeros; the check digit proves the code. Better format the column as text.",
    ),
    "atc-form": (
        "Ghi mã ATC của WHO, ví dụ N02BE01; nhiều mã cách nhau bằng dấu chấm phẩy.",
        "Write WHO ATC codes, e.g. N02BE01; several parted by semicolons.",
    ),
    "emdn-form": (
        "Ghi một chữ cái và 2 đến 12 chữ số, ví dụ C0101.",
        "Write one letter and 2 to 12 digits, e.g. C0101.",
    ),
    "basic-udi-form": (
        "Ghi GMN của GS1 với hai ký tự kiểm tra đúng ở cuối.",
        "Write a GS1 GMN with its right two check characters.",
    ),
    "flag-unknown": (
        "Dùng các mã ở tài liệu, ví dụ single_use; implantable.",
        "Use the codes of the documentation, e.g. single_use; implantable.",
    ),
    "flags-contradict": (
        "Xóa đặc điểm đó ở một trong hai cột.",
        "Delete the flag from one of the two columns.",
    ),
    "other-kind": (
        "Xóa ô này, hoặc sửa cột Loại.",
        "Clear the cell, or correct the column Kind.",
    ),
    "product-not-told": (
        "Điền mã sản phẩm hoặc số đăng ký.",
        "Fill in the product key or the registration number.",
    ),
    "product-key-unknown": (
        "Nạp tệp Sản phẩm trước, hoặc sửa mã cho đúng.",
        "Import the file of products first, or correct the key.",
    ),
    "product-key-taken": (
        "Dùng mã khác, hoặc sửa số đăng ký.",
        "Use another key, or correct the registration number.",
    ),
    "product-not-own": (
        "Chỉ cơ sở sản xuất hoặc đăng ký được nạp sản phẩm này; kiểm tra số đăng ký và tên cơ sở.",
        "Only its maker or holder may tell this product; check the number and the company names.",
    ),
    "party-not-own": (
        "Bạn chỉ nạp được địa điểm của chính cơ sở mình; vai trò do cơ quan quản lý cấp.",
        "You may tell places of your own company only; roles are given by the authority.",
    ),
    "price-kind-not-own": (
        "Chọn Giá kê khai hoặc Giá niêm yết.",
        "Choose declared or listed.",
    ),
    "gtin-form": (
        "Chỉ ghi chữ số: 8, 12, 13 hoặc 14.",
        "Write digits only: 8, 12, 13 or 14.",
    ),
    "gtin-length": (
        "GTIN có 8, 12, 13 hoặc 14 chữ số; nhập lại từ bao bì.",
        "A GTIN has 8, 12, 13 or 14 digits; read it again from the pack.",
    ),
    "gtin-check-digit": (
        "Quét hoặc nhập lại mã từ bao bì.",
        "Scan or type it again from the pack.",
    ),
    "gtin-prefix": (
        "Kiểm tra các chữ số đầu của mã.",
        "Check the first digits.",
    ),
    "gtin-repeated": (
        "Mỗi bậc đóng gói cần GTIN riêng; số dòng kia đứng sau dấu ↔.",
        "Each packaging level needs a GTIN of its own; the other row's number follows ↔.",
    ),
    "gln-form": (
        "Chỉ ghi 13 chữ số.",
        "Write 13 digits only.",
    ),
    "gln-length": (
        "GLN có đúng 13 chữ số.",
        "A GLN has exactly 13 digits.",
    ),
    "gln-check-digit": (
        "Nhập lại GLN từ giấy chứng nhận GS1.",
        "Type the GLN again from the GS1 certificate.",
    ),
    "gln-prefix": (
        "Kiểm tra các chữ số đầu của mã.",
        "Check the first digits.",
    ),
    "gln-repeated": (
        "Mỗi địa điểm có GLN riêng; số dòng kia đứng sau dấu ↔.",
        "Each place has a GLN of its own; the other row's number follows ↔.",
    ),
    "contained-unknown": (
        "Ghi mã quy cách của cùng sản phẩm trong tệp hoặc trong sổ, hoặc GTIN của bậc bên trong.",
        "Write a pack key of the same product in the file or the register, or the GTIN of the level inside.",
    ),
    "contained-not-told": (
        "Điền mã của bậc bên trong, hoặc xóa số lượng chứa.",
        "Fill in the level inside, or clear the contained count.",
    ),
    "pack-circle": (
        "Sửa cột Chứa: bậc ngoài chứa bậc trong, không ngược lại.",
        "Correct the column Contains: outer levels hold inner ones, never the reverse.",
    ),
    "pack-depth": (
        "Nhiều nhất 8 bậc lồng nhau.",
        "At most 8 levels inside each other.",
    ),
    "pack-changed": (
        "Quy cách khác cần mã và GTIN mới (quy tắc quản lý GTIN của GS1).",
        "Another pack needs a new key and a new GTIN (GS1 GTIN Management Standard).",
    ),
    "level-order": (
        "Thứ tự từ trong ra: sơ cấp, trung gian, thứ cấp, thùng, pa-lét.",
        "From the inside out: primary, intermediate, secondary, case, pallet.",
    ),
    "row-waits": (
        "Dòng này không sai; nó được nhận khi dòng sau dấu ↔ đã sửa xong.",
        "This row is right; it is taken once the row after ↔ is corrected.",
    ),
    "column-unknown": (
        "Cột này được bỏ qua; kiểm tra tên cột với tệp mẫu.",
        "The column was passed over; compare its title with the template.",
    ),
    "pack-unclear": (
        "Quy cách không đọc được chắc chắn; ghi dạng 'Hộp 10 vỉ x 10 viên'.",
        "The pack text cannot be read surely; write it like 'Hộp 10 vỉ x 10 viên'.",
    ),
    "pack-arithmetic": (
        "Tổng số đơn vị cơ sở phải bằng số lượng chứa nhân với tổng của bậc bên trong.",
        "Base units in all must be the contained count times those of the level inside.",
    ),
    "pack-of-another-product": (
        "Bậc bên trong thuộc sản phẩm khác; sửa mã sản phẩm hoặc cột Chứa.",
        "The level inside belongs to another product; correct the product key or the column Contains.",
    ),
    "gtin-missing": ("Điền GTIN để công bố, hoặc chọn Không công bố.", "Fill in the GTIN to publish, or choose No."),
    "gtin-taken": (
        "GTIN này trong sổ đã chỉ thương phẩm khác; một GTIN không dùng lại.",
        "In the register this GTIN names another trade item; a GTIN is never used again.",
    ),
    "gtin-fixed": (
        "Bậc này đã có GTIN khác; GTIN không đổi được.",
        "This level has another GTIN; a GTIN is never changed.",
    ),
    "number-unknown": (
        "Số đăng ký chưa có trong sổ; kiểm tra lại, hoặc để trống.",
        "The register has no such number; check it, or leave it blank.",
    ),
    "authorisation-not-in-force": (
        "Chỉ công bố được khi giấy đăng ký còn hiệu lực; chọn Không công bố.",
        "Only goods with an authorisation in force are published; choose No.",
    ),
    "place-registered": ("GLN này đã chỉ địa điểm của cơ sở khác.", "This GLN names a place of another party."),
    "scope-missing": (
        "Khóa của bạn không có quyền này; hỏi người cấp khóa.",
        "Your key lacks the right; ask its issuer.",
    ),
    "source-key-missing": (
        "Điền mã của dòng này trong sổ nguồn.",
        "Fill in the key that this row has in its register.",
    ),
    "product-unknown": (
        "Mã này không có trong danh sách thuốc đã nạp; nạp danh sách thuốc trước, hoặc kiểm tra lại mã.",
        "No product of this code was imported; import the list of products first, or check the code.",
    ),
    "amount-two-commas": (
        "Số tiền có hai dấu phẩy: dấu đầu được đọc là dấu phân nghìn, dấu sau là dấu thập phân.",
        "The amount has two commas: the first was read as a thousands mark, the last as the decimal mark.",
    ),
    "amount-float-tail": (
        "Số tiền có đuôi số lẻ của máy tính; được làm tròn đến phần trăm.",
        "The amount has a floating-point tail; it was rounded to the hundredth.",
    ),
    "price-sum": (
        "Giá công khai không bằng giá chưa gồm phí cộng phí cấp phát; kiểm tra lại ba ô giá.",
        "The public price is not the price before the fee plus the fee; check the three amounts.",
    ),
    "marketed-before-authorised": (
        "Ngày lưu hành trước ngày cấp phép; kiểm tra lại hai ngày.",
        "It was marketed before it was authorised; check both days.",
    ),
    "pack-missing": ("Điền quy cách đóng gói.", "Fill in the pack."),
    "pack-size-zero": (
        "Cỡ gói bằng 0 hoặc âm: không tin được; giá được giữ theo gói.",
        "The pack size is 0 or less and is not believed; the price is kept per pack.",
    ),
    "blanks-at-end": ("Bỏ khoảng trắng ở cuối ô.", "Drop the blanks at the end of the cell."),
    "blanks-inside": (
        "Số có khoảng trắng bên trong; được đọc bỏ khoảng trắng.",
        "The number has blanks inside; it was read without them.",
    ),
    "text-nfd": (
        "Ô viết bằng dấu rời (Unicode NFD); được đưa về dạng dựng sẵn NFC.",
        "The cell is written with combining marks (Unicode NFD); it was brought to form NFC.",
    ),
    "unit-case": (
        "Đơn vị viết khác chữ hoa, chữ thường; được đọc như nhau.",
        "The unit is written in another case; it was read as the same unit.",
    ),
    "country-spelling": (
        "Tên nước viết khác cách thường dùng; được đọc là nước đó.",
        "The country is spelled unusually; it was read as that country.",
    ),
    "group-form": (
        "Nhóm thầu (N1 đến N5) hoặc gói thầu (G1 đến G5) không đúng dạng; các cột có thể bị lệch.",
        "The group (N1 to N5) or package (G1 to G5) is not of its form; the columns may be shifted.",
    ),
    "schedule-form": ("Ghi danh mục dạng S0 đến S8.", "Write the schedule as S0 to S8."),
    "unit-missing": ("Điền đơn vị của hàm lượng.", "Fill in the unit of the strength."),
    "number-unread": ("Ghi một số, ví dụ 12.5.", "Write a number, e.g. 12.5."),
    "code-form": ("Mã không đúng dạng của danh mục này.", "The code is not of the form of its list."),
    "code-unknown": ("Mã không có trong danh mục.", "The code is not in its list."),
    "record-form": ("Bản ghi không đúng dạng đã công bố.", "The record is not of the published form."),
    "primary-missing": ("Bản ghi thiếu mã định danh chính (Primary DI).", "The record has no primary identifier."),
    "identifier-agency": (
        "Mã ghi là của HIBCC nhưng có dạng GTIN; kiểm tra lại tổ chức cấp mã.",
        "The identifier is labelled HIBCC but has the form of a GTIN; check the issuing agency.",
    ),
    "agency-unknown": (
        "Ghi tổ chức cấp mã: GS1, HIBCC, ICCBBA, IFA.",
        "Write the issuing agency: GS1, HIBCC, ICCBBA, IFA.",
    ),
    "pack-count": ("Ghi số lượng nguyên từ 1.", "Write a whole count from 1 on."),
    "pack-contains-unknown": (
        "Bao gói chứa một mã không có trong bản ghi; bao gói này không được ghi nhận.",
        "The package contains an identifier that the record does not have; the package was not taken.",
    ),
    "line-cells": (
        "Xuất lại tệp; mỗi dòng phải đủ số ô, cách nhau bằng dấu tab.",
        "Export the file again; every line needs all its cells, parted by tabs.",
    ),
    "strength-missing": (
        "Hoạt chất được giữ không hàm lượng; giá không so sánh được.",
        "The substance is kept without strength; its prices cannot be compared.",
    ),
    "strength-unread": (
        "Hàm lượng được giữ nguyên văn và không dùng để so sánh.",
        "The strength is kept as written and not compared.",
    ),
    "strength-holds-unit": (
        "Đơn vị trong ô hàm lượng được dùng; nên để ở cột đơn vị.",
        "The unit in the cell was used; it belongs into the column of units.",
    ),
    "decimal-comma": (
        "Dấu phẩy được hiểu là dấu thập phân; nguồn này viết dấu chấm.",
        "The comma was read as decimal mark; this source writes a point.",
    ),
    "unit-placeholder": (
        "Nguồn viết 'zzz' khi không có đơn vị; hàm lượng không so sánh được.",
        "The source writes 'zzz' where it has no unit; the strength is not compared.",
    ),
}
OTHER = ("Sửa ô này rồi nạp lại tệp.", "Correct the cell and import the file again.")


def hint(code: str) -> tuple[str, str]:
    """Return what to do about `code`, in Vietnamese and in English."""
    return HINTS.get(code, OTHER)
